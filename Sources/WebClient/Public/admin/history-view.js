import { h, setText } from '../modules/dom.js';
import { dayAndTime, duration } from './format.js';
import { cell, emptyNote, table } from './parts.js';
import { endingText } from './record-words.js';
import { dayStart, hashOf } from './routes.js';

const COLUMNS = ['Began', 'Room', 'Lasted', 'People', 'Who', 'Ended'];
const PAGE = 50;

/** Parties of the past, and those that go on: the latest first. */
export class HistoryView {
  #api; #filter;
  /** @type {Map<string, any>} */ #sessions = new Map();
  #heading = h('h1', { tabindex: -1, text: 'History' });
  #body = h('tbody', {});
  #table = table('Parties, the latest first', COLUMNS, this.#body);
  #empty = emptyNote('No party was found.');
  #earlier = h('button', { type: 'button', class: 'button', text: 'Earlier parties', hidden: true, on: { click: () => this.#more() } });
  #fields = { room: field('Room', 'text'), member: field('Name of a member', 'text'), since: field('From', 'date'), until: field('To', 'date') };
  #error = h('p', { class: 'field-error', role: 'alert' });
  /** @type {HTMLElement} @readonly */
  element = h('main', { class: 'view' }, h('header', { class: 'view-head' }, this.#heading),
    h('form', { class: 'search', role: 'search', on: { submit: (/** @type {SubmitEvent} */ event) => this.#search(event) } },
      ...Object.values(this.#fields).map(({ element }) => element), h('button', { type: 'submit', class: 'button primary', text: 'Search' })),
    this.#error, this.#table, this.#empty, h('p', { class: 'more' }, this.#earlier));
  title = 'History';

  /** @param {{api: import('./api.js').AdminAPI, filter: import('./routes.js').HistoryFilter}} options */
  constructor({ api, filter }) {
    this.#api = api;
    this.#filter = filter;
    for (const [name, { input }] of Object.entries(this.#fields)) input.value = /** @type {any} */ (filter)[name] ?? '';
    this.#table.hidden = true;
    this.#empty.hidden = true;
  }

  /** Parties that go on are read again; what was loaded further back stays. */
  async refresh() {
    const isFirst = this.#sessions.size === 0;
    const more = await this.#load(dayStart(this.#filter.until, 1));
    if (isFirst) this.#earlier.hidden = !more;
  }

  focus() {
    this.#heading.focus();
  }

  destroy() {}

  /**
   * @param {number | null} until
   * @returns {Promise<boolean>} whether there are earlier ones
   */
  async #load(until) {
    const { room, member, since } = this.#filter;
    let hasMore = false;
    try {
      const { sessions, more } = await this.#api.sessions({ room, member, since: dayStart(since), until, limit: PAGE });
      for (const session of sessions) this.#sessions.set(session.session, session);
      hasMore = more;
      setText(this.#error, '');
    } catch (error) {
      if (/** @type {any} */ (error).status === 401 || /** @type {any} */ (error).status === 0) throw error;
      setText(this.#error, /** @type {Error} */ (error).message);
    }
    this.#show();
    return hasMore;
  }

  async #more() {
    const oldest = Math.min(...[...this.#sessions.values()].map(({ opened }) => opened));
    this.#earlier.hidden = !(await this.#load(oldest));
  }

  #show() {
    const sessions = [...this.#sessions.values()].sort((one, other) => other.opened - one.opened);
    this.#table.hidden = sessions.length === 0;
    this.#empty.hidden = sessions.length > 0 || this.#error.textContent !== '';
    this.#body.replaceChildren(...sessions.map(row));
  }

  /** @param {SubmitEvent} event */
  #search(event) {
    event.preventDefault();
    /** @type {Record<string, string>} */
    const filter = {};
    for (const [name, { input }] of Object.entries(this.#fields)) if (input.value.trim()) filter[name] = input.value.trim();
    location.hash = hashOf({ view: 'history', filter });
  }
}

/** @param {string} label @param {string} type */
function field(label, type) {
  const input = h('input', { type, maxlength: type === 'text' ? 64 : null, autocomplete: 'off' });
  return { element: h('label', { class: 'field' }, h('span', { class: 'field-label', text: label }), input), input };
}

/** @param {any} session */
function row({ session, room, opened, closed, reason, members, names }) {
  const others = members - names.length;
  return h('tr', {},
    h('th', { scope: 'row' }, h('a', { class: 'row-link', href: hashOf({ view: 'session', id: session }), text: dayAndTime(opened) })),
    cell('Room', h('bdi', { text: room })), cell('Lasted', h('span', { class: 'number', text: closed === undefined ? 'goes on' : duration(closed - opened) })),
    cell('People', h('span', { class: 'number', text: String(members) })),
    cell('Who', h('span', { class: 'row-names', dir: 'auto', text: names.join(', ') + (others > 0 ? ` and ${others} more` : '') })),
    cell('Ended', closed === undefined ? '' : endingText(reason)));
}
