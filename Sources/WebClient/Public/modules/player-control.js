import { ExpectedEvents } from './expected-events.js';

/** @typedef {import('./film-player.js').FilmPlayer} FilmPlayer */

/** Does things to a player, and knows afterwards which of the player's events came of that, and which of its user. */
export class PlayerControl {
  #expected = new ExpectedEvents();
  #askedRate = 1;
  #takenRate = 1;
  #player; #refused;

  /** @param {FilmPlayer} player @param {() => void} refused the browser plays nothing before the user has clicked */
  constructor(player, refused) {
    this.#player = player;
    this.#refused = refused;
  }

  pause() {
    this.#expected.expect('pause');
    this.#player.pause();
  }

  play() {
    this.#expected.expect('play');
    this.#player.play().catch((/** @type {Error} */ error) => {
      // Any other failure, such as a pause that came first, is met by the next look at the player.
      if (error?.name !== 'NotAllowedError') return;
      this.#expected.drop('play');
      this.#refused();
    });
  }

  /** @param {number} position seconds */
  seek(position) {
    this.#expected.expectSeek(position);
    this.#player.seek(position);
  }

  /** @param {number} rate @returns {boolean} whether the player took it: some know a few rates only */
  setRate(rate) {
    if (Math.abs(rate - this.#askedRate) >= 1e-4) {
      this.#askedRate = rate;
      this.#player.setRate(rate);
      this.#takenRate = this.#player.rate;
    }
    return Math.abs(this.#takenRate - rate) < 0.005;
  }

  /** @param {'play' | 'pause'} type that the player tells @returns {boolean} whether it came of us */
  meet(type) {
    return this.#expected.meet(type);
  }

  /** @param {number} position that the player seeks to @returns {boolean} whether it came of us */
  meetSeek(position) {
    return this.#expected.meetSeek(position);
  }

  seekEnded() {
    this.#expected.seekEnded();
  }

  /**
   * The player told of a change of rate.
   * @returns {number | null} what its user chose; null when it came of us
   */
  chosenRate() {
    const { rate } = this.#player;
    if (Math.abs(rate - this.#takenRate) < 1e-3) return null;
    this.#askedRate = this.#takenRate = rate;
    return rate;
  }

  /** Another film: players begin at a rate of their own, and forget what they had still to tell. */
  reset() {
    this.#expected.clear();
    this.#askedRate = this.#takenRate = this.#player.rate;
  }
}
