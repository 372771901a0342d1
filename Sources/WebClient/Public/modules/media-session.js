import { PartyEvent } from './party-event.js';
import { canChooseCodecs, hearStereo, preferCodecs, trimExtensions, tuneOpus } from './codecs.js';
import { ConnectionGuard } from './connection-guard.js';
import { browserStorage } from './devices.js';
import { PathKeeper } from './path-keeper.js';
import { PathMemory } from './paths.js';
import { noSuchRelay } from './relay-servers.js';
import { seatTarget } from './slots.js';

/**
 * @typedef {import('./signaling.js').Source} Source
 * @typedef {import('./signaling.js').TrackLabel} TrackLabel
 * @typedef {{audio: RTCRtpTransceiver, video: RTCRtpTransceiver}} Seat
 * @typedef {(sdp: string, tracks: TrackLabel[]) => Promise<string>} Exchange sends an offer, resolves with the answer
 */

/** What each source is sent as; bit rates in bits per second. */
const SENDING = {
  microphone: { kind: 'audio', encodings: [{ maxBitrate: 40_000, networkPriority: 'high', priority: 'high' }] },
  camera: { kind: 'video', encodings: [{ maxBitrate: 900_000, maxFramerate: 30 }] },
  screen: { kind: 'video', encodings: [{ maxBitrate: 3_500_000, maxFramerate: 30 }] },
  'screen-audio': { kind: 'audio', encodings: [{ maxBitrate: 160_000 }] },
};
/**
 * Seats in the first offer, which is made before anybody knows how large the party is. As many as there may ever be: a
 * seat costs about 3 kB of SDP and next to no time, whereas a second offer in the first second competes with the first
 * pictures, and the key frames asked for its seats come before the browser knows them. Browsers that list all their
 * codecs in every seat would outgrow a signaling frame.
 */
const FIRST_OFFER_SEATS = 14;
const FIRST_OFFER_SEATS_UNTRIMMED = 8;
/** Further seats wait for the first picture, but no longer than this, in ms. */
const GROWTH_PATIENCE = 1_500;
/** Between the first packet of a picture and the offer for more seats, in ms. */
const GROWTH_PAUSE = 100;
/** Bytes of a signaling frame kept free for what surrounds the SDP. */
const FRAME_RESERVE = 6_144;
const RETRY_DELAYS = [500, 2_000, 5_000];

/**
 * The one RTCPeerConnection to the server. The client always offers; offers run one after another, and wishes that
 * come up meanwhile are gathered into the next one. The first offer is made with the object, so whoever makes it while
 * the socket is still connecting has it ready when JOIN leaves.
 *
 * Events: `state` (RTCPeerConnectionState), `labels` (what we send has changed), `seats` (number),
 * `broken` (this connection cannot be mended; make another), `refused` (an Error: the server took none of our offers).
 */
export class MediaSession extends EventTarget {
  /** @type {Map<Source, {transceiver: RTCRtpTransceiver, track: MediaStreamTrack | null, active: boolean}>} */
  #senders = new Map();
  /** @type {Seat[]} */
  #seats = [];
  /** @type {Map<string, MediaStream>} */
  #streams = new Map();
  #wanted = false;
  #restartWanted = false;
  /** @type {Promise<void> | null} */
  #negotiation = null;
  #failures = 0;
  #seatsNeeded = 0;
  #bytesPerSeat = 0;
  #closed = false;
  /** @type {Promise<RTCSessionDescriptionInit> | null} made ahead, not yet in force */ #prepared = null;
  /** @type {Promise<string> | null} puts the offer made ahead into force */ #described = null;
  /** @type {Map<RTCRtpTransceiver, string>} the mids of an offer that is not yet in force */ #plannedMids = new Map();
  /** @type {Exchange | null} */ #exchange = null;
  /** More seats mean another offer, and the time for that is taken from the first picture; so that comes first. */
  #mayGrow = false;
  /** @type {any} */ #growthTimer = null;
  #limit = FIRST_OFFER_SEATS;
  #frameBytes = 65_536;
  /** Whoever may use nothing but relays offers when they are known: without an address ICE fails before it has begun. */ #mayOffer;
  #guard; #paths; #relay;

