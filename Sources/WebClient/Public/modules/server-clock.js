/**
 * Estimates the server's clock from PING/PONG exchanges. The exchange with the shortest round trip says
 * most about the clock; it is trusted until it is `memory` exchanges old, so that drift is followed.
 */
export class ServerClock {
  /** @type {{offset: number, roundTrip: number}[]} */
  #samples = [];
  #memory;

  /** @param {{memory?: number}} options */
  constructor({ memory = 12 } = {}) {
    this.#memory = memory;
  }

  /**
   * All four are milliseconds; `sentAt` and `arrivedAt` on this client's clock, the others on the server's.
   * @param {{sentAt: number, received: number, sent: number, arrivedAt: number}} exchange
   */
  record({ sentAt, received, sent, arrivedAt }) {
    const roundTrip = arrivedAt - sentAt - (sent - received);
    if (!Number.isFinite(roundTrip) || roundTrip < 0) return;
    const offset = (received - sentAt + (sent - arrivedAt)) / 2;
    this.#samples.push({ offset, roundTrip });
    if (this.#samples.length > this.#memory) this.#samples.shift();
  }

  /**
   * The best recent round trip in milliseconds.
   * @returns {number | null}
   */
  get roundTrip() {
    return this.#best()?.roundTrip ?? null;
  }

  /**
   * Server time minus client time in milliseconds.
   * @returns {number | null}
   */
  get offset() {
    return this.#best()?.offset ?? null;
  }

  #best() {
    return this.#samples.reduce(
      (best, sample) => (best === null || sample.roundTrip <= best.roundTrip ? sample : best),
      /** @type {{offset: number, roundTrip: number} | null} */ (null));
  }
}
