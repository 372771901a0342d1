import { PartyEvent } from './party-event.js';
import { hearStereo, preferCodecs, trimExtensions, tuneOpus } from './codecs.js';
import { ConnectionGuard } from './connection-guard.js';
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
/** Seats in the first offer at most; how long one is in this browser's SDP is known after it. */
const FIRST_OFFER_SEATS = 8;
/** Bytes of a signaling frame kept free for what surrounds the SDP. */
const FRAME_RESERVE = 6_144;
const RETRY_DELAYS = [500, 2_000, 5_000];

/**
 * The one RTCPeerConnection to the server. The client always offers; offers run one after another, and wishes that
 * come up meanwhile are gathered into the next one.
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
  #seatsByFrame = FIRST_OFFER_SEATS;
  #closed = false;
  #exchange; #limit; #frameBytes; #guard;

  /**
   * @param {{exchange: Exchange, iceServers?: RTCIceServer[], seats?: number, seatLimit?: number, frameBytes?: number,
   *   createPeerConnection?: (configuration: RTCConfiguration) => RTCPeerConnection}} options
   */
  constructor({ exchange, iceServers = [], seats = 4, seatLimit = 14, frameBytes = 65_536, createPeerConnection = (configuration) => new RTCPeerConnection(configuration) }) {
    super();
    this.#exchange = exchange;
    this.#limit = seatLimit;
    this.#frameBytes = frameBytes;
    this.#seatsNeeded = seats;
    /** @readonly */
    this.peerConnection = createPeerConnection({ iceServers, bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require' });
    this.peerConnection.addEventListener('connectionstatechange', () => this.#tellState());
    this.#guard = new ConnectionGuard({
      peerConnection: this.peerConnection,
      restart: () => this.restartIce(),
      giveUp: () => this.#break(),
    });
    this.#addSender('microphone');
    this.#addSender('camera');
    this.#growTo(this.#seatTarget());
  }

  /** Makes the first offer. */
  start() {
    this.#negotiate();
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
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
      if (!active || transceiver.mid === null) continue;
      labels.push({ mid: transceiver.mid, source, muted: !(track && track.enabled && track.readyState === 'live') });
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
    return seatTarget(this.#seatsNeeded, this.#seats.length, Math.min(this.#limit, this.#seatsByFrame));
  }

  /**
   * An offer must fit one frame: learns from this one how many seats do.
   * @param {string} sdp
   */
  #measure(sdp) {
    // In JSON each line break takes two bytes more than in the SDP.
    const bytes = sdp.length + 2 * sdp.split('\n').length;
    const perSeat = bytes / (this.#seats.length + 1);
    this.#seatsByFrame = Math.max(1, Math.floor((this.#frameBytes - FRAME_RESERVE) / perSeat) - 1);
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
    const pc = this.peerConnection;
    const restarts = this.#restartWanted;
    const sdp = await this.#describe(await pc.createOffer({ iceRestart: restarts }));
    this.#restartWanted = false;
    this.#measure(sdp);
    try {
      // The server is ICE-lite and learns our addresses from our checks, so candidates are not waited for.
      const answer = await this.#exchange(sdp, this.labels);
      if (this.#closed) return;
      await pc.setRemoteDescription({ type: 'answer', sdp: tuneOpus(answer, this.#sendingSources()) });
    } catch (error) {
      this.#restartWanted ||= restarts;
      throw error;
    }
    this.refreshLabels();
    this.ensureSeats(this.#seatsNeeded);
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
      this.dispatchEvent(new PartyEvent('refused', error));
      return false;
    }
    await new Promise((resolve) => { setTimeout(resolve, delay); });
    this.#wanted = true;
    return true;
  }

  #tellState() {
    if (!this.#closed) this.dispatchEvent(new PartyEvent('state', this.peerConnection.connectionState));
  }

  #break() {
    if (!this.#closed) this.dispatchEvent(new PartyEvent('broken'));
  }
}
