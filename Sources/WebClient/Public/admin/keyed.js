/**
 * Keeps a row of elements in step with a list, so that what has the focus keeps it.
 * @template Item
 * @template {{element: HTMLElement, update: (item: Item) => void}} Row
 */
export class Keyed {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  #container; #key; #create;

  /** @param {{container: HTMLElement, key: (item: Item) => string, create: (item: Item) => Row}} options */
  constructor({ container, key, create }) {
    this.#container = container;
    this.#key = key;
    this.#create = create;
  }

  /** @param {Item[]} items */
  update(items) {
    const wanted = new Set(items.map(this.#key));
    for (const [key, row] of this.#rows) if (!wanted.has(key)) this.#drop(key, row);
    items.forEach((item, index) => {
      const row = this.#row(item);
      if (this.#container.children[index] !== row.element) this.#container.insertBefore(row.element, this.#container.children[index] ?? null);
      row.update(item);
    });
  }

  /** @param {Item} item */
  #row(item) {
    const key = this.#key(item);
    const row = this.#rows.get(key) ?? this.#create(item);
    this.#rows.set(key, row);
    return row;
  }

  /** @param {string} key @param {Row} row */
  #drop(key, row) {
    row.element.remove();
    this.#rows.delete(key);
  }
}
