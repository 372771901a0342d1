/** Between two reports, in milliseconds. */
const INTERVAL = 10_000;
/** More in one report is refused. */
const MOST_FREEZES = 1000;

/** Tells the server what only the page sees of how good the party is: pictures that stood still, and why packets make a detour. */
export class QualityReports {
  /** @type {Map<string, number>} freezes already counted, by mid */ #counted = new Map();
  #freezes = 0;
  #detour = '';
  #told = '';
  #toldAt = -Infinity;
  #send;

  /** @param {(message: {type: string} & Record<string, unknown>) => boolean} send */
  constructor(send) {
    this.#send = send;
  }

  /** Another connection: its counters begin anew. */
  begin() {
    this.#counted.clear();
  }

  /** @param {import('./stats.js').SessionStats} stats @param {number} now milliseconds */
  look({ path, inbound }, now) {
    for (const { mid, freezes } of inbound.values()) this.#count(mid, freezes);
    this.#detour = path?.detour ?? this.#detour;
    if (now - this.#toldAt < INTERVAL || (this.#freezes === 0 && this.#detour === this.#told)) return;
    this.#tell(now);
  }

  /** @param {string} mid @param {number} freezes since the stream began */
  #count(mid, freezes) {
    const before = this.#counted.get(mid) ?? 0;
    this.#counted.set(mid, freezes);
    this.#freezes += freezes < before ? freezes : freezes - before;
  }

  /** @param {number} now */
  #tell(now) {
    const reason = this.#detour ? { detour: this.#detour } : {};
    if (!this.#send({ type: 'QUALITY_REPORT', freezes: Math.min(this.#freezes, MOST_FREEZES), ...reason })) return;
    this.#freezes = 0;
    this.#told = this.#detour;
    this.#toldAt = now;
  }
}
