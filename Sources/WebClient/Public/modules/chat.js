import { PartyEvent } from './party-event.js';

/**
 * What people wrote, and the symbols they sent. Everything comes back from the server, one's own words too, so all
 * see the same order.
 *
 * @typedef {{kind: 'chat' | 'reaction', memberId: string, name: string, text: string, at: number, isOwn: boolean}} ChatEntry `at` is ms since 1970
 */

const MOST_ENTRIES = 500;
const DEFAULT_LENGTH = 1_000;

/** Events: `entry` (ChatEntry, just come), `reset` (all entries have changed). */
export class Chat extends EventTarget {
  /** @type {ChatEntry[]} */ #entries = [];
  /** The longest text the server takes. */
  length = DEFAULT_LENGTH;
  /** Of a server that has no chat it stays false. */
  isKnown = false;
  #sent = 0;
  #party;

  /** @param {import('./party.js').Party} party */
  constructor(party) {
    super();
    this.#party = party;
    party.signaling.addEventListener('WELCOME', (event) => this.#welcome(/** @type {any} */ (event).detail));
    for (const type of ['CHAT', 'REACTION']) party.signaling.addEventListener(type, (event) => this.#arrived(/** @type {any} */ (event).detail));
  }

  /** @returns {readonly ChatEntry[]} */
  get entries() {
    return this.#entries;
  }

  /** @param {string} text @returns {boolean} false when it is empty, too long, or there is no connection */
  say(text) {
    const trimmed = text.trim();
    if (trimmed === '' || [...trimmed].length > this.length) return false;
    return this.#party.signaling.send({ type: 'CHAT', id: this.#nextId(), text: trimmed });
  }

  /** @param {string} symbol */
  react(symbol) {
    return this.#party.signaling.send({ type: 'REACTION', text: symbol });
  }

  #nextId() {
    return `k${(this.#sent += 1)}`;
  }

  #welcome(/** @type {any} */ { history, limits, seat }) {
    this.isKnown = Array.isArray(history);
    if (Number.isFinite(limits?.chatLength)) this.length = limits.chatLength;
    // What was missed while away follows as messages of its own; otherwise the history is the whole truth.
    if (!seat?.complete) this.#entries = (Array.isArray(history) ? history : []).flatMap((message) => this.#entry(message) ?? []);
    this.dispatchEvent(new PartyEvent('reset'));
  }

  /** @param {any} message */
  #arrived(message) {
    const entry = this.#entry(message);
    if (!entry) return;
    this.#entries = [...this.#entries.slice(1 - MOST_ENTRIES), entry];
    this.dispatchEvent(new PartyEvent('entry', entry));
  }

  /** @param {any} message @returns {ChatEntry | null} */
  #entry({ type, memberId, name, text, at }) {
    if (typeof text !== 'string' || typeof name !== 'string') return null;
    return { kind: type === 'REACTION' ? 'reaction' : 'chat', memberId, name, text, at: Number.isFinite(at) ? at : Date.now(), isOwn: memberId === this.#party.memberId };
  }
}
