/**
 * What was seen of values over the last while, for charts: bounded in time, in points and in names.
 *
 * @typedef {{at: number, value: number}} Point
 */
export class Series {
  /** @type {Map<string, Point[]>} */
  #points = new Map();
  #span;
  #most;

  /** @param {{span?: number, most?: number}} options milliseconds kept, and points of each name */
  constructor({ span = 300_000, most = 300 } = {}) {
    this.#span = span;
    this.#most = most;
  }

  get span() {
    return this.#span;
  }

  /**
   * @param {string} name @param {number} at milliseconds @param {number | null | undefined} value what is not known leaves a gap
   */
  add(name, at, value) {
    if (typeof value !== 'number' || !Number.isFinite(value)) return;
    const points = this.#points.get(name) ?? [];
    if (points.length > 0 && at <= points[points.length - 1].at) return;
    points.push({ at, value });
    while (points.length > this.#most || points[0].at < at - this.#span) points.shift();
    this.#points.set(name, points);
  }

  /**
   * What was measured before anybody looked.
   * @param {string} name @param {Point[]} points in the order of their time
   */
  prepend(name, points) {
    const known = this.#points.get(name) ?? [];
    const first = known[0]?.at ?? Infinity;
    const all = [...points.filter(({ at }) => at < first), ...known];
    this.#points.set(name, all.slice(-this.#most));
  }

  /** @param {string} name @returns {Point[]} */
  get(name) {
    return this.#points.get(name) ?? [];
  }

  /** @param {(name: string) => boolean} isWanted forgets the others */
  retain(isWanted) {
    for (const name of this.#points.keys()) if (!isWanted(name)) this.#points.delete(name);
  }
}
