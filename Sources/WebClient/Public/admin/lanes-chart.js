import { h } from '../modules/dom.js';
import { clockTime, counted, duration } from './format.js';
import { place, ticks } from './geometry.js';
import { groupOf, describe } from './record-words.js';
import { s } from './svg.js';

/**
 * Draws lanes, one below the other, on one axis of time. The list of events says the same in words.
 * @param {{lanes: import('./lanes.js').Lane[], range: import('./geometry.js').Range, nameOf: (id: string) => string,
 *   curves?: Map<string, SVGElement>}} options `curves` lie behind the lane of the member they belong to
 * @returns {HTMLElement}
 */
export function lanesChart({ lanes, range, nameOf, curves = new Map() }) {
  const rows = lanes.map((lane) => h('div', { class: 'lane' },
    h('span', { class: 'lane-name', dir: 'auto', text: lane.name }), strip(lane, range, nameOf, curves.get(lane.id))));
  return h('div', { class: 'lanes' }, ...rows, axis(range));
}

/** @param {number} share of a hundred */
function percent(share) {
  return `${Math.round(share * 1000) / 1000}%`;
}

/**
 * @param {import('./lanes.js').Lane} lane @param {import('./geometry.js').Range} range @param {(id: string) => string} nameOf
 * @param {SVGElement | undefined} curve
 */
function strip(lane, range, nameOf, curve) {
  const at = place(range, 100);
  const bars = lane.bars.map(({ from, to, state }) => s('rect', { class: `bar is-${state}`, x: percent(at(from)), y: 26, width: percent(Math.max(0.15, at(to) - at(from))), height: 8, rx: 2 },
    s('title', { text: `${stateText(state)}, ${duration(to - from)}` })));
  const marks = lane.marks.map(({ at: time, kind, record }) => s('circle', { class: `dot is-${groupOf(kind)}`, cx: percent(at(time)), cy: 30, r: 4.5 },
    s('title', { text: `${clockTime(time)} ${markText(record, nameOf)}` })));
  const drawing = { class: lane.id ? 'lane-drawing' : 'lane-drawing is-film', role: 'img', 'aria-label': sentence(lane) };
  return s('svg', drawing, ...(curve ? [curve] : []), ...bars, ...marks);
}

/** @param {import('./record-words.js').AuditRecord} record @param {(id: string) => string} nameOf */
function markText(record, nameOf) {
  const { who, what } = describe(record, nameOf);
  return `${who} ${what}`.trim();
}

/** @param {string} state */
function stateText(state) {
  return { none: 'there, without media', away: 'away', playing: 'The film played' }[state] ?? `by ${state.toUpperCase()}`;
}

/** @param {import('./lanes.js').Lane} lane */
function sentence({ name, bars, marks }) {
  const there = bars.filter(({ state }) => state !== 'away').reduce((all, { from, to }) => all + to - from, 0);
  return `${name}: ${duration(there)}, ${counted(marks.length, 'event')}`;
}

/** @param {import('./geometry.js').Range} range */
function axis(range) {
  const at = place(range, 100);
  const marks = ticks(range, 6).map((time, index) => {
    const mark = h('span', { class: index === 0 ? 'tick is-first' : at(time) > 92 ? 'tick is-last' : 'tick', text: clockTime(time) });
    mark.style.left = percent(at(time));
    return mark;
  });
  return h('div', { class: 'lane', 'aria-hidden': 'true' }, h('span', { class: 'lane-name' }), h('div', { class: 'ticks' }, ...marks));
}
