import { h, setText } from '../modules/dom.js';
import { bitrate, duration, milliseconds, percent } from './format.js';
import { cell, pathMark } from './parts.js';
import { Trend } from './trend.js';

const CLIENTS = /** @type {Record<string, string>} */ ({ page: '', whip: 'publishes by WHIP', 'first-extension': 'first extension' });
const ROLES = /** @type {Record<string, string>} */ ({ host: 'Host', deputy: 'Deputy' });

/** A member of a room in a line. */
export class MemberRow {
  #series;
  /** @type {any} */ #member = null;
  #name = h('span', { class: 'row-name', dir: 'auto' });
  #role = h('span', { class: 'badge', hidden: true });
  #detail = h('span', { class: 'row-detail' });
  #path = h('span', { class: 'row-marks' });
  #why = h('span', { class: 'row-detail' });
  #roundTrip = h('span', { class: 'number' });
  #in = h('span', { class: 'number' });
  #out = h('span', { class: 'number' });
  #loss = h('span', { class: 'number' });
  #sync = h('span', { class: 'number' });
  #here = h('span', { class: 'number' });
  #kick;
  #trends = { in: new Trend({ label: 'Sends', format: bitrate, least: 100 }), out: new Trend({ label: 'Receives', format: bitrate, least: 100 }), sync: new Trend({ label: 'Film off by', format: milliseconds, least: 40 }) };
  /** @type {HTMLElement} @readonly */
  element;

  /** @param {import('./series.js').Series} series @param {(member: any) => void} kick */
  constructor(series, kick) {
    this.#series = series;
    this.#kick = h('button', { type: 'button', class: 'button small danger', on: { click: () => kick(this.#member) } }, 'Remove');
    this.element = h('tr', {}, h('th', { scope: 'row' }, this.#name, this.#role, this.#detail), cell('Path', this.#path, this.#why), cell('Round trip', this.#roundTrip),
      cell('Sends', this.#in, this.#trends.in.element), cell('Receives', this.#out, this.#trends.out.element), cell('Loss', this.#loss),
      cell('Film off by', this.#sync, this.#trends.sync.element), cell('Here for', this.#here), cell('', this.#kick));
  }

  /** @param {any} member */
  update(member) {
    this.#member = member;
    this.element.classList.toggle('is-away', member.away);
    setText(this.#name, member.name);
    this.#role.hidden = !ROLES[member.role];
    setText(this.#role, ROLES[member.role] ?? '');
    setText(this.#detail, [member.away ? 'away, the seat is kept' : '', CLIENTS[member.client] ?? member.client].filter(Boolean).join(' · '));
    this.#showPath(member);
    setText(this.#roundTrip, milliseconds(member.roundTrip));
    setText(this.#in, bitrate(member.bitrateIn));
    setText(this.#out, bitrate(member.bitrateOut));
    setText(this.#loss, percent(member.loss));
    setText(this.#sync, member.syncErrorP95 === undefined ? '–' : `${Math.round(member.syncErrorP50)} / ${milliseconds(member.syncErrorP95)}`);
    setText(this.#here, duration(member.now - member.joinedAt));
    this.#kick.setAttribute('aria-label', `Remove ${member.name}`);
    this.#draw(member);
  }

  /** @param {any} member */
  #showPath({ path, detour }) {
    const shown = path ?? 'none';
    if (this.#path.dataset.path !== shown) this.#path.replaceChildren(pathMark(shown));
    this.#path.dataset.path = shown;
    setText(this.#why, detour ? detour.replaceAll('-', ' ') : '');
  }

  /** @param {any} member */
  #draw({ id, now }) {
    const range = { from: now - this.#series.span, to: now };
        for (const kind of /** @type {const} */ (['in', 'out', 'sync'])) {
      this.#trends[kind].update([{ points: this.#series.get(`${kind}:${id}`), name: '', kind }], range);
    }
  }
}
