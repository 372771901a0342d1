/**
 * Where tiles go. Pure geometry: sizes in CSS pixels, no elements.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Rectangle
 * @typedef {{key: string, aspect?: number, prominent?: boolean}} TileWish `aspect` (width ÷ height) binds a tile to its
 *   picture, as for a shared screen; tiles without one take any comfortable shape
 * @typedef {{places: Map<string, Rectangle>, contentHeight: number, rows: number, columns: number}} Arrangement
 */

const WIDEST = 16 / 9;
/** Cameras are wide: cropping to less than this loses shoulders. Upright screens leave no choice. */
const NARROWEST = { landscape: 1.2, portrait: 0.8 };
/** Below this a face is no longer a face: then the stage scrolls instead. */
const SMALLEST_HEIGHT = 96;
const STRIP_SHARE = 0.2;
const STRIP = { least: 150, most: 300 };

/**
 * The best grid for `count` equal tiles: the number of columns that makes them largest.
 * @param {number} count @param {number} width @param {number} height @param {number} gap
 * @param {{widest?: number, narrowest?: number}} shape
 */
export function bestGrid(count, width, height, gap, { widest = WIDEST, narrowest = width < height ? NARROWEST.portrait : NARROWEST.landscape } = {}) {
  let best = { columns: 1, rows: Math.max(1, count), width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = fitted((width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows, widest, narrowest);
    if (isBetter(cell, best)) best = { columns, rows, ...cell };
  }
  return best;
}

/** @param {{width: number, height: number}} cell @param {{width: number, height: number}} best */
function isBetter(cell, best) {
  return cell.width * cell.height > best.width * best.height * 1.0001;
}

/**
 * The largest size of an allowed shape inside a cell.
 * @param {number} width @param {number} height @param {number} widest @param {number} narrowest
 */
function fitted(width, height, widest, narrowest) {
  if (width <= 0 || height <= 0) return { width: 0, height: 0 };
  const aspect = width / height;
  if (aspect > widest) return { width: height * widest, height };
  if (aspect < narrowest) return { width, height: width / narrowest };
  return { width, height };
}

/**
 * @param {readonly TileWish[]} tiles in the order they are shown
 * @param {{width: number, height: number, gap?: number}} area
 * @returns {Arrangement}
 */
export function arrange(tiles, { width, height, gap = 12 }) {
  const prominent = tiles.filter((tile) => tile.prominent);
  const others = tiles.filter((tile) => !tile.prominent);
  if (prominent.length === 0 || others.length === 0) return arrangeGrid(tiles, { x: 0, y: 0, width, height }, gap);
  return arrangeSpotlight(prominent, others, width, height, gap);
}

/** @param {readonly TileWish[]} tiles @param {Rectangle} area @param {number} gap @returns {Arrangement} */
function arrangeGrid(tiles, area, gap) {
  const places = new Map();
  if (tiles.length === 0) return { places, contentHeight: 0, rows: 0, columns: 0 };
  const grid = comfortableGrid(tiles, area, gap);
  const used = grid.rows * grid.height + gap * (grid.rows - 1);
  const top = area.y + Math.max(0, (area.height - used) / 2);
  tiles.forEach((tile, index) => {
    const row = Math.floor(index / grid.columns);
    const inRow = Math.min(grid.columns, tiles.length - row * grid.columns);
    const rowWidth = inRow * grid.width + gap * (inRow - 1);
    const x = area.x + (area.width - rowWidth) / 2 + (index % grid.columns) * (grid.width + gap);
    places.set(tile.key, { x, y: top + row * (grid.height + gap), width: grid.width, height: grid.height });
  });
  return { places, contentHeight: Math.max(area.height, used), rows: grid.rows, columns: grid.columns };
}

/** @param {readonly TileWish[]} tiles @param {Rectangle} area @param {number} gap */
function comfortableGrid(tiles, area, gap) {
  const count = tiles.length;
  const own = count === 1 ? tiles[0].aspect : undefined;
  const shape = own ? { widest: own, narrowest: own } : undefined;
  const grid = bestGrid(count, area.width, area.height, gap, shape);
  if (grid.height >= SMALLEST_HEIGHT || count === 1) return grid;
  const columns = Math.max(1, Math.floor((area.width + gap) / (SMALLEST_HEIGHT * WIDEST + gap)));
  const width = (area.width - gap * (columns - 1)) / columns;
  return { columns, rows: Math.ceil(count / columns), width, height: width / WIDEST };
}

/**
 * The prominent tiles large, the others in a strip beside or below, whichever leaves the large ones larger.
 * @param {readonly TileWish[]} prominent @param {readonly TileWish[]} others
 * @param {number} width @param {number} height @param {number} gap @returns {Arrangement}
 */
function arrangeSpotlight(prominent, others, width, height, gap) {
  const beside = spotlightBeside(prominent, others, width, height, gap);
  const below = spotlightBelow(prominent, others, width, height, gap);
  return spotlightArea(beside, prominent) >= spotlightArea(below, prominent) ? beside : below;
}

/** @param {Arrangement} arrangement @param {readonly TileWish[]} prominent */
function spotlightArea({ places }, prominent) {
  return prominent.reduce((sum, { key }) => {
    const { width, height } = /** @type {Rectangle} */ (places.get(key));
    return sum + width * height;
  }, 0);
}

/** @param {number} extent */
function stripExtent(extent) {
  return Math.min(STRIP.most, Math.max(STRIP.least, extent * STRIP_SHARE));
}

/** @param {readonly TileWish[]} prominent @param {readonly TileWish[]} others @param {number} width @param {number} height @param {number} gap @returns {Arrangement} */
function spotlightBeside(prominent, others, width, height, gap) {
  const { columns, tileWidth } = stripBeside(others.length, width, height, gap);
  const strip = columns * (tileWidth + gap) - gap;
  const tileHeight = tileWidth / WIDEST;
  const rows = Math.ceil(others.length / columns);
  const used = rows * (tileHeight + gap) - gap;
  const top = Math.max(0, (height - used) / 2);
  const stage = arrangeGrid(prominent, { x: 0, y: 0, width: width - strip - gap, height }, gap);
  others.forEach(({ key }, index) => {
    const x = width - strip + (index % columns) * (tileWidth + gap);
    stage.places.set(key, { x, y: top + Math.floor(index / columns) * (tileHeight + gap), width: tileWidth, height: tileHeight });
  });
  return { ...stage, contentHeight: Math.max(height, used) };
}

/**
 * One column of comfortable tiles as long as they fit; more and smaller ones for more people.
 * @param {number} count @param {number} width @param {number} height @param {number} gap
 */
function stripBeside(count, width, height, gap) {
  const widest = Math.min(stripExtent(width), width / 2);
  const fits = (/** @type {number} */ columns, /** @type {number} */ tileWidth) => Math.ceil(count / columns) * (tileWidth / WIDEST + gap) - gap <= height;
  if (fits(1, widest)) return { columns: 1, tileWidth: widest };
  const most = Math.max(1, Math.min(3, Math.floor((width * 0.45 + gap) / (STRIP.least + gap))));
  const tileWidth = Math.min(STRIP.least, width / 2);
  const columns = [1, 2, 3].find((candidate) => candidate <= most && fits(candidate, tileWidth)) ?? most;
  return { columns, tileWidth };
}

/** @param {readonly TileWish[]} prominent @param {readonly TileWish[]} others @param {number} width @param {number} height @param {number} gap @returns {Arrangement} */
function spotlightBelow(prominent, others, width, height, gap) {
  const columns = Math.max(1, Math.min(others.length, Math.floor((width + gap) / (STRIP.least + gap))));
  const rows = Math.ceil(others.length / columns);
  const tileWidth = Math.min((width - gap * (columns - 1)) / columns, STRIP.most * 0.8);
  const tileHeight = tileWidth / WIDEST;
  const visibleRows = Math.min(rows, 2);
  const stageHeight = Math.max(height / 2, height - visibleRows * (tileHeight + gap));
  const stage = arrangeGrid(prominent, { x: 0, y: 0, width, height: stageHeight }, gap);
  others.forEach(({ key }, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, others.length - row * columns);
    const left = (width - inRow * tileWidth - gap * (inRow - 1)) / 2;
    const x = left + (index % columns) * (tileWidth + gap);
    stage.places.set(key, { x, y: stageHeight + gap + row * (tileHeight + gap), width: tileWidth, height: tileHeight });
  });
  const contentHeight = Math.max(height, stageHeight + rows * (tileHeight + gap));
  return { ...stage, contentHeight };
}
