/** Stand-ins for what browsers have and Node has not. */

/** A clock that moves only when told. */
export class ManualTimers {
  time = 0;
  #next = 1;
  /** @type {Map<number, {at: number, run: () => void}>} */
  #pending = new Map();

  now = () => this.time;
  setTimeout = (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    const id = this.#next++;
    this.#pending.set(id, { at: this.time + ms, run });
    return id;
  };
  clearTimeout = (/** @type {any} */ id) => { this.#pending.delete(id); };

  /**
   * The page is asleep for a while: what was due runs once, late.
   * @param {number} ms
   */
  oversleep(ms) {
    this.time += ms;
    const due = [...this.#pending].filter(([, timer]) => timer.at <= this.time);
    for (const [id, timer] of due) if (this.#pending.delete(id)) timer.run();
  }

  /** @param {number} ms */
  advance(ms) {
    const end = this.time + ms;
    for (;;) {
      const due = [...this.#pending].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.#pending.delete(due[0]);
      this.time = due[1].at;
      due[1].run();
    }
    this.time = end;
  }
}

/** A WebSocket whose other end is the test. */
export class FakeSocket {
  readyState = 0;
  /** @type {any[]} */ sent = [];
  /** @type {any} */ onopen = null;
  /** @type {any} */ onmessage = null;
  /** @type {any} */ onclose = null;
  closed = false;

  /** @param {string} text */
  send(text) { this.sent.push(JSON.parse(text)); }
  /** @type {number | undefined} */ code;
  close(/** @type {number} */ code) { this.closed = true; this.code = code; this.readyState = 3; }
  open() { this.readyState = 1; this.onopen?.(); }
  /** @param {any} message */
  say(message) { this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) }); }
  /** @param {number} code */
  drop(code = 1006) { this.readyState = 3; this.onclose?.({ code, reason: '' }); }
  /** @param {string} type */
  sentOf(type) { return this.sent.filter((message) => message.type === type); }
}

/** Lets promises that are ready run. */
export async function settle() {
  for (let round = 0; round < 30; round += 1) await Promise.resolve();
}

/** @param {number} ms */
export function wait(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

/** What a browser's storage is, for one test. */
export function memoryStorage() {
  /** @type {Map<string, string>} */
  const map = new Map();
  return {
    map, getItem: (/** @type {string} */ key) => map.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => { map.set(key, value); }, removeItem: (/** @type {string} */ key) => { map.delete(key); },
  };
}
