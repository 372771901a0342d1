import { h, setText } from '../modules/dom.js';
import { confirmed } from './confirm.js';
import { EventList } from './event-list.js';
import { bitrate, counted, filmTime, filmTitle, milliseconds } from './format.js';
import { Keyed } from './keyed.js';
import { marksOf } from './live-view.js';
import { MemberRow } from './member-row.js';
import { emptyNote, table } from './parts.js';
import { hashOf } from './routes.js';
import { Series } from './series.js';
import { Trend } from './trend.js';

const COLUMNS = ['Member', 'Path', 'Round trip', 'Sends', 'Receives', 'Loss', 'Film off by', 'Here for', 'Actions'];
/** Events are read less often than the room, and only the new ones. */
const EVENTS_EVERY = 4;
const MOST_EVENTS = 200;
/** Between two samples of the history, in milliseconds. */
const MEASURED_EVERY = 10_000;

/** One room that goes on: its members, how good it is for each, and what happens. */
export class RoomView {
  #api; #id; #announce; #told;
  #series = new Series();
  #rounds = 0;
  #hasHistory = true;
  /** @type {string | null} */ #session = null;
  #heading = h('h1', { tabindex: -1, dir: 'auto' });
  #marks = h('span', { class: 'row-marks' });
  #film = h('p', { class: 'film-line', dir: 'auto' });
  #past = h('a', { class: 'button small', text: 'Timeline', hidden: true });
  #close = h('button', { type: 'button', class: 'button small danger', text: 'Close room', on: { click: () => this.#closeRoom() } });
  #traffic = new Trend({ label: 'Bitrate of the room', format: bitrate, height: 90, least: 100, isLarge: true });
  #sync = new Trend({ label: 'How far the film is off', format: milliseconds, height: 90, least: 40, isLarge: true });
  #body = h('tbody', {});
  #rows = new Keyed({ container: this.#body, key: (/** @type {any} */ member) => member.id, create: () => new MemberRow(this.#series, (member) => this.#kick(member)) });
  #more = h('p', { class: 'note', hidden: true });
  #events = new EventList({ isNewestFirst: true, most: MOST_EVENTS });
  #eventsPart = h('section', { class: 'card', hidden: true }, h('h2', { text: 'What happened' }), this.#events.element);
  #ended = emptyNote('');
  #parts = h('div', { class: 'parts' },
    h('div', { class: 'charts' },
      chart('Bitrate', [['in', 'from members'], ['out', 'to members']], this.#traffic), chart('Film off by (p95 of the last minute)', [['sync', 'worst member']], this.#sync)),
    table('Members, in the order they came', COLUMNS, this.#body), this.#more, this.#eventsPart);
  /** @type {HTMLElement} @readonly */
  element = h('main', { class: 'view' },
    h('header', { class: 'view-head' }, h('div', { class: 'view-title' }, this.#heading, this.#marks), h('div', { class: 'view-actions' }, this.#past, this.#close)),
    this.#film, this.#parts, this.#ended);
  title;

  /**
   * @param {{api: import('./api.js').AdminAPI, id: string, announce: (text: string) => void, told: (server: any) => void}} options
   */
  constructor({ api, id, announce, told }) {
    this.#api = api;
    this.#id = id;
    this.#announce = announce;
    this.#told = told;
    this.title = id;
    setText(this.#heading, id);
    this.#ended.hidden = true;
  }

  async refresh() {
    try {
      await this.#show(await this.#api.room(this.#id));
    } catch (error) {
      if (/** @type {any} */ (error).status !== 404) throw error;
      this.#showEnd();
    }
    this.#rounds += 1;
  }

  focus() {
    this.#heading.focus();
  }

  destroy() {}

  /** @param {any} answer */
  async #show({ time, room, omitted }) {
    this.#told({ time });
    if (room.session && room.session !== this.#session) await this.#begin(room.session, time);
    this.#remember(room, time);
    this.#parts.hidden = false;
    this.#ended.hidden = true;
    this.#close.hidden = false;
    this.#marks.replaceChildren(...marksOf({ locked: room.locked, knocking: room.knocking }), ...viewersMark(room));
    setText(this.#film, filmLine(room));
    this.#draw(room, time);
    this.#more.hidden = omitted === 0;
    setText(this.#more, `${counted(omitted, 'more member is', 'more members are')} not listed.`);
    this.#rows.update(room.members.map((/** @type {any} */ member) => ({ ...member, now: time })));
    if (this.#hasHistory && this.#session && this.#rounds % EVENTS_EVERY === 0) await this.#readEvents(this.#session);
  }

  /**
   * Members' curves begin with what the history knows.
   * @param {string} session @param {number} time
   */
  async #begin(session, time) {
    this.#session = session;
    this.#past.setAttribute('href', hashOf({ view: 'session', id: session }));
    this.#events.clear();
    this.#rounds = 0;
    try {
      const { members } = await this.#api.quality(session, { since: Math.round(time - this.#series.span), limit: 120 });
      for (const [id, points] of Object.entries(members)) this.#prepend(id, points);
      this.#prependTotals(Object.values(members));
      this.#past.hidden = false;
      this.#eventsPart.hidden = false;
    } catch (error) {
      if (/** @type {any} */ (error).status === 401) throw error;
      this.#hasHistory = false;
    }
  }

  /** @param {string} id @param {any[]} points */
  #prepend(id, points) {
    const of = (/** @type {(point: any) => number | undefined} */ value) => points.flatMap((point) => {
      const known = value(point);
      return known === undefined ? [] : [{ at: point.at, value: known }];
    });
    this.#series.prepend(`in:${id}`, of(({ bitsIn }) => bitsIn / 1000));
    this.#series.prepend(`out:${id}`, of(({ bitsOut }) => bitsOut / 1000));
    this.#series.prepend(`sync:${id}`, of(({ syncErrorP95 }) => syncErrorP95));
  }

  /**
   * Members are measured one after the other, but in the same moment.
   * @param {any[][]} members
   */
  #prependTotals(members) {
    /** @type {Map<number, {at: number, in: number, out: number, sync: number}>} */
    const sums = new Map();
    for (const { at, bitsIn, bitsOut, syncErrorP95 = 0 } of members.flat()) {
      const moment = Math.round(at / MEASURED_EVERY);
      const sum = sums.get(moment) ?? { at, in: 0, out: 0, sync: 0 };
      sums.set(moment, { at: sum.at, in: sum.in + bitsIn / 1000, out: sum.out + bitsOut / 1000, sync: Math.max(sum.sync, syncErrorP95) });
    }
    const all = [...sums.values()].sort((one, other) => one.at - other.at);
    for (const kind of /** @type {const} */ (['in', 'out', 'sync'])) this.#series.prepend(kind, all.map((sum) => ({ at: sum.at, value: sum[kind] })).filter(({ value }) => kind !== 'sync' || value > 0));
  }

  /** @param {string} session */
  async #readEvents(session) {
    const { events } = await this.#api.timeline(session, { since: this.#events.newest, limit: MOST_EVENTS });
    this.#events.add(events);
  }

  /** @param {any} room @param {number} time */
  #remember({ members }, time) {
    const sum = (/** @type {string} */ key) => members.reduce((/** @type {number} */ all, /** @type {any} */ member) => all + (member[key] ?? 0), 0);
    const errors = members.map((/** @type {any} */ member) => member.syncErrorP95).filter((/** @type {any} */ value) => value !== undefined);
    this.#series.add('in', time, sum('bitrateIn'));
    this.#series.add('out', time, sum('bitrateOut'));
    this.#series.add('sync', time, errors.length > 0 ? Math.max(...errors) : null);
    for (const { id, bitrateIn, bitrateOut, syncErrorP95 } of members) {
      this.#series.add(`in:${id}`, time, bitrateIn);
      this.#series.add(`out:${id}`, time, bitrateOut);
      this.#series.add(`sync:${id}`, time, syncErrorP95);
    }
    const known = new Set(members.map((/** @type {any} */ member) => member.id));
    this.#series.retain((name) => !name.includes(':') || known.has(name.slice(name.indexOf(':') + 1)));
  }

  /** @param {any} room @param {number} time */
  #draw(room, time) {
    const range = { from: time - this.#series.span, to: time };
    const line = (/** @type {string} */ kind, /** @type {string} */ name) => ({ points: this.#series.get(kind), name, kind });
    this.#traffic.update([line('in', 'from members'), line('out', 'to members')], range);
    this.#sync.update([line('sync', 'worst member')], range);
  }

  #showEnd() {
    this.#parts.hidden = true;
    this.#close.hidden = true;
    this.#ended.hidden = false;
    setText(this.#ended, this.#session ? 'This party has ended. Its timeline is kept.' : 'There is no such party, or it has ended.');
  }

  // What the operator does

  /** @param {any} member */
  async #kick({ id, name }) {
    const question = { title: `Remove ${name}?`, text: `${name} leaves ${this.#id} at once and cannot come back with the same seat or personal invitation.`, action: 'Remove' };
    if (await confirmed(question)) await this.#act(() => this.#api.kick(this.#id, id), `${name} was removed.`);
  }

  async #closeRoom() {
    const question = { title: `Close ${this.#id}?`, text: 'Everybody is sent away, and nobody comes in for a minute.', action: 'Close room' };
    if (await confirmed(question)) await this.#act(() => this.#api.closeRoom(this.#id), `${this.#id} was closed.`);
  }

  /** @param {() => Promise<void>} work @param {string} done */
  async #act(work, done) {
    try {
      await work();
      this.#announce(done);
      this.#rounds = 0;
      await this.refresh();
    } catch (error) {
      this.#announce(/** @type {Error} */ (error).message);
    }
  }
}

/** @param {string} title @param {string[][]} keys @param {Trend} trend */
function chart(title, keys, trend) {
  return h('figure', { class: 'card chart' },
    h('figcaption', {}, h('span', { text: title }), h('span', { class: 'chart-keys' }, ...keys.map(([kind, text]) => h('span', { class: `chart-key is-${kind}`, text })))),
    trend.element, h('div', { class: 'chart-axis', 'aria-hidden': 'true' }, h('span', { text: '5 minutes ago' }), h('span', { text: 'now' })));
}

/** @param {any} room */
function viewersMark({ viewers }) {
  return viewers > 0 ? [h('span', { class: 'mark', text: counted(viewers, 'viewer') })] : [];
}

/** @param {any} room */
function filmLine(room) {
  if (!room.film) return 'No film yet';
  const length = room.film.duration ? ` of ${filmTime(room.film.duration)}` : '';
  const state = room.held ? 'waiting for somebody' : room.playing ? 'playing' : 'paused';
  return `${filmTitle(room.film)} · ${state} at ${filmTime(room.position)}${length}${room.rate === 1 ? '' : ` · speed ${room.rate}`}`;
}
