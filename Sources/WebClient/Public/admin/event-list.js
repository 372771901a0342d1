import { h } from '../modules/dom.js';
import { clockTime, filmTime } from './format.js';
import { GROUPS, describe, groupOf } from './record-words.js';

/**
 * Events as a list, with buttons that choose which kinds are shown.
 * @typedef {import('./record-words.js').AuditRecord} AuditRecord
 */
export class EventList {
  #isNewestFirst; #most;
  /** @type {Map<number, AuditRecord>} */ #records = new Map();
  /** @type {Map<string, string>} */ #names = new Map();
  /** @type {Set<string>} */ #hidden = new Set();
  #list = h('ol', { class: 'events' });
  #empty = h('p', { class: 'empty', text: 'Nothing of this kind.', hidden: true });
  /** @type {HTMLElement} @readonly */
  element = h('div', {}, h('div', { class: 'filters', role: 'group', 'aria-label': 'Which events' }, ...Object.entries(GROUPS).map(([group, text]) => this.#filter(group, text))), this.#list, this.#empty);

  /** @param {{isNewestFirst?: boolean, most?: number}} options */
  constructor({ isNewestFirst = false, most = Infinity } = {}) {
    this.#isNewestFirst = isNewestFirst;
    this.#most = most;
  }

  /** When the newest of them happened. @returns {number | null} */
  get newest() {
    return this.#sorted().at(-1)?.at ?? null;
  }

  get oldest() {
    return this.#sorted()[0]?.at ?? null;
  }

  get records() {
    return this.#sorted();
  }

  /** @param {AuditRecord[]} records those known already are passed over */
  add(records) {
    const fresh = records.filter(({ seq }) => !this.#records.has(seq));
    for (const record of fresh) {
      this.#records.set(record.seq, record);
      if (record.member && record.name) this.#names.set(record.member, record.name);
    }
    for (const { seq } of this.#sorted().slice(0, Math.max(0, this.#records.size - this.#most))) this.#records.delete(seq);
    if (fresh.length > 0) this.#show();
  }

  /** @param {string} id @param {string} name */
  learn(id, name) {
    this.#names.set(id, name);
  }

  clear() {
    this.#records.clear();
    this.#show();
  }

  /** @param {string} id */
  nameOf(id) {
    return this.#names.get(id) ?? id;
  }

  #sorted() {
    return [...this.#records.values()].sort((one, other) => one.at - other.at || one.seq - other.seq);
  }

  /** @param {string} group @param {string} text */
  #filter(group, text) {
    const button = h('button', { type: 'button', class: `filter is-${group}`, text, 'aria-pressed': 'true', on: { click: () => {
      const isShown = this.#hidden.delete(group);
      if (!isShown) this.#hidden.add(group);
      button.setAttribute('aria-pressed', String(isShown));
      this.#show();
    } } });
    return button;
  }

  #show() {
    const shown = this.#sorted().filter(({ kind }) => !this.#hidden.has(groupOf(kind)));
    if (this.#isNewestFirst) shown.reverse();
    this.#list.replaceChildren(...shown.map((record) => this.#line(record)));
    this.#empty.hidden = shown.length > 0;
  }

  /** @param {AuditRecord} record */
  #line(record) {
    const { who, what } = describe(record, (id) => this.nameOf(id));
    return h('li', { class: `event is-${groupOf(record.kind)}` },
      h('time', { class: 'event-time', datetime: new Date(record.at).toISOString(), text: clockTime(record.at) }),
      h('span', { class: 'event-film', text: record.filmSecond === undefined ? '' : filmTime(record.filmSecond, true), title: 'Where the film was' }),
      h('span', { class: 'event-text' }, who ? h('bdi', { class: 'event-who', text: who }) : null, who ? ' ' : null, h('span', { dir: 'auto', text: what })));
  }
}
