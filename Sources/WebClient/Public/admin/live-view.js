import { h, setText } from '../modules/dom.js';
import { bitrate, counted, filmTime, filmTitle, milliseconds, percent } from './format.js';
import { Keyed } from './keyed.js';
import { cell, emptyNote, pathMark, table, tile } from './parts.js';
import { hashOf } from './routes.js';
import { Series } from './series.js';
import { Trend } from './trend.js';

const COLUMNS = ['Room', 'People', 'Film', 'Paths', 'From members', 'To members', 'Loss', 'Film off by'];

/** All rooms that go on. */
export class LiveView {
  #api;
  #series = new Series();
  #trends = { in: new Trend({ label: 'From members', format: bitrate, least: 100 }), out: new Trend({ label: 'To members', format: bitrate, least: 100 }) };
  #tiles = { rooms: tile('Rooms'), members: tile('People'), viewers: tile('Viewers (WHEP)'), in: tile('From members', this.#trends.in.element), out: tile('To members', this.#trends.out.element) };
  #body = h('tbody', {});
  #rows = new Keyed({ container: this.#body, key: (/** @type {any} */ room) => room.id, create: () => new RoomRow(this.#series) });
  #table = table('Rooms that go on, the largest first', COLUMNS, this.#body);
  #empty = emptyNote('No party goes on.');
  #more = h('p', { class: 'note', hidden: true });
  #heading = h('h1', { tabindex: -1, text: 'Live' });
  /** @type {HTMLElement} @readonly */
  element = h('main', { class: 'view' }, h('header', { class: 'view-head' }, this.#heading),
    h('div', { class: 'tiles' }, ...Object.values(this.#tiles).map(({ element }) => element)), this.#table, this.#empty, this.#more);
  title = 'Live';

  /** @param {{api: import('./api.js').AdminAPI, told: (server: any) => void}} options */
  constructor({ api, told }) {
    this.#api = api;
    this.told = told;
    this.#table.hidden = true;
    this.#empty.hidden = true;
  }

  async refresh() {
    const server = await this.#api.overview();
    this.told(server);
    this.#remember(server);
    this.#showTiles(server);
    this.#table.hidden = server.rooms.length === 0;
    this.#empty.hidden = server.rooms.length > 0;
    this.#more.hidden = server.omitted === 0;
    setText(this.#more, `${counted(server.omitted, 'smaller room is', 'smaller rooms are')} not listed.`);
    this.#rows.update(server.rooms.map((/** @type {any} */ room) => ({ ...room, now: server.time })));
  }

  focus() {
    this.#heading.focus();
  }

  destroy() {}

  /** @param {any} server */
  #remember({ time, rooms, bitrateIn, bitrateOut }) {
    this.#series.add('in', time, bitrateIn);
    this.#series.add('out', time, bitrateOut);
    for (const room of rooms) {
      this.#series.add(`in:${room.id}`, time, room.bitrateIn);
      this.#series.add(`out:${room.id}`, time, room.bitrateOut);
      this.#series.add(`sync:${room.id}`, time, room.syncErrorP95);
    }
    const known = new Set(rooms.map((/** @type {any} */ room) => room.id));
    this.#series.retain((name) => !name.includes(':') || known.has(name.slice(name.indexOf(':') + 1)));
  }

  /** @param {any} server */
  #showTiles({ time, rooms, omitted, members, viewers, bitrateIn, bitrateOut }) {
    const range = { from: time - this.#series.span, to: time };
    this.#tiles.rooms.set(String(rooms.length + omitted));
    this.#tiles.members.set(String(members));
    this.#tiles.viewers.set(String(viewers));
    this.#tiles.in.set(bitrate(bitrateIn));
    this.#tiles.out.set(bitrate(bitrateOut));
    this.#trends.in.update([{ points: this.#series.get('in'), name: '', kind: 'in' }], range);
    this.#trends.out.update([{ points: this.#series.get('out'), name: '', kind: 'out' }], range);
  }
}

/** A room in a line. */
class RoomRow {
  #series;
  #name = h('a', { class: 'row-link', dir: 'auto' });
  #marks = h('span', { class: 'row-marks' });
  #people = h('span');
  #film = h('span', { class: 'row-film', dir: 'auto' });
  #place = h('span', { class: 'row-detail' });
  #paths = h('span', { class: 'row-marks' });
  #in = h('span', { class: 'number' });
  #out = h('span', { class: 'number' });
  #loss = h('span', { class: 'number' });
  #sync = h('span', { class: 'number' });
  #trends = { in: new Trend({ label: 'From members', format: bitrate, least: 100 }), out: new Trend({ label: 'To members', format: bitrate, least: 100 }), sync: new Trend({ label: 'Film off by', format: milliseconds, least: 40 }) };
  /** @type {HTMLElement} @readonly */
  element = h('tr', {}, h('th', { scope: 'row' }, this.#name, this.#marks), cell('People', this.#people), cell('Film', this.#film, this.#place),
    cell('Paths', this.#paths), cell('From members', this.#in, this.#trends.in.element), cell('To members', this.#out, this.#trends.out.element), cell('Loss', this.#loss),
    cell('Film off by', this.#sync, this.#trends.sync.element));

  /** @param {Series} series */
  constructor(series) {
    this.#series = series;
  }

  /** @param {any} room */
  update(room) {
    this.#name.setAttribute('href', hashOf({ view: 'room', id: room.id }));
    setText(this.#name, room.id);
    this.#marks.replaceChildren(...marksOf(room));
    setText(this.#people, peopleText(room));
    setText(this.#film, filmTitle(room.film));
    setText(this.#place, room.film ? `${room.held ? 'waiting' : room.playing ? 'playing' : 'paused'} at ${filmTime(room.position)}` : '');
    this.#paths.replaceChildren(...Object.entries(room.paths).sort().map(([path, count]) => h('span', { class: 'counted' }, pathMark(path), `×${count}`)));
    setText(this.#in, bitrate(room.bitrateIn));
    setText(this.#out, bitrate(room.bitrateOut));
    setText(this.#loss, percent(room.loss));
    setText(this.#sync, milliseconds(room.syncErrorP95));
    this.#draw(room);
  }

  /** @param {any} room */
  #draw({ id, now }) {
    const range = { from: now - this.#series.span, to: now };
    for (const kind of /** @type {const} */ (['in', 'out', 'sync'])) {
      this.#trends[kind].update([{ points: this.#series.get(`${kind}:${id}`), name: '', kind }], range);
    }
  }
}

/** @param {any} room */
export function marksOf({ locked, knocking }) {
  return [locked ? h('span', { class: 'mark', text: 'locked' }) : null, knocking > 0 ? h('span', { class: 'mark is-warning', text: `${knocking} at the door` }) : null].filter((mark) => mark !== null);
}

/** @param {any} room */
function peopleText({ members, away, viewers }) {
  return [String(members), away > 0 ? `${away} away` : '', viewers > 0 ? counted(viewers, 'viewer') : ''].filter(Boolean).join(', ');
}
