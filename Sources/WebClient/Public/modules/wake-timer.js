/** @typedef {{setTimeout: (run: () => void, ms: number) => any, clearTimeout: (id: any) => void, now: () => number}} Timers */

/** @type {Timers} */
export const realTimers = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (id) => clearTimeout(id),
  now: () => performance.now(),
};

/** One alarm for whatever comes first. */
export class WakeTimer {
  /** @type {any} */ #timer = null;
  #due = Infinity;
  #timers; #run;

  /** @param {Timers} timers @param {() => void} run */
  constructor(timers, run) {
    this.#timers = timers;
    this.#run = run;
  }

  /** @param {number} ms */
  within(ms) {
    const due = this.#timers.now() + Math.max(0, ms);
    if (due >= this.#due) return;
    this.cancel();
    this.#due = due;
    this.#timer = this.#timers.setTimeout(() => this.#ring(), Math.max(0, ms));
  }

  cancel() {
    this.#timers.clearTimeout(this.#timer);
    this.#due = Infinity;
  }

  #ring() {
    this.#due = Infinity;
    this.#run();
  }
}