  /**
   * @param {{createPeerConnection?: (configuration: RTCConfiguration) => RTCPeerConnection, pathMemory?: PathMemory,
   *   relay?: import('./relay-servers.js').RelayWish | null}} options `relay`: media by such a relay only
   */
  constructor({ createPeerConnection = (configuration) => new RTCPeerConnection(configuration), pathMemory = new PathMemory({ storage: browserStorage() }), relay = null } = {}) {
    super();
    this.#relay = relay;
    this.#mayOffer = relay === null;
    /** @readonly */
    this.peerConnection = createPeerConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceTransportPolicy: relay ? 'relay' : 'all' });
    this.peerConnection.addEventListener('connectionstatechange', () => this.#tellState());
    this.#paths = new PathKeeper({ peerConnection: this.peerConnection, restart: () => this.restartIce(), memory: pathMemory, only: relay });
    this.#guard = new ConnectionGuard({
      peerConnection: this.peerConnection,
      restart: () => this.restartIce(),
      giveUp: () => this.#break(),
    });
    this.#addSender('microphone');
    this.#addSender('camera');
    this.#growTo(canChooseCodecs() ? FIRST_OFFER_SEATS : FIRST_OFFER_SEATS_UNTRIMMED);
    if (!this.#mayOffer) return;
    this.#prepared = this.peerConnection.createOffer();
    this.#prepared.catch(() => {});
  }

  /**
   * Makes the first offer, which may leave before the server is known to want it.
   * @param {Exchange} exchange
   */
  start(exchange) {
    if (this.#exchange) return;
    this.#exchange = exchange;
    if (this.#mayOffer) this.#negotiate();
  }

  /**
   * Puts the first offer into force, which begins to gather addresses: to be called when a party is about to be joined.
   * The relays are not waited for, as their credentials come with WELCOME and hardly anybody needs them.
   */
  async gather() {
    const offer = await this.#prepared?.catch(() => null);
    if (offer && !this.#closed) this.#describePrepared(offer);
  }

  /**
   * What WELCOME said.
   * @param {{iceServers?: RTCIceServer[], seats?: number, seatLimit?: number, frameBytes?: number}} welcome
   */
  configure({ iceServers = [], seats = 0, seatLimit = FIRST_OFFER_SEATS, frameBytes = 65_536 }) {
    this.#limit = seatLimit;
    this.#frameBytes = frameBytes;
    this.ensureSeats(seats);
    const isReachable = this.#paths.learn(iceServers);
    if (this.#relay && !isReachable) return this.#refuse(noSuchRelay(this.#relay));
    const waited = !this.#mayOffer && this.#exchange !== null;
    this.#mayOffer = true;
    if (waited) this.#negotiate();
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#growthTimer);
    this.#paths.close();
    this.#guard.stop();
    this.peerConnection.close();
  }

  get state() {
    return this.peerConnection.connectionState;
  }

  get seatCount() {
    return this.#seats.length;
  }

  /** @returns {readonly Seat[]} */
  get seats() {
    return this.#seats;
  }

  /**
   * Grows, by one more offer, when more seats are needed than there are.
   * @param {number} needed
   */
  ensureSeats(needed) {
    this.#seatsNeeded = needed;
    if (this.#mayGrow) this.#grow();
  }

  #grow() {
    const target = this.#seatTarget();
    if (target <= this.#seats.length) return;
    this.#growTo(target);
    this.#negotiate();
  }

  restartIce() {
    this.#restartWanted = true;
    this.#negotiate();
  }

  networkChanged() {
    this.#guard.networkChanged();
  }

  /**
   * Sends this track as that source from now on; null stops sending. Microphone and camera have their m-lines from
   * the start, so for them this costs no negotiation. A screen's m-lines come and go by an offer.
   * @param {Source} source @param {MediaStreamTrack | null} track
   */
  async setTrack(source, track) {
    if (this.#closed) return;
    const sender = this.#senders.get(source) ?? (track ? this.#addSender(source) : null);
    if (!sender) return;
    sender.track = track;
    this.#activate(source, track !== null || source === 'microphone' || source === 'camera');
    await sender.transceiver.sender.replaceTrack(track);
    if (track) await this.#tune(source, sender.transceiver.sender);
    this.refreshLabels();
  }

  /** A track was enabled, disabled or replaced: who shows our state should read `labels` again. */
  refreshLabels() {
    this.dispatchEvent(new PartyEvent('labels'));
  }

  /**
   * What each of our sending m-lines carries, as far as they have been offered.
   * @returns {TrackLabel[]}
   */
  get labels() {
    const labels = [];
    for (const [source, { transceiver, track, active }] of this.#senders) {
      const mid = transceiver.mid ?? this.#plannedMids.get(transceiver) ?? null;
      if (!active || mid === null) continue;
      labels.push({ mid, source, muted: !(track && track.enabled && track.readyState === 'live') });
    }
    return labels;
  }

  /**
   * The mid we send this source on.
   * @param {Source} source @returns {string | null}
   */
  sendingMid(source) {
    return this.#senders.get(source)?.transceiver.mid ?? null;
  }

  /**
   * A stream of the one track that an m-line receives; the same object every time, so that an element that already
   * plays it is left alone.
   * @param {string} mid @returns {MediaStream | null}
   */
  stream(mid) {
    const receiver = this.receiver(mid);
    if (!receiver) return null;
    let stream = this.#streams.get(mid);
    if (!stream) this.#streams.set(mid, (stream = new MediaStream([receiver.track])));
    return stream;
  }

  /** @param {string} mid @returns {RTCRtpReceiver | null} */
  receiver(mid) {
    for (const { audio, video } of this.#seats) {
      if (audio.mid === mid) return audio.receiver;
      if (video.mid === mid) return video.receiver;
    }
    return null;
  }

  /** @param {Source} source */
  #addSender(source) {
    const { kind, encodings } = SENDING[source];
    const transceiver = this.#addTransceiver(kind, { direction: 'sendonly', sendEncodings: /** @type {any} */ (encodings) });
    preferCodecs(transceiver, /** @type {any} */ (kind));
    trimExtensions(transceiver);
    const sender = { transceiver, track: null, active: true };
    this.#senders.set(source, sender);
    return /** @type {{transceiver: RTCRtpTransceiver, track: MediaStreamTrack | null, active: boolean}} */ (sender);
  }

  /** Browsers differ in the encoding fields they take; none of them is worth a missing m-line. */
  #addTransceiver(/** @type {string} */ kind, /** @type {RTCRtpTransceiverInit} */ init) {
    try {
      return this.peerConnection.addTransceiver(kind, init);
    } catch {
      return this.peerConnection.addTransceiver(kind, { direction: init.direction });
    }
  }

  /** @param {Source} source @param {boolean} active */
  #activate(source, active) {
    const sender = this.#senders.get(source);
    if (!sender || source === 'microphone' || source === 'camera') return;
    const direction = active ? 'sendonly' : 'inactive';
    if (sender.transceiver.direction === direction && sender.transceiver.mid !== null) return;
    sender.active = active;
    sender.transceiver.direction = direction;
    this.#negotiate();
  }

  /** @param {Source} source @param {RTCRtpSender} sender */
  async #tune(source, sender) {
    const parameters = sender.getParameters();
    const wish = source === 'screen' ? 'maintain-resolution' : source === 'camera' ? 'balanced' : null;
    if (!wish) return;
    /** @type {any} */ (parameters).degradationPreference = wish;
    await sender.setParameters(parameters).catch(() => {});
  }

  #seatTarget() {
    const byFrame = this.#bytesPerSeat === 0 ? FIRST_OFFER_SEATS_UNTRIMMED : Math.floor((this.#frameBytes - FRAME_RESERVE) / this.#bytesPerSeat) - 1;
    return seatTarget(this.#seatsNeeded, this.#seats.length, Math.min(this.#limit, Math.max(1, byFrame)));
  }

  /**
   * An offer must fit one frame: learns from this one how long a seat is.
   * @param {string} sdp
   */
  #measure(sdp) {
    // In JSON each line break takes two bytes more than in the SDP.
    const bytes = sdp.length + 2 * sdp.split('\n').length;
    this.#bytesPerSeat = bytes / (this.#seats.length + 1);
  }

  /** @param {number} count */
  #growTo(count) {
    while (this.#seats.length < count) {
      const audio = this.peerConnection.addTransceiver('audio', { direction: 'recvonly' });
      const video = this.peerConnection.addTransceiver('video', { direction: 'recvonly' });
      preferCodecs(audio, 'audio');
      preferCodecs(video, 'video');
      trimExtensions(audio);
      trimExtensions(video);
      video.receiver.track.addEventListener('unmute', () => this.#firstPacket(), { once: true });
      this.#seats.push({ audio, video });
    }
    this.dispatchEvent(new PartyEvent('seats', this.#seats.length));
  }

  #negotiate() {
    this.#wanted = true;
    if (this.#closed || this.#negotiation) return;
    // A microtask later, so that wishes of the same turn (screen and its sound) share one offer.
    this.#negotiation = Promise.resolve().then(() => this.#negotiateUntilQuiet()).finally(() => {
      this.#negotiation = null;
      if (this.#wanted && !this.#closed) this.#negotiate();
    });
  }

  async #negotiateUntilQuiet() {
    while (this.#wanted && !this.#closed) {
      this.#wanted = false;
      try {
        await this.#offerOnce();
        this.#failures = 0;
      } catch (error) {
        if (!(await this.#recover(/** @type {Error} */ (error)))) return;
      }
    }
  }

  async #offerOnce() {
    const restarts = this.#restartWanted && !this.#prepared;
    // The offer made ahead has the first credentials: one with others follows it.
    this.#wanted ||= this.#restartWanted && !restarts;
    const answered = this.#prepared ? this.#offerPrepared() : this.#offerAnew(restarts);
    if (restarts) this.#restartWanted = false;
    try {
      const answer = await answered;
      if (this.#closed) return;
      await this.peerConnection.setRemoteDescription({ type: 'answer', sdp: tuneOpus(answer, this.#sendingSources()) });
    } catch (error) {
      this.#restartWanted ||= restarts;
      throw error;
    }
    this.refreshLabels();
    this.#growSoon();
  }

  /** The offer made ahead goes out before it is in force: the server needs some time for its answer anyway. */
  async #offerPrepared() {
    const prepared = /** @type {Promise<RTCSessionDescriptionInit>} */ (this.#prepared);
    this.#prepared = null;
    const offer = await prepared;
    const sdp = hearStereo(offer.sdp ?? '');
    this.#planMids(sdp);
    this.#measure(sdp);
    const answer = this.#exchangeOffer(sdp);
    // Waited for below; until then a refusal must not count as nobody's.
    answer.catch(() => {});
    await this.#describePrepared(offer);
    this.#plannedMids.clear();
    return answer;
  }

  /** @param {RTCSessionDescriptionInit} offer */
  #describePrepared(offer) {
    if (!this.#described) {
      this.#described = this.#describe(offer);
      this.#described.catch(() => {});
    }
    return this.#described;
  }

  /** @param {boolean} iceRestart */
  async #offerAnew(iceRestart) {
    if (iceRestart) this.#paths.useRelays();
    const sdp = await this.#describe(await this.peerConnection.createOffer({ iceRestart }));
    this.#measure(sdp);
    // The server is ICE-lite and learns our addresses from our checks, so candidates are not waited for.
    return this.#exchangeOffer(sdp);
  }

  /** @param {string} sdp */
  #exchangeOffer(sdp) {
    return /** @type {Exchange} */ (this.#exchange)(sdp, this.labels);
  }

  /**
   * A first offer lists the transceivers in the order they were made.
   * @param {string} sdp
   */
  #planMids(sdp) {
    const mids = [...sdp.matchAll(/^a=mid:(.*?)\r?$/gm)].map((match) => match[1]);
    this.peerConnection.getTransceivers().forEach((transceiver, index) => {
      if (mids[index] !== undefined) this.#plannedMids.set(transceiver, mids[index]);
    });
  }

  /** @param {import('./paths.js').PathKind} kind the one in use now */
  pathIs(kind) {
    this.#paths.pathIs(kind);
  }

  /** Called after each answer. */
  #growSoon() {
    if (this.#mayGrow) this.#grow();
    else this.#growthTimer ??= setTimeout(() => this.#allowGrowth(), GROWTH_PATIENCE);
  }

  #firstPacket() {
    if (this.#mayGrow) return;
    clearTimeout(this.#growthTimer);
    this.#growthTimer = setTimeout(() => this.#allowGrowth(), GROWTH_PAUSE);
  }

  #allowGrowth() {
    if (this.#closed) return;
    clearTimeout(this.#growthTimer);
    this.#mayGrow = true;
    this.#grow();
  }

  /**
   * @param {RTCSessionDescriptionInit} offer
   * @returns {Promise<string>} the description that is in force now
   */
  async #describe({ sdp = '' }) {
    const stereo = hearStereo(sdp);
    try {
      await this.peerConnection.setLocalDescription({ type: 'offer', sdp: stereo });
      return stereo;
    } catch (error) {
      if (stereo === sdp) throw error;
      await this.peerConnection.setLocalDescription({ type: 'offer', sdp });
      return sdp;
    }
  }

  #sendingSources() {
    return new Map([...this.#senders].map(([source, { transceiver }]) => [transceiver.mid ?? '', source]));
  }

  /**
   * Puts the connection back into the state before the failed offer and decides whether to offer once more.
   * @param {Error} error @returns {Promise<boolean>}
   */
  async #recover(error) {
    if (this.#closed) return false;
    if (this.peerConnection.signalingState === 'have-local-offer') {
      await this.peerConnection.setLocalDescription({ type: 'rollback' }).catch(() => {});
    }
    const delay = RETRY_DELAYS[this.#failures];
    this.#failures += 1;
    if (delay === undefined) {
      this.#refuse(error);
      return false;
    }
    await new Promise((resolve) => { setTimeout(resolve, delay); });
    this.#wanted = true;
    return true;
  }

  #tellState() {
    if (this.#closed) return;
    this.dispatchEvent(new PartyEvent('state', this.peerConnection.connectionState));
  }

  /** @param {Error} error */
  #refuse(error) {
    this.dispatchEvent(new PartyEvent('refused', error));
  }

  #break() {
    if (!this.#closed) this.dispatchEvent(new PartyEvent('broken'));
  }
}
