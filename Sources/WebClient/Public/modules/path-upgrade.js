/**
 * Finds the way back to UDP for a connection that makes a detour.
 *
 * Browsers forget a pair of addresses that nobody has answered for a quarter of a minute, so a firewall that opens later
 * goes unnoticed until ICE begins anew. Whether that may help is asked of the relay first, by UDP, which the party does not
 * notice; where there is no such relay, beginning anew is the question itself, and is asked more rarely. Now and then that is
 * done although the relay is silent: it may be the relay that is out of order.
 *
 * @typedef {import('./paths.js').PathKind} PathKind
 */

/** In ms: before the first question; the longest between two; the longest after a new beginning that changed nothing. */
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 60_000;
const LONGEST_PAUSE_IN_VAIN = 600_000;
const GROWTH = 1.5;
const GROWTH_IN_VAIN = 3;
const QUESTIONS_UNTIL_ANYWAY = 6;

export class PathUpgrade {
  /** @type {any} */ #timer = null;
  #pause = FIRST_PAUSE;
  #unanswered = 0;
  #isDirect = false;
  #isOver = false;
  #beginAnew; #canReachByUDP; #timers;

  /**
   * @param {{beginAnew: () => void, canReachByUDP: () => Promise<boolean | null>,
   *   timers?: Pick<import('./signaling.js').Timers, 'setTimeout' | 'clearTimeout'>}} options `canReachByUDP` resolves with null when nobody can say
   */
  constructor({ beginAnew, canReachByUDP, timers = { setTimeout: (run, ms) => setTimeout(run, ms), clearTimeout: (id) => clearTimeout(id) } }) {
    this.#beginAnew = beginAnew;
    this.#canReachByUDP = canReachByUDP;
    this.#timers = timers;
  }

  /** @param {PathKind} kind the path in use now */
  pathIs(kind) {
    this.#isDirect = kind === 'udp';
    if (!this.#isDirect) return this.#askLater();
    this.#timers.clearTimeout(this.#timer);
    this.#timer = null;
    this.#pause = FIRST_PAUSE;
    this.#unanswered = 0;
  }

  stop() {
    this.#isOver = true;
    this.#timers.clearTimeout(this.#timer);
  }

  #askLater() {
    if (this.#isOver || this.#isDirect) return;
    this.#timer ??= this.#timers.setTimeout(() => this.#ask(), this.#pause);
  }

  async #ask() {
    const answer = await this.#canReachByUDP().catch(() => false);
    this.#timer = null;
    if (this.#isOver || this.#isDirect) return;
    if (answer === false && (this.#unanswered += 1) % QUESTIONS_UNTIL_ANYWAY !== 0) {
      this.#pause = Math.min(this.#pause * GROWTH, LONGEST_PAUSE);
    } else {
      this.#pause = Math.min(this.#pause * GROWTH_IN_VAIN, LONGEST_PAUSE_IN_VAIN);
      this.#beginAnew();
    }
    this.#askLater();
  }
}
