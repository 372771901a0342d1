/** As much of RTCPeerConnection as MediaSession touches, with mids and signaling states as the standard has them. */

class FakeSender {
  /** @type {any} */ track = null;
  async replaceTrack(/** @type {any} */ track) { this.track = track; }
  getParameters() { return { encodings: [{}] }; }
  async setParameters() {}
}

class FakeTransceiver {
  /** @type {string | null} */ mid = null;
  sender = new FakeSender();
  constructor(/** @type {string} */ kind, /** @type {string} */ direction) {
    this.kind = kind;
    this.direction = direction;
    this.receiver = { track: Object.assign(new EventTarget(), { id: `${kind}-${Math.random()}`, kind }) };
  }
}

export class FakePeerConnection extends EventTarget {
  /** @type {FakeTransceiver[]} */ transceivers = [];
  signalingState = 'stable';
  connectionState = 'new';
  iceConnectionState = 'new';
  iceGatheringState = 'new';
  /** @type {{type: string, sdp: string} | null} */ localDescription = null;
  /** @type {string[]} */ log = [];
  /** @type {FakeTransceiver[]} */ #pending = [];
  #restarts = 0;

  constructor(/** @type {any} */ configuration) {
    super();
    this.configuration = configuration;
  }

  addTransceiver(/** @type {string} */ kind, /** @type {{direction: string}} */ { direction }) {
    const transceiver = new FakeTransceiver(kind, direction);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  getTransceivers() { return this.transceivers; }
  getConfiguration() { return this.configuration; }
  setConfiguration(/** @type {any} */ configuration) { this.configuration = configuration; }

  async createOffer(/** @type {{iceRestart?: boolean}} */ { iceRestart = false } = {}) {
    if (iceRestart) this.#restarts += 1;
    const lines = this.transceivers.map(({ kind, direction }) => `m=${kind} ${direction}`);
    const mids = this.transceivers.map(({ mid }, index) => `a=mid:${mid ?? index}`);
    return { type: 'offer', sdp: [`ufrag ${this.#restarts}`, ...lines, ...mids].join('\n') };
  }

  async setLocalDescription(/** @type {any} */ description) {
    this.log.push(description.type);
    if (description.type === 'rollback') {
      for (const transceiver of this.#pending) transceiver.mid = null;
      this.#pending = [];
      this.signalingState = 'stable';
      return;
    }
    if (this.signalingState !== 'stable') throw new Error('two offers at once');
    this.signalingState = 'have-local-offer';
    this.#pending = this.transceivers.filter((transceiver) => transceiver.mid === null);
    this.transceivers.forEach((transceiver, index) => { transceiver.mid ??= String(index); });
  }

  async setRemoteDescription(/** @type {any} */ description) {
    if (this.signalingState !== 'have-local-offer') throw new Error('an answer without an offer');
    this.log.push(description.type);
    this.signalingState = 'stable';
    this.#pending = [];
  }

  /** All addresses of ours are known. */
  gather(/** @type {string} */ address) {
    this.localDescription = { type: 'offer', sdp: `a=candidate:1 1 udp 2122 ${address} 50000 typ host` };
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }

  close() { this.signalingState = 'closed'; }

  /** @param {string} ice @param {string} [connection] */
  become(ice, connection = ice) {
    this.iceConnectionState = ice;
    this.connectionState = connection;
    this.dispatchEvent(new Event('iceconnectionstatechange'));
    this.dispatchEvent(new Event('connectionstatechange'));
  }
}

/** A track as far as labels need one. */
export class FakeTrack extends EventTarget {
  enabled = true;
  readyState = 'live';
  contentHint = '';
  constructor(/** @type {string} */ kind = 'audio', /** @type {string} */ deviceId = '') {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
  }
  stop() { this.readyState = 'ended'; }
  unplug() { this.readyState = 'ended'; this.dispatchEvent(new Event('ended')); }
  getSettings() { return { deviceId: this.deviceId }; }
}
