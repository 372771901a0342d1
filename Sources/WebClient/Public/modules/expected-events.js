/** How far from its target a seek may land and still be the one that was asked for, in seconds. */
const LANDING = 1;

/**
 * Tells what a player does because we asked from what its user did. A player says `play`, `pause` and `seeking` for both;
 * what was asked is written down here first, and crossed off when it is heard of. There are no time limits: however long
 * a player takes, its event is still the one that was expected, and a user's is not.
 */
export class ExpectedEvents {
  /** @type {('play' | 'pause')[]} */ #switches = [];
  /** @type {number | null} */ #landing = null;

  /** @param {'play' | 'pause'} type */
  expect(type) {
    this.#switches.push(type);
  }

  /** @param {number} position where a seek shall end, in seconds */
  expectSeek(position) {
    this.#landing = position;
  }

  /**
   * Players tell events in order: what was expected before this one never comes any more.
   * @param {'play' | 'pause'} type @returns {boolean} whether we asked for it
   */
  meet(type) {
    const index = this.#switches.indexOf(type);
    this.#switches.splice(0, index + 1);
    return index >= 0;
  }

  /**
   * Of several seeks in a row a player may tell each, or the last one only; all of them point where the last one goes.
   * @param {number} position @returns {boolean} whether we asked for it
   */
  meetSeek(position) {
    return this.#landing !== null && Math.abs(position - this.#landing) <= LANDING;
  }

  /** The last seek has ended: from now on a seek to the same place is the user's. */
  seekEnded() {
    this.#landing = null;
  }

  /** @param {'play' | 'pause'} type the player refused to do it */
  drop(type) {
    const index = this.#switches.lastIndexOf(type);
    if (index >= 0) this.#switches.splice(index, 1);
  }

  /** Another film: a player forgets what it had still to tell. */
  clear() {
    this.#switches = [];
    this.#landing = null;
  }
}
