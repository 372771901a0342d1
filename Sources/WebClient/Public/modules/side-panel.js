import { PartyEvent } from './party-event.js';
import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { ChatPanel } from './chat-panel.js';
import { PeoplePanel } from './people-panel.js';

/** @typedef {'chat' | 'people'} Side */

const TITLES = { chat: 'Chat', people: 'People' };

/**
 * What opens beside the stage: the chat, or the people. Also says what happens there while it is closed.
 * Events: `open` (Side | null), `unread` (how many texts came since the chat was last open), `reaction` (ChatEntry).
 */
export class SidePanel extends EventTarget {
  /** @type {Side | null} */ #open = null;
  #unread = 0;
  #off = new AbortController();
  #title = h('h2', { class: 'side-title' });
  #announcer; #panels;
  /** @type {HTMLElement | null} */ #opener = null;
  /** @type {HTMLElement} @readonly */ element;

  /** @param {{party: import('./party.js').Party, announcer: import('./announcer.js').Announcer}} options */
  constructor({ party, announcer }) {
    super();
    this.#announcer = announcer;
    this.#panels = { chat: new ChatPanel(party.chat), people: new PeoplePanel({ party, announcer }) };
    const close = h('button', { type: 'button', class: 'round quiet', 'aria-label': 'Close', title: 'Close (Esc)', on: { click: () => this.close() } }, icon('close'));
    this.element = h('aside', { class: 'side', hidden: true, 'aria-label': 'Chat and people' }, h('header', { class: 'side-head' }, this.#title, close),
      this.#panels.chat.element, this.#panels.people.element);
    this.element.addEventListener('keydown', (event) => { if (event.key === 'Escape') this.close(); });
    const { signal } = this.#off;
    party.chat.addEventListener('entry', (event) => this.#arrived(/** @type {any} */ (event).detail), { signal });
    party.rights.addEventListener('note', (event) => announcer.note(/** @type {any} */ (event).detail), { signal });
    party.rights.addEventListener('knock', (event) => this.#knocked(/** @type {any} */ (event).detail), { signal });
  }

  get side() {
    return this.#open;
  }

  /** @param {Side} side */
  toggle(side) {
    if (this.#open === side) return this.close();
    this.#opener = /** @type {HTMLElement | null} */ (this.#opener ?? this.element.ownerDocument.activeElement);
    this.#show(side);
    this.#panels[side].focus();
  }

  close() {
    this.#show(null);
    this.#opener?.focus();
    this.#opener = null;
  }

  destroy() {
    this.#off.abort();
    this.#panels.chat.destroy();
    this.#panels.people.destroy();
  }

  /** @param {Side | null} side */
  #show(side) {
    this.#open = side;
    this.element.hidden = side === null;
    for (const [name, panel] of Object.entries(this.#panels)) panel.element.hidden = name !== side;
    if (side) setText(this.#title, TITLES[side]);
    if (side === 'chat') this.#countUnread(0);
    this.dispatchEvent(new PartyEvent('open', side));
  }

  /** @param {import('./chat.js').ChatEntry} entry */
  #arrived(entry) {
    if (entry.kind === 'reaction') this.dispatchEvent(new PartyEvent('reaction', entry));
    // The open log is read out by itself.
    if (this.#open === 'chat' || entry.isOwn) return;
    if (entry.kind === 'chat') this.#countUnread(this.#unread + 1);
    this.#announcer.note(`${entry.name}: ${entry.text}`);
  }

  /** @param {import('./rights.js').Knock} knock */
  #knocked({ name }) {
    this.#announcer.note(`${name} knocks and would like to come in.`);
    if (this.#open === null) this.#show('people');
  }

  /** @param {number} count */
  #countUnread(count) {
    this.#unread = count;
    this.dispatchEvent(new PartyEvent('unread', count));
  }
}
