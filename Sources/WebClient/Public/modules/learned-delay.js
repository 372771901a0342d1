const MEMORY = 5;

/** How long a player takes for something, from the last times it did it, within limits. Milliseconds. */
export class LearnedDelay {
  /** @type {number[]} */ #samples = [];
  #initial; #least; #most;

  /** @param {{initial: number, least: number, most: number}} options */
  constructor({ initial, least, most }) {
    this.#initial = initial;
    this.#least = least;
    this.#most = most;
  }

  /** @param {number} delay */
  record(delay) {
    if (!Number.isFinite(delay)) return;
    this.#samples.push(Math.min(this.#most, Math.max(this.#least, delay)));
    if (this.#samples.length > MEMORY) this.#samples.shift();
  }

  /** What it usually takes: the median. */
  get usual() {
    if (this.#samples.length === 0) return this.#initial;
    return [...this.#samples].sort((a, b) => a - b)[Math.floor(this.#samples.length / 2)];
  }

  /** What it seldom exceeds: of five the second longest, so that one bad moment of the computer does not hold up the next ones too. */
  get likely() {
    if (this.#samples.length === 0) return this.#initial;
    return [...this.#samples].sort((a, b) => a - b)[Math.round(0.75 * (this.#samples.length - 1))];
  }
}
