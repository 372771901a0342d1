import { areaPath, linePath, niceCeiling } from './geometry.js';
import { h, setText } from '../modules/dom.js';
import { s } from './svg.js';

const WIDTH = 300;

/**
 * A small chart of one or two values over the last minutes. Read out as one sentence.
 *
 * @typedef {{points: import('./series.js').Point[], name: string, kind: string}} Line `kind` is a style: in, out or sync
 */
export class Trend {
  #height; #format; #least; #label;
  #svg = s('svg', { class: 'trend-drawing', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  #top = h('span', { class: 'trend-top', 'aria-hidden': 'true' });
  #words = h('span', { class: 'visually-hidden' });
  /** @type {{line: SVGElement, area: SVGElement}[]} */ #drawn = [];

  /** @type {HTMLElement} @readonly */
  element;

  /**
   * @param {{label: string, format: (value: number) => string, height?: number, least?: number, isLarge?: boolean}} options
   *   `least` is the smallest value that the upper edge stands for
   */
  constructor({ label, format, height = 32, least = 1, isLarge = false }) {
    this.#label = label;
    this.#format = format;
    this.#height = height;
    this.#least = least;
    this.#svg.setAttribute('viewBox', `0 0 ${WIDTH} ${height}`);
    this.element = h('span', { class: isLarge ? 'trend is-large' : 'trend' }, this.#svg, isLarge ? this.#top : null, this.#words);
  }

  /** @param {Line[]} lines @param {import('./geometry.js').Range} range */
  update(lines, range) {
    const values = lines.flatMap(({ points }) => points.filter(({ at }) => at >= range.from).map(({ value }) => value));
    const top = niceCeiling(Math.max(this.#least, ...values));
    const box = { range, top, width: WIDTH, height: this.#height };
    lines.forEach((line, index) => {
      const drawn = this.#drawn[index] ?? this.#begin(line.kind);
      drawn.line.setAttribute('d', linePath(line.points, box));
      drawn.area.setAttribute('d', areaPath(line.points, box));
    });
    setText(this.#top, this.#format(top));
    setText(this.#words, `${this.#label}: ${lines.map((line) => this.#sentence(line)).join(', ')}.`);
  }

  /** @param {string} kind */
  #begin(kind) {
    const drawn = { area: s('path', { class: `trend-area is-${kind}` }), line: s('path', { class: `trend-line is-${kind}` }) };
    this.#svg.append(drawn.area, drawn.line);
    this.#drawn.push(drawn);
    return drawn;
  }

  /** @param {Line} line */
  #sentence({ points, name }) {
    if (points.length === 0) return `${name} not known`.trim();
    const values = points.map(({ value }) => value);
    const [now, least, most] = [values[values.length - 1], Math.min(...values), Math.max(...values)].map((value) => this.#format(value));
    return `${name} ${now} now, between ${least} and ${most} in this chart`.trim();
  }
}
