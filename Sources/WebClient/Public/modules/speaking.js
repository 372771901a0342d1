import { PartyEvent } from './party-event.js';

/**
 * Who is speaking. Levels are linear, 0 ... 1, as in RTCRtpSynchronizationSource.audioLevel.
 */

/** −46 dBov begins speech, −52 dBov does not yet end it. */
const STARTS_AT = 0.005;
const HOLDS_AT = 0.0025;
const STARTS_AFTER = 2;
const HOLD = 700;
const POLL_INTERVAL = 120;
/** A synchronization source whose last packet is older says nothing about now. */
const STALE_AFTER = 1_000;

/** Turns a flickering level into speaking or silent: two loud samples begin, 0.7 s of quiet end. */
export class SpeakingGate {
  #speaking = false;
  #loudInARow = 0;
  #lastLoud = -Infinity;

  /** @param {number} level @param {number} now milliseconds @returns {boolean} */
  update(level, now) {
    this.#loudInARow = level >= STARTS_AT ? this.#loudInARow + 1 : 0;
    if (level >= (this.#speaking ? HOLDS_AT : STARTS_AT)) this.#lastLoud = now;
    if (this.#loudInARow >= STARTS_AFTER) this.#speaking = true;
    else if (now - this.#lastLoud > HOLD) this.#speaking = false;
    return this.#speaking;
  }

  get speaking() {
    return this.#speaking;
  }
}

/** Level of a local track, from an analyser; 0 while the browser keeps the audio context suspended. */
export class LevelMeter {
  /** @type {AudioContext | null} */ #context = null;
  /** @type {AnalyserNode | null} */ #analyser = null;
  /** @type {MediaStreamAudioSourceNode | null} */ #source = null;
  #samples = new Float32Array(512);
  #createContext;

  /** @param {{createContext?: () => AudioContext}} options */
  constructor({ createContext = () => new AudioContext({ latencyHint: 'interactive' }) } = {}) {
    this.#createContext = createContext;
  }

  /** @param {MediaStreamTrack | null} track */
  listen(track) {
    this.#source?.disconnect();
    this.#source = null;
    if (!track) return;
    try {
      this.#context ??= this.#createContext();
      this.#analyser ??= new AnalyserNode(this.#context, { fftSize: this.#samples.length });
      this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
      this.#source.connect(this.#analyser);
    } catch {
      this.#source = null; // No audio hardware at all: there is a party without a meter.
    }
    this.resume();
  }

  /** Browsers start the context suspended until a click; call it again then. */
  resume() {
    if (this.#context?.state === 'suspended') this.#context.resume().catch(() => {});
  }

  /**
   * Root mean square of the last few milliseconds.
   * @returns {number}
   */
  get level() {
    if (!this.#analyser || !this.#source) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    return Math.sqrt(sum / this.#samples.length);
  }

  close() {
    this.listen(null);
    this.#context?.close().catch(() => {});
    this.#context = this.#analyser = null;
  }
}

/** @param {number} level 0 ... 1 linear @returns {number} 0 ... 1 for a meter, even to the ear (−60 ... 0 dB) */
export function meterFraction(level) {
  if (level <= 0.001) return 0;
  return Math.min(1, 1 + Math.log10(level) / 3);
}

/**
 * The level a receiver hears now.
 * @param {Pick<RTCRtpReceiver, 'getSynchronizationSources'>} receiver
 * @param {number} now milliseconds on the clock of RTCRtpContributingSource.timestamp (performance.timeOrigin based)
 */
export function receivedLevel(receiver, now) {
  const sources = receiver.getSynchronizationSources?.() ?? [];
  return sources.reduce((loudest, source) => {
    const fresh = Math.abs(now - source.timestamp) < STALE_AFTER || !isEpoch(source.timestamp);
    return fresh ? Math.max(loudest, source.audioLevel ?? 0) : loudest;
  }, 0);
}

/**
 * Some browsers stamp with their own clock instead of the epoch; then age cannot be told.
 * @param {number} timestamp
 */
function isEpoch(timestamp) {
  return timestamp > 1e12;
}

/**
 * Asks a function for everyone's level eight times a second and tells who began or stopped speaking.
 * Event `speaking` ({key, speaking}).
 */
export class SpeakingMonitor extends EventTarget {
  /** @type {Map<string, SpeakingGate>} */
  #gates = new Map();
  /** @type {any} */ #timer = null;
  #levels; #now;

  /** @param {{levels: () => Map<string, number>, now?: () => number}} options `levels`: key → level of everyone who can be heard */
  constructor({ levels, now = () => performance.now() }) {
    super();
    this.#levels = levels;
    this.#now = now;
  }

  start() {
    this.stop();
    this.#timer = setInterval(() => this.poll(), POLL_INTERVAL);
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = null;
  }

  poll() {
    const levels = this.#levels();
    const now = this.#now();
    for (const key of new Set([...levels.keys(), ...this.#gates.keys()])) this.#update(key, levels.get(key), now);
  }

  /** @param {string} key @param {number | undefined} level @param {number} now */
  #update(key, level, now) {
    const gate = this.#gates.get(key) ?? new SpeakingGate();
    const before = gate.speaking;
    const speaking = level === undefined ? false : gate.update(level, now);
    if (level === undefined) this.#gates.delete(key);
    else this.#gates.set(key, gate);
    if (before !== speaking) this.dispatchEvent(new PartyEvent('speaking', { key, speaking }));
  }
}
