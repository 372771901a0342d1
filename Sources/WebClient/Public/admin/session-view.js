import { h, setText } from '../modules/dom.js';
import { EventList } from './event-list.js';
import { bytes, clockTime, counted, dayAndTime, duration, milliseconds } from './format.js';
import { areaPath, niceCeiling } from './geometry.js';
import { filmLane, memberLanes } from './lanes.js';
import { lanesChart } from './lanes-chart.js';
import { cell, emptyNote, pathMark, table } from './parts.js';
import { endingText } from './record-words.js';
import { hashOf } from './routes.js';
import { s } from './svg.js';
import { Trend } from './trend.js';

const COLUMNS = ['Member', 'Came', 'Stayed', 'Paths', 'Bitrate', 'Film off by', 'Sent', 'Received', 'Loss', 'Round trip', 'Freezes'];
const EVENTS = 2000;

/** One party from its beginning to its end: who was there, what happened, how good it was for each. */
export class SessionView {
  #api; #id;
  #heading = h('h1', { tabindex: -1, dir: 'auto', text: 'A party' });
  #facts = h('p', { class: 'film-line' });
  #live = h('a', { class: 'button small', text: 'It goes on: look at it now', hidden: true });
  #chart = h('div', { class: 'chart-place' });
  #body = h('tbody', {});
  #events = new EventList();
  #earlier = h('button', { type: 'button', class: 'button small', text: 'Earlier events', hidden: true, on: { click: () => this.#loadEarlier() } });
  #missing = emptyNote('');
  #parts = h('div', { class: 'parts', hidden: true },
    h('section', { class: 'card' }, h('h2', { text: 'Timeline' }), this.#chart, legend()),
    table('Members, in the order they came', COLUMNS, this.#body),
    h('section', { class: 'card' }, h('h2', { text: 'Events' }), this.#earlier, this.#events.element));
  /** @type {HTMLElement} @readonly */
  element = h('main', { class: 'view' }, h('header', { class: 'view-head' }, h('div', { class: 'view-title' }, this.#heading), h('div', { class: 'view-actions' }, this.#live)),
    this.#facts, this.#parts, this.#missing);
  title = 'A party';
  /** Times of the server and of this page differ; the server's count. */
  #now = () => Date.now();

  /** @param {{api: import('./api.js').AdminAPI, id: string}} options */
  constructor({ api, id }) {
    this.#api = api;
    this.#id = id;
    this.#missing.hidden = true;
  }

  async refresh() {
    try {
      const { session, members } = await this.#api.session(this.#id);
      const part = await this.#api.timeline(this.#id, { since: this.#events.newest, limit: EVENTS });
      if (this.#events.newest === null) this.#earlier.hidden = !part.more;
      const curves = await this.#api.quality(this.#id);
      for (const { member, name } of members) if (name) this.#events.learn(member, name);
      this.#events.add(part.events);
      this.#show(session, members, curves.members);
      // What is over does not change.
      return session.closed === undefined;
    } catch (error) {
      if (/** @type {any} */ (error).status !== 404) throw error;
      this.#missing.hidden = false;
      setText(this.#missing, /** @type {Error} */ (error).message);
      return false;
    }
  }

  focus() {
    this.#heading.focus();
  }

  destroy() {}

  async #loadEarlier() {
    const { events, more } = await this.#api.timeline(this.#id, { until: this.#events.oldest, limit: EVENTS });
    this.#events.add(events);
    this.#earlier.hidden = !more || events.length === 0;
    await this.refresh();
  }

  /** @param {any} session @param {any[]} members @param {Record<string, any[]>} curves */
  #show(session, members, curves) {
    this.title = session.room;
    const end = session.closed ?? Math.max(this.#now(), session.opened + 1000);
    const range = { from: session.opened, to: Math.max(end, session.opened + 1000) };
    setText(this.#heading, session.room);
    setText(this.#facts, [dayAndTime(session.opened), session.closed === undefined ? 'goes on' : `lasted ${duration(session.closed - session.opened)}`,
      counted(session.members, 'member'), session.closed === undefined ? '' : endingText(session.reason)].filter(Boolean).join(' · '));
    this.#live.hidden = session.closed !== undefined;
    this.#live.setAttribute('href', hashOf({ view: 'room', id: session.room }));
    this.#parts.hidden = false;
    const lanes = [filmLane(this.#events.records, end), ...memberLanes(members, this.#events.records, end)];
    this.#chart.replaceChildren(lanesChart({ lanes, range, nameOf: (id) => this.#events.nameOf(id), curves: backdrops(curves, range) }));
    this.#body.replaceChildren(...members.map((member) => row(member, curves[member.member] ?? [], range)));
  }
}

/**
 * What each member received, as a shadow behind the lane.
 * @param {Record<string, any[]>} curves @param {import('./geometry.js').Range} range
 */
function backdrops(curves, range) {
  const all = Object.entries(curves).map(([id, points]) => /** @type {const} */ ([id, points.map(({ at, bitsOut }) => ({ at, value: bitsOut }))]));
  const top = niceCeiling(Math.max(1, ...all.flatMap(([, points]) => points.map(({ value }) => value))));
  return new Map(all.map(([id, points]) => {
    const path = s('path', { class: 'backdrop', d: areaPath(points, { range, top, width: 1000, height: 26, gap: gapOf(points) }) });
    return [id, s('svg', { viewBox: '0 0 1000 26', preserveAspectRatio: 'none', width: '100%', height: 26 }, path)];
  }));
}

/**
 * Long parties have few points, far apart.
 * @param {{at: number}[]} points
 */
function gapOf(points) {
  const steps = points.slice(1).map(({ at }, index) => at - points[index].at).sort((one, other) => one - other);
  return Math.max(35_000, 3 * (steps[Math.floor(steps.length / 2)] ?? 0));
}

/** @param {any} member @param {any[]} points @param {import('./geometry.js').Range} range */
function row({ name, member, agent, address, joined, left, reason, quality }, points, range) {
  const traffic = new Trend({ label: 'Bitrate', format: (value) => `${Math.round(value / 1000)} kbit/s`, least: 100_000 });
  traffic.update([{ points: points.map(({ at, bitsIn }) => ({ at, value: bitsIn })), name: 'sent', kind: 'in' }, { points: points.map(({ at, bitsOut }) => ({ at, value: bitsOut })), name: 'received', kind: 'out' }], range);
  const errors = points.filter(({ syncErrorP95 }) => syncErrorP95 !== undefined).map(({ at, syncErrorP95 }) => ({ at, value: syncErrorP95 }));
  const sync = new Trend({ label: 'Film off by', format: milliseconds, least: 40 });
  sync.update([{ points: errors, name: '', kind: 'sync' }], range);
  const paths = quality.paths ? quality.paths.split(' ') : [...new Set(points.map(({ path }) => path).filter(Boolean))];
  return h('tr', {},
    h('th', { scope: 'row' }, h('bdi', { class: 'row-name', text: name ?? '(erased)' }), h('span', { class: 'row-detail', dir: 'auto', text: [agent, address].filter(Boolean).join(' · '), title: member })),
    cell('Came', h('span', { class: 'number', text: clockTime(joined) })),
    cell('Stayed', h('span', { class: 'number', text: left === undefined ? 'is there' : duration(left - joined) }), h('span', { class: 'row-detail', text: left === undefined ? '' : reason ?? '' })),
    cell('Paths', h('span', { class: 'row-marks' }, ...paths.map(pathMark))), cell('Bitrate', traffic.element),
    cell('Film off by', number(quality.syncErrorP95, milliseconds), sync.element),
    cell('Sent', number(quality.bytesIn, bytes)), cell('Received', number(quality.bytesOut, bytes)),
    cell('Loss', number(quality.lossP95, (value) => `${value} %`)), cell('Round trip', number(quality.roundTripP50, milliseconds)),
    cell('Freezes', number(quality.freezes, String)));
}

/** @param {string | undefined} text @param {(value: number) => string} format */
function number(text, format) {
  return h('span', { class: 'number', text: text === undefined ? '–' : format(Number(text)) });
}

function legend() {
  const keys = [['udp', 'UDP'], ['tcp', 'TCP or TLS'], ['turn-udp', 'relayed'], ['none', 'no media'], ['away', 'away'], ['playing', 'film plays']];
  const dots = [['film', 'film'], ['operator', 'operator and rules']];
  return h('p', { class: 'legend' }, ...keys.map(([state, text]) => h('span', { class: `legend-bar is-${state}`, text })), ...dots.map(([group, text]) => h('span', { class: `legend-dot is-${group}`, text })),
    h('span', { class: 'legend-shadow', text: 'bitrate received' }));
}
