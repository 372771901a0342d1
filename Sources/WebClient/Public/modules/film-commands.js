import { realTimers } from './wake-timer.js';

/** An answer takes a round trip; after this long there will be none, and the timeline holds. Milliseconds. */
const PATIENCE = 3_000;

/**
 * What the user wants of the film, on its way to the server. The answer is a TIMELINE with the command's id, or an ERROR that names its type.
 * @typedef {{type: string} & Record<string, any>} Command
 */
export class FilmCommands {
  /** @type {{id: string, type: string, deadline: number, doneByPlayer: boolean} | null} */ #pending = null;
  #count = 0;
  #send; #timers; #prefix;

  /** @param {{send: (message: Command) => unknown, timers?: import('./wake-timer.js').Timers, prefix?: string}} options `prefix` makes the ids unlike those of others */
  constructor({ send, timers = realTimers, prefix = Math.random().toString(36).slice(2, 8) }) {
    this.#send = send;
    this.#timers = timers;
    this.#prefix = prefix;
  }

  /**
   * @param {Command} command @param {boolean} [doneByPlayer] the user used the player's own controls: it has done it already
   * @returns {boolean} false when there is no connection to send it on
   */
  issue(command, doneByPlayer = false) {
    this.#count += 1;
    const id = `${this.#prefix}-${this.#count}`;
    if (this.#send({ ...command, id }) === false) return false;
    this.#pending = { id, type: command.type, deadline: this.#timers.now() + PATIENCE, doneByPlayer };
    return true;
  }

  /** @param {string | null} id of the command that an answer is about @returns {boolean} whether that is the one on its way */
  settle(id) {
    if (!this.#pending || this.#pending.id !== id) return false;
    this.#pending = null;
    return true;
  }

  /** @param {string | undefined} type that an ERROR is about @returns {boolean} whether that is the one on its way */
  refuse(type) {
    return this.#pending !== null && this.#pending.type === type && this.settle(this.#pending.id);
  }

  clear() {
    this.#pending = null;
  }

  get isPending() {
    if (this.#pending && this.#timers.now() > this.#pending.deadline) this.#pending = null;
    return this.#pending !== null;
  }

  /** The player is to be left as its user put it until the answer is there. */
  get holdsPlayer() {
    return this.isPending && (this.#pending?.doneByPlayer ?? false);
  }
}
