import { LearnedDelay } from './learned-delay.js';

/** Waiting a little at the right picture costs nothing; being late costs a correction. Milliseconds. */
const MARGIN = 60;

/** How long a player takes to seek and to start, learned from what it did. Milliseconds. */
export class PlayerPace {
  #seek = new LearnedDelay({ initial: 300, least: 30, most: 4_000 });
  /** Players start differently after a pause, with sound under way that is played at once, and after a seek. */
  #starts = {
    paused: new LearnedDelay({ initial: 0, least: -300, most: 400 }),
    sought: new LearnedDelay({ initial: 40, least: -300, most: 400 }),
  };

  /** @type {'paused' | 'sought'} what the player did last */
  before = 'sought';

  /** From being told to start until it would have had to move, had it moved at once. */
  get startDelay() {
    return this.#starts[this.before].usual;
  }

  /** How far ahead of the party a seek has to go, so that the player is there before the party. */
  get lead() {
    return this.#seek.likely + this.#starts.sought.usual + MARGIN;
  }

  /** @param {number} delay */
  noteSeek(delay) {
    this.#seek.record(delay);
  }

  /** @param {number} delay */
  noteStart(delay) {
    this.#starts[this.before].record(delay);
  }
}
