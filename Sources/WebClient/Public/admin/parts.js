import { h, setText } from '../modules/dom.js';
import { pathName } from '../modules/paths.js';

/** Small parts that several views are made of. */

/** @param {string} path */
export function pathMark(path) {
  return h('span', { class: `mark is-${path}`, text: path === 'none' ? 'no media' : pathName(path) });
}

/**
 * A number with its name.
 * @param {string} name @param {Node | null} [chart]
 */
export function tile(name, chart = null) {
  const value = h('span', { class: 'tile-value', text: '–' });
  return { element: h('div', { class: 'tile' }, h('span', { class: 'tile-name', text: name }), value, chart), set: (/** @type {string} */ text) => setText(value, text) };
}

/**
 * A cell whose name is shown beside it where there is no room for columns.
 * @param {string} name @param {(Node | string | null)[]} content
 */
export function cell(name, ...content) {
  return h('td', { 'data-name': name }, ...content);
}

/**
 * @param {string} caption for those who do not see the table's place @param {string[]} columns @param {HTMLElement} body
 */
export function table(caption, columns, body) {
  return h('table', { class: 'table' }, h('caption', { class: 'visually-hidden', text: caption }),
    h('thead', {}, h('tr', {}, ...columns.map((text) => h('th', { scope: 'col', text })))), body);
}

/** @param {string} text */
export function emptyNote(text) {
  return h('p', { class: 'empty', text });
}
