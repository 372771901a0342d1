/**
 * What a crystal may be off, in milliseconds a millisecond: two ordinary ones differ by less than 100 in a million.
 */
const DRIFT = 1e-4;

/**
 * Estimates the server's clock from PING/PONG exchanges, as RFC 5905 does: whatever the network does, the true offset
 * lies within half a round trip of what an exchange says. An exchange with a short round trip says most; with age it says
 * less, because clocks drift. The one that says most now is trusted.
 *
 * Two exchanges that exclude each other mean that a clock was set, or that this computer slept: then only the newer counts.
 */
export class ServerClock {
  /** @type {{offset: number, roundTrip: number, at: number}[]} */
  #samples = [];
  #memory; #now;

  /** @param {{memory?: number, now?: () => number}} options `now` is the client's clock, in milliseconds */
  constructor({ memory = 16, now = () => performance.now() } = {}) {
    this.#memory = memory;
    this.#now = now;
  }

  /**
   * All four are milliseconds; `sentAt` and `arrivedAt` on this client's clock, the others on the server's.
   * @param {{sentAt: number, received: number, sent: number, arrivedAt: number}} exchange
   */
  record({ sentAt, received, sent, arrivedAt }) {
    const roundTrip = arrivedAt - sentAt - (sent - received);
    const offset = (received - sentAt + (sent - arrivedAt)) / 2;
    if (!Number.isFinite(roundTrip) || !Number.isFinite(offset) || roundTrip < 0) return;
    const sample = { offset, roundTrip, at: arrivedAt };
    this.#samples = this.#samples.filter((other) => agree(sample, other));
    this.#samples.push(sample);
    if (this.#samples.length > this.#memory) this.#samples.shift();
  }

  /** The server may be another one now, or this computer may have slept. */
  reset() {
    this.#samples = [];
  }

  /**
   * The round trip of the exchange that is trusted, in milliseconds.
   * @returns {number | null}
   */
  get roundTrip() {
    return this.#best()?.roundTrip ?? null;
  }

  /**
   * What a round trip usually takes, in milliseconds: the median of the recent ones.
   * @returns {number | null}
   */
  get usualRoundTrip() {
    const sorted = this.#samples.map(({ roundTrip }) => roundTrip).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? null;
  }

  /**
   * Server time minus client time in milliseconds.
   * @returns {number | null}
   */
  get offset() {
    return this.#best()?.offset ?? null;
  }

  /**
   * How far off `offset` can be at worst, in milliseconds.
   * @returns {number | null}
   */
  get uncertainty() {
    const best = this.#best();
    return best && uncertainty(best, this.#now());
  }

  /**
   * The server's clock now, in milliseconds since 1970.
   * @returns {number | null} null before the first exchange
   */
  get time() {
    const { offset } = this;
    return offset === null ? null : this.#now() + offset;
  }

  #best() {
    const now = this.#now();
    return this.#samples.reduce(
      (best, sample) => (best === null || uncertainty(sample, now) <= uncertainty(best, now) ? sample : best),
      /** @type {{offset: number, roundTrip: number, at: number} | null} */ (null));
  }
}

/** @param {{roundTrip: number, at: number}} sample @param {number} now */
function uncertainty({ roundTrip, at }, now) {
  return roundTrip / 2 + Math.max(0, now - at) * DRIFT;
}

/** Clocks are read in steps: that much disagreement is none. */
const READING = 1;

/**
 * @param {{offset: number, roundTrip: number, at: number}} newer
 * @param {{offset: number, roundTrip: number, at: number}} older
 */
function agree(newer, older) {
  return Math.abs(newer.offset - older.offset) <= newer.roundTrip / 2 + uncertainty(older, newer.at) + READING;
}
