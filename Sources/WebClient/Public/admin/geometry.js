/**
 * Where things are in a chart. Nothing here knows of elements.
 *
 * @typedef {import('./series.js').Point} Point
 * @typedef {{from: number, to: number}} Range milliseconds
 */

/** Points further apart than this are not joined: nothing is known of the time between. */
const GAP = 35_000;

/** @param {number} value */
function short(value) {
  return String(Math.round(value * 100) / 100);
}

/**
 * The smallest of 1, 2 and 5 times a power of ten that is not below the value.
 * @param {number} value
 */
export function niceCeiling(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/**
 * Runs of points that belong together.
 * @param {Point[]} points @param {number} [gap] milliseconds
 */
export function runs(points, gap = GAP) {
  /** @type {Point[][]} */
  const found = [];
  for (const point of points) {
    const last = found[found.length - 1];
    if (last && point.at - last[last.length - 1].at <= gap) last.push(point);
    else found.push([point]);
  }
  return found;
}

/**
 * A line through points, in a box of `width` × `height` whose upper edge is `top`. A point alone becomes a short stroke.
 * @param {Point[]} points @param {{range: Range, top: number, width: number, height: number, gap?: number}} box
 */
export function linePath(points, { range, top, width, height, gap }) {
  const [x, y] = [place(range, width), level(top, height)];
  return runs(points.filter(({ at }) => at >= range.from && at <= range.to), gap)
    .map((run) => {
      const [first, ...rest] = run.map(({ at, value }) => `${short(x(at))} ${short(y(value))}`);
      return rest.length > 0 ? `M${first}L${rest.join('L')}` : `M${first}h1`;
    }).join('');
}

/**
 * The area below such a line.
 * @param {Point[]} points @param {{range: Range, top: number, width: number, height: number, gap?: number}} box
 */
export function areaPath(points, { range, top, width, height, gap }) {
  const [x, y] = [place(range, width), level(top, height)];
  return runs(points.filter(({ at }) => at >= range.from && at <= range.to), gap)
    .filter((run) => run.length > 1)
    .map((run) => {
      const corners = run.map(({ at, value }) => `L${short(x(at))} ${short(y(value))}`).join('');
      return `M${short(x(run[0].at))} ${height}${corners}L${short(x(run[run.length - 1].at))} ${height}Z`;
    }).join('');
}

/** @param {Range} range @param {number} width @returns {(at: number) => number} */
export function place({ from, to }, width) {
  return (at) => (to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) * width : 0);
}

/** @param {number} top @param {number} height @returns {(value: number) => number} */
function level(top, height) {
  return (value) => height - Math.min(1, Math.max(0, value / (top || 1))) * height;
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 43_200, 86_400].map((seconds) => seconds * 1000);

/**
 * Times to write below a chart: whole steps since its beginning.
 * @param {Range} range @param {number} most
 */
export function ticks({ from, to }, most) {
  const step = STEPS.find((candidate) => (to - from) / candidate <= most) ?? Math.max(1, to - from);
  const found = [];
  for (let at = from; at <= to && found.length <= most; at += step) found.push(at);
  return found;
}
