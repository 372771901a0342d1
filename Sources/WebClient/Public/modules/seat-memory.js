/**
 * What lets this tab come back as the same person: the token of its seat, and the number of the last message it has
 * seen. Kept as long as the tab, so that a reloaded page is still the same person and a second tab is another one.
 *
 * @typedef {{getItem: (key: string) => string | null, setItem: (key: string, value: string) => void, removeItem: (key: string) => void}} TabStorage
 */
export class SeatMemory {
  /** @type {string | null} */ #resume = null;
  #seq = 0;
  #key; #storage;

  /** @param {{roomId: string, storage?: TabStorage | null}} options */
  constructor({ roomId, storage = tabStorage() }) {
    this.#key = `toperparty.seat.${roomId}`;
    this.#storage = storage;
    this.#recall();
  }

  /**
   * What JOIN says about the seat: nothing, when there is none to come back to.
   * @returns {{resume?: string, seq?: number}}
   */
  get claim() {
    return this.#resume === null ? {} : { resume: this.#resume, seq: this.#seq };
  }

  /** @param {any} seat of a WELCOME */
  keep(seat) {
    this.#resume = typeof seat?.resume === 'string' ? seat.resume : null;
    // What was missed follows with its own numbers; after a WELCOME that is the whole state nothing before it is wanted.
    if (Number.isFinite(seat?.seq) && !seat.complete) this.#seq = seat.seq;
    this.#write();
  }

  /** @param {unknown} seq of any message that everyone gets */
  saw(seq) {
    if (typeof seq !== 'number' || !Number.isFinite(seq) || seq <= this.#seq) return;
    this.#seq = seq;
    this.#write();
  }

  /** After leaving for good. */
  forget() {
    this.#resume = null;
    this.#seq = 0;
    try {
      this.#storage?.removeItem(this.#key);
    } catch {
      // The server has forgotten the seat anyway.
    }
  }

  #write() {
    if (this.#resume === null) return;
    try {
      this.#storage?.setItem(this.#key, JSON.stringify({ resume: this.#resume, seq: this.#seq }));
    } catch {
      // Then the seat lasts as long as the page.
    }
  }

  #recall() {
    try {
      const { resume, seq } = JSON.parse(this.#storage?.getItem(this.#key) ?? '{}');
      if (typeof resume !== 'string') return;
      this.#resume = resume;
      this.#seq = Number.isFinite(seq) ? seq : 0;
    } catch {
      // Unreadable: a new person.
    }
  }
}

/** @returns {TabStorage | null} */
function tabStorage() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
