import { PartyEvent } from './party-event.js';
import { realTimers } from './wake-timer.js';

/**
 * What can be kept in sync: a media element, or whatever plays films on some site.
 *
 * @typedef {object} FilmPlayer besides, an EventTarget that tells, in the order in which it happened, `play`, `pause`,
 *   `seeking`, `seeked`, `ratechange`, `ready` (it may have begun or ceased to be able to play on) and `film` (it holds
 *   another film, or none; of the one before nothing is told any more)
 * @property {number} position seconds
 * @property {number} duration seconds; NaN while unknown, Infinity for a live stream
 * @property {boolean} absent it has no film to play, for example because its user has not picked the file
 * @property {boolean} loaded it knows the film, so that `position` and `duration` mean something
 * @property {boolean} ready it could play on from here at once
 * @property {boolean} paused
 * @property {boolean} seeking
 * @property {boolean} ended
 * @property {number} rate what it plays at, which need not be what was asked for
 * @property {() => Promise<void>} play rejects with a NotAllowedError before the user has touched the page
 * @property {() => void} pause
 * @property {(position: number) => void} seek
 * @property {(rate: number) => void} setRate
 * @property {EventTarget['addEventListener']} addEventListener
 */

const HAVE_METADATA = 1;
const HAVE_FUTURE_DATA = 3;
/** Events of a media element that say something about whether it could play on. */
const READINESS = ['loadedmetadata', 'durationchange', 'canplay', 'canplaythrough', 'waiting', 'stalled', 'playing', 'progress', 'ended'];
/** A film that has played and breaks off is fetched anew after so many milliseconds, a few times. */
const RETRIES = [500, 2_000, 8_000];
/** Near the end of a film there is no future data. */
const END = 0.25;

/**
 * A media element as a FilmPlayer. Event `error` (string): the element cannot play what it was given.
 * @implements {FilmPlayer}
 */
export class MediaElementPlayer extends EventTarget {
  #media;
  #failed = false;
  #source = '';
  #retries = 0;
  #hasPlayed = false;
  /** @type {any} */ #retryTimer = null;
  #timers;

  /** @param {HTMLMediaElement} media @param {import('./wake-timer.js').Timers} timers */
  constructor(media, timers = realTimers) {
    super();
    this.#media = media;
    this.#timers = timers;
    media.preload = 'auto';
    for (const type of ['play', 'pause', 'seeking', 'seeked', 'ratechange']) media.addEventListener(type, () => this.#tell(type));
    for (const type of READINESS) media.addEventListener(type, () => this.#tell('ready'));
    media.addEventListener('canplay', () => { this.#hasPlayed = true; });
    media.addEventListener('error', () => this.#fail());
  }

  /** What it plays; '' is nothing. @param {string} url */
  set source(url) {
    if (url === this.#source && !this.#failed) return;
    this.#source = url;
    this.#retries = 0;
    this.#hasPlayed = false;
    this.#load();
  }

  get source() {
    return this.#source;
  }

  get position() {
    return this.#media.currentTime;
  }

  get duration() {
    return this.#media.duration;
  }

  get absent() {
    return this.#source === '' || this.#failed;
  }

  get loaded() {
    return !this.absent && !this.#media.error && this.#media.readyState >= HAVE_METADATA;
  }

  get ready() {
    const { readyState, currentTime, duration } = this.#media;
    return readyState >= HAVE_FUTURE_DATA || (readyState > HAVE_METADATA && currentTime >= duration - END);
  }

  get paused() {
    return this.#media.paused;
  }

  get seeking() {
    return this.#media.seeking;
  }

  get ended() {
    return this.#media.ended;
  }

  get rate() {
    return this.#media.playbackRate;
  }

  async play() {
    await this.#media.play();
  }

  pause() {
    this.#media.pause();
  }

  /** @param {number} position */
  seek(position) {
    this.#media.currentTime = position;
  }

  /** @param {number} rate */
  setRate(rate) {
    try {
      this.#media.playbackRate = rate;
    } catch {
      // Not supported: `rate` tells what it is.
    }
  }

  #load() {
    this.#timers.clearTimeout(this.#retryTimer);
    this.#failed = false;
    if (this.#source) this.#media.src = this.#source;
    else this.#media.removeAttribute('src');
    this.#media.load();
    this.#tell('film');
  }

  /** What never loaded cannot be played; what broke off may only have met a bad moment of the network. */
  #fail() {
    if (!this.#source || this.#failed) return;
    const delay = this.#hasPlayed ? RETRIES[this.#retries] : undefined;
    if (delay === undefined) {
      this.#failed = true;
      this.#tell('film');
      return this.dispatchEvent(new PartyEvent('error', this.#media.error?.message ?? ''));
    }
    this.#retries += 1;
    this.#retryTimer = this.#timers.setTimeout(() => this.#load(), delay);
    this.#tell('ready');
  }

  /** @param {string} type */
  #tell(type) {
    this.dispatchEvent(new PartyEvent(type));
  }
}
