import { h, setText } from './dom.js';
import { icon } from './icons.js';

/** The symbols offered; the server takes any. */
const REACTIONS = [['👍', 'Thumbs up'], ['😂', 'Laughing'], ['❤️', 'Heart'], ['😮', 'Surprised'], ['😢', 'Crying'], ['👏', 'Applause'], ['🎉', 'Party'], ['🍿', 'Popcorn']];
/** Distance from the end, in px, at which the log still follows what comes. */
const NEAR_END = 60;

/** What was written, a field to write, and the reactions. Text of others is only ever text. */
export class ChatPanel {
  #chat; #log; #field; #left; #empty;
  #off = new AbortController();
  /** @type {HTMLElement} @readonly */ element;

  /** @param {import('./chat.js').Chat} chat */
  constructor(chat) {
    this.#chat = chat;
    // A log is read out as it grows, politely, and without its older lines.
    this.#log = h('ol', { class: 'chat-log', role: 'log', 'aria-label': 'Chat', tabindex: '0' });
    this.#empty = h('p', { class: 'side-empty', text: 'Nothing written yet. Say hello!' });
    this.#field = h('textarea', { class: 'chat-field', rows: '1', 'aria-label': 'Message to everyone', placeholder: 'Write to everyone', on: {
      keydown: (/** @type {KeyboardEvent} */ event) => this.#key(event), input: () => this.#fit() } });
    this.#left = h('span', { class: 'chat-left', role: 'status' });
    const send = h('button', { type: 'submit', class: 'round primary', 'aria-label': 'Send', title: 'Send (Enter)' }, icon('send'));
    this.element = h('section', { class: 'chat', 'aria-label': 'Chat' }, this.#empty, this.#log, this.#reactions(),
      h('form', { class: 'chat-form', on: { submit: (/** @type {Event} */ event) => { event.preventDefault(); this.#send(); } } }, this.#field, this.#left, send));
    const { signal } = this.#off;
    chat.addEventListener('entry', (event) => this.#append([/** @type {any} */ (event).detail]), { signal });
    chat.addEventListener('reset', () => this.#showAll(), { signal });
    this.#showAll();
  }

  focus() {
    this.#field.focus();
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  destroy() {
    this.#off.abort();
  }

  #reactions() {
    return h('div', { class: 'reactions', role: 'group', 'aria-label': 'React' }, ...REACTIONS.map(([symbol, name]) => (
      h('button', { type: 'button', class: 'reaction', 'aria-label': name, title: name, text: symbol, on: { click: () => this.#chat.react(symbol) } }))));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // Enter while an input method composes a character belongs to that.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    if (!this.#chat.say(this.#field.value)) return;
    this.#field.value = '';
    this.#fit();
  }

  #fit() {
    const left = this.#chat.length - [...this.#field.value.trim()].length;
    setText(this.#left, left < 100 ? String(left) : '');
    this.#field.toggleAttribute('aria-invalid', left < 0);
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight, 120)}px`;
  }

  #showAll() {
    this.#log.replaceChildren();
    this.#append(this.#chat.entries);
  }

  /** @param {readonly import('./chat.js').ChatEntry[]} entries */
  #append(entries) {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    const follows = scrollHeight - scrollTop - clientHeight < NEAR_END;
    for (const entry of entries) this.#log.append(line(entry));
    while (this.#log.childElementCount > this.#chat.entries.length) this.#log.firstElementChild?.remove();
    this.#empty.hidden = this.#log.childElementCount > 0;
    if (follows || entries.some((entry) => entry.isOwn)) this.#log.scrollTop = this.#log.scrollHeight;
  }
}

/** @param {import('./chat.js').ChatEntry} entry */
function line({ kind, name, text, at, isOwn }) {
  const time = new Date(at);
  return h('li', { class: `chat-line is-${kind}${isOwn ? ' is-own' : ''}` },
    h('span', { class: 'chat-name', text: isOwn ? 'You' : name }),
    h('time', { class: 'chat-time', datetime: time.toISOString(), text: time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }) }),
    h('span', { class: 'chat-text', dir: 'auto', text }));
}
