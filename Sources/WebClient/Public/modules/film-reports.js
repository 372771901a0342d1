/** A player that cannot play on for this long is not just seeking. Milliseconds. */
const PATIENCE = 500;

/**
 * Tells the party whether this member's player can play: `none`, `stalled` or `ready`.
 * @typedef {'none' | 'stalled' | 'ready'} PlayerState
 */
export class FilmReports {
  /** @type {number | null} */ #since = null;
  /** @type {PlayerState} */ #told = 'none';
  #revision = 0;
  #isLate = false;
  #send;

  /** @param {(message: {type: string} & Record<string, any>) => unknown} send */
  constructor(send) {
    this.#send = send;
  }

  get isStalled() {
    return this.#told === 'stalled';
  }

  /**
   * Another film: the server knows nothing of it yet.
   * @param {number} revision @param {boolean} isLate the others watch it already, and are not asked to wait while it loads here
   */
  begin(revision, isLate) {
    this.#revision = revision;
    this.#isLate = isLate;
    this.#told = 'none';
    this.#since = null;
  }

  /** This member has caught up with the others: from now on they are asked to wait for it. */
  arrived() {
    this.#isLate = false;
  }

  /** The server may have forgotten what it was told. */
  repeat() {
    const { isStalled } = this;
    this.#told = 'none';
    if (isStalled) this.#tell('stalled');
  }

  /**
   * @param {{absent: boolean, playable: boolean, duration: number}} player @param {number} now milliseconds
   */
  look({ absent, playable, duration }, now) {
    if (absent) return this.#tell('none');
    if (playable) {
      this.#since = null;
      return this.#tell('ready', duration);
    }
    this.#since ??= now;
    const isLoading = this.#told === 'none';
    if (!this.#isLate && (isLoading || now - this.#since >= PATIENCE)) this.#tell('stalled');
  }

  /** @param {number} error milliseconds, positive when ahead */
  tellError(error) {
    this.#send({ type: 'SYNC_REPORT', revision: this.#revision, error: Math.round(error * 10) / 10 });
  }

  /** @param {PlayerState} state @param {number} [duration] */
  #tell(state, duration) {
    if (this.#told === state) return;
    this.#told = state;
    const known = duration !== undefined && Number.isFinite(duration) && duration > 0;
    this.#send({ type: 'BUFFERING', revision: this.#revision, state, ...(known ? { duration } : {}) });
  }
}
