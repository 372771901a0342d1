import { PartyEvent } from './party-event.js';
import { h } from './dom.js';
import { Tile } from './tile.js';
import { arrange } from './layout.js';

/**
 * @typedef {import('./tile.js').TileState} TileState
 * @typedef {TileState & {key: string, memberId: string}} TileModel
 */

/**
 * The tiles, laid out anew whenever one comes or goes, is pinned, or the space changes.
 * Events: `pin` (key), `layout`.
 */
export class Stage extends EventTarget {
  /** @type {Map<string, Tile>} */
  #tiles = new Map();
  /** @type {TileModel[]} */
  #models = [];
  #observer = new ResizeObserver(() => this.layout());
  #frame = 0;

  constructor() {
    super();
    this.#canvas = h('div', { class: 'stage-canvas' });
    /** @type {HTMLElement} @readonly */
    this.element = h('div', { class: 'stage', role: 'group', 'aria-label': 'People in the party' }, this.#canvas);
    this.#observer.observe(this.element);
  }

  /** @type {HTMLElement} */ #canvas;

  /** @param {TileModel[]} models in the order they are shown */
  update(models) {
    const keys = new Set(models.map((model) => model.key));
    for (const [key, tile] of this.#tiles) if (!keys.has(key)) this.#drop(key, tile);
    const changed = layoutKey(models) !== layoutKey(this.#models);
    this.#models = models;
    models.forEach((model, index) => {
      const tile = this.#tile(model);
      tile.update(model);
      this.#order(tile.element, index);
    });
    if (changed) this.layout();
  }

  /** @param {string} key */
  tile(key) {
    return this.#tiles.get(key) ?? null;
  }

  /** @returns {readonly TileModel[]} */
  get models() {
    return this.#models;
  }

  /** Once a frame at most. */
  layout() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#place();
    });
  }

  destroy() {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    for (const tile of this.#tiles.values()) tile.remove();
    this.#tiles.clear();
  }

  #place() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0) return;
    const wishes = this.#models.map(({ key, pinned, source }) => ({
      key, prominent: pinned, aspect: source === 'screen' ? this.#tiles.get(key)?.aspect ?? 16 / 9 : undefined,
    }));
    const { places, contentHeight } = arrange(wishes, { width, height, gap: width < 600 ? 8 : 12 });
    this.#canvas.style.height = `${Math.ceil(contentHeight)}px`;
    for (const [key, place] of places) this.#tiles.get(key)?.place(place);
    this.dispatchEvent(new PartyEvent('layout'));
  }

  /** @param {TileModel} model @returns {Tile} */
  #tile({ key, memberId, source }) {
    let tile = this.#tiles.get(key);
    if (tile) return tile;
    tile = new Tile({
      key, memberId, source,
      onPin: () => this.dispatchEvent(new PartyEvent('pin', key)),
      onPlaying: () => this.layout(),
    });
    this.#tiles.set(key, tile);
    return tile;
  }

  /**
   * Keyboards and screen readers go in document order, so it has to be the order on the stage.
   * @param {HTMLElement} element @param {number} index
   */
  #order(element, index) {
    const there = this.#canvas.children[index] ?? null;
    if (there !== element) this.#canvas.insertBefore(element, there);
  }

  /** @param {string} key @param {Tile} tile */
  #drop(key, tile) {
    this.#tiles.delete(key);
    tile.remove();
  }
}

/** @param {TileModel[]} models */
function layoutKey(models) {
  return models.map(({ key, pinned }) => `${key}${pinned ? '!' : ''}`).join(' ');
}
