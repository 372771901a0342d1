/**
 * Where the film is, computed from what the server said and never stored stale. Pure: server time is an argument.
 *
 * @typedef {{kind: string, url?: string, title?: string, duration?: number, size?: number}} Film
 *   `duration` in seconds; `size` in bytes, of a file that each member picks from disk
 * @typedef {object} TimelineState
 * @property {Film | null} film
 * @property {number} revision counts films: a command for another revision is stale
 * @property {number} position seconds, at server time `applyAt`
 * @property {boolean} playing
 * @property {number} rate
 * @property {number} applyAt server time in milliseconds from which on this holds; before, what was goes on
 * @property {boolean} held it would play, but everyone waits for somebody
 * @property {string} cause
 * @property {string | null} by the member who did it
 * @property {string | null} commandId of the command that this answers
 */

/** @type {TimelineState} */
export const NO_FILM = Object.freeze({
  film: null, revision: 0, position: 0, playing: false, rate: 1, applyAt: 0, held: false, cause: 'sync', by: null, commandId: null,
});

/**
 * A TIMELINE as the server sends it; null when it is none.
 * @param {any} message
 * @returns {TimelineState | null}
 */
export function readTimeline(message) {
  if (!message || !Number.isFinite(message.revision) || !Number.isFinite(message.applyAt)) return null;
  const film = message.film && typeof message.film.kind === 'string' ? message.film : null;
  return {
    film,
    revision: message.revision,
    position: Number.isFinite(message.position) ? Math.max(0, message.position) : 0,
    playing: film !== null && message.playing === true,
    rate: message.rate > 0 && Number.isFinite(message.rate) ? message.rate : 1,
    applyAt: message.applyAt,
    held: message.held === true,
    cause: String(message.cause ?? 'sync'),
    by: typeof message.by === 'string' ? message.by : null,
    commandId: typeof message.id === 'string' ? message.id : null,
  };
}

/**
 * @param {TimelineState} state @param {number} time server time
 * @returns {number} seconds of film
 */
export function positionAt({ film, position, applyAt, playing, rate }, time) {
  const moved = playing ? position + (Math.max(0, time - applyAt) / 1000) * rate : position;
  const duration = film?.duration ?? 0;
  return duration > 0 ? Math.min(moved, duration) : moved;
}

/** What holds now, and what is announced to hold soon. */
export class Timeline {
  /** @type {TimelineState} */ #current = NO_FILM;
  /** @type {TimelineState | null} */ #next = null;

  /**
   * Takes what the server said. An announcement replaces one that has not begun to hold; what holds goes on until then.
   * @param {TimelineState} state @param {number} time server time
   */
  apply(state, time) {
    this.#advance(time);
    // Another film has nothing to go on with until then.
    const goesOn = state.revision === this.#current.revision && this.#current.film !== null;
    this.#next = state;
    if (!goesOn) this.#current = state;
    this.#advance(goesOn ? time : Infinity);
  }

  /** @param {number} time @returns {TimelineState} */
  state(time) {
    this.#advance(time);
    return this.#current;
  }

  /**
   * What will hold when all that was announced has come true.
   * @returns {TimelineState}
   */
  get latest() {
    return this.#next ?? this.#current;
  }

  /** @param {number} time @returns {number} seconds of film */
  position(time) {
    return positionAt(this.state(time), time);
  }

  /** @param {number} time */
  #advance(time) {
    if (!this.#next || this.#next.applyAt > time) return;
    this.#current = this.#next;
    this.#next = null;
  }
}

/**
 * Whether the film goes on elsewhere, so that nobody misses what is shown until then.
 * @param {TimelineState} now @param {TimelineState} next @param {number} distance milliseconds that count as far
 */
export function isFarJump(now, next, distance) {
  if (next.cause !== 'seek' || !next.playing || !now.playing) return false;
  return Math.abs(next.position - positionAt(now, next.applyAt)) * 1000 > distance;
}

/** A film that stands still this near needs no seek. Seconds. */
const STANDING_TOLERANCE = 0.005;
/** While everyone waits for somebody, seeks of all the others would hold it up: who is ahead can wait, who is hardly behind makes up for it. Seconds. */
const WAITING = { behind: 0.06, ahead: 1 };

/**
 * Whether a player stands where the film does, or near enough to go on from there with the others.
 * @param {number} ahead seconds, negative when behind @param {boolean} isWaiting everyone waits for somebody
 */
export function standsNear(ahead, isWaiting) {
  return isWaiting ? ahead >= -WAITING.behind && ahead <= WAITING.ahead : Math.abs(ahead) <= STANDING_TOLERANCE;
}
