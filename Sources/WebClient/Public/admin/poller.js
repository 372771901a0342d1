const realTimers = {
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => /** @type {any} */ (setTimeout(run, ms)),
  clearTimeout: (/** @type {any} */ id) => clearTimeout(id),
};

/** Does something again and again: each time a while after it was done, less often while it fails, not at all while nobody looks. */
export class Poller {
  /** @type {any} */ #timer = null;
  #isRunning = false;
  #isStopped = false;
  #failures = 0;
  #work; #failed; #interval; #longest; #timers; #isHidden;

  /**
   * @param {{work: () => Promise<void>, failed?: (error: unknown) => void, interval?: number, longest?: number,
   *   timers?: typeof realTimers, isHidden?: () => boolean}} options milliseconds
   */
  constructor({ work, failed = () => {}, interval = 2_000, longest = 16_000, timers = realTimers, isHidden = () => false }) {
    this.#work = work;
    this.#failed = failed;
    this.#interval = interval;
    this.#longest = longest;
    this.#timers = timers;
    this.#isHidden = isHidden;
  }

  /** At once, and from then on. Also when somebody looks again. */
  async hurry() {
    if (this.#isRunning || this.#isStopped) return;
    this.#timers.clearTimeout(this.#timer);
    this.#isRunning = true;
    try {
      await this.#work();
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (!this.#isStopped) this.#failed(error);
    }
    this.#isRunning = false;
    if (this.#isStopped || this.#isHidden()) return;
    this.#timer = this.#timers.setTimeout(() => this.hurry(), Math.min(this.#longest, this.#interval * 2 ** Math.min(this.#failures, 8)));
  }

  stop() {
    this.#isStopped = true;
    this.#timers.clearTimeout(this.#timer);
  }
}
