/**
 * A party as lanes over its time: when each member was there, by which path, and what happened; and when the film played.
 *
 * @typedef {import('./record-words.js').AuditRecord} AuditRecord
 * @typedef {{from: number, to: number, state: string}} Bar `state` is a path, `none`, `away` or `playing`
 * @typedef {{at: number, kind: string, record: AuditRecord}} Mark
 * @typedef {{id: string, name: string, bars: Bar[], marks: Mark[]}} Lane
 */

const MARKED = new Set(['control', 'url', 'stall', 'kick', 'role', 'policy', 'mute', 'operator', 'refused', 'bad-input']);
const FILM_KINDS = new Set(['control', 'url']);

/** One bar after the other, of which the last is still open. */
class Bars {
  /** @type {Bar[]} */ done = [];
  /** @type {{from: number, state: string} | null} */ #open = null;

  /** @param {number} at @param {string} state */
  change(at, state) {
    if (this.#open?.state === state) return;
    this.end(at);
    this.#open = { from: at, state };
  }

  get isOpen() {
    return this.#open !== null;
  }

  /** @param {number} at */
  end(at) {
    if (this.#open && at >= this.#open.from) this.done.push({ ...this.#open, to: at });
    this.#open = null;
  }
}

/**
 * @param {{member: string, name?: string, joined?: number, left?: number}[]} members in the order they came
 * @param {AuditRecord[]} records in the order of their time
 * @param {number} end where what is not over is cut off
 * @returns {Lane[]}
 */
export function memberLanes(members, records, end) {
  /** @type {Map<string, Lane & {all: Bars}>} */
  const lanes = new Map();
  for (const { member, name, joined } of members) {
    const all = new Bars();
    // Who came before the first record that is here.
    if (joined !== undefined && !records.some(({ kind, member: id }) => kind === 'join' && id === member)) all.change(joined, 'none');
    lanes.set(member, { id: member, name: name ?? member, bars: all.done, marks: [], all });
  }
  for (const record of records) {
    const lane = record.member === undefined ? undefined : lanes.get(record.member);
    if (lane) follow(lane, record);
  }
  return members.map(({ member, left }) => {
    const { id, name, bars, marks, all } = /** @type {Lane & {all: Bars}} */ (lanes.get(member));
    all.end(left ?? end);
    return { id, name, bars, marks };
  });
}

/** @param {Lane & {all: Bars}} lane @param {AuditRecord} record */
function follow({ all, marks }, record) {
  const { kind, at, detail } = record;
  if (kind === 'join' || kind === 'resume') all.change(at, 'none');
  else if (kind === 'away') all.change(at, 'away');
  else if (kind === 'path' && all.isOpen) all.change(at, detail.path ?? 'none');
  else if (kind === 'leave') all.end(at);
  if (MARKED.has(kind)) marks.push({ at, kind, record });
}

/**
 * When the film played.
 * @param {AuditRecord[]} records in the order of their time @param {number} end
 * @returns {Lane}
 */
export function filmLane(records, end) {
  const bars = new Bars();
  const marks = [];
  for (const record of records) {
    if (!FILM_KINDS.has(record.kind)) continue;
    const { control } = record.detail;
    if (control === 'play' || control === 'go-on') bars.change(record.at, 'playing');
    else if (control === 'pause' || control === 'wait' || control === 'ended' || record.kind === 'url') bars.end(record.at);
    if (record.kind === 'url' || control === 'seek') marks.push({ at: record.at, kind: record.kind, record });
  }
  bars.end(end);
  return { id: '', name: 'Film', bars: bars.done, marks };
}
