/** The server refused, or could not be reached (`status` 0). */
export class ApiError extends Error {
  /** @param {number} status @param {string} message */
  constructor(status, message) {
    super(message);
    /** @readonly */
    this.status = status;
  }
}

const PATIENCE = 20_000;

/** What the operator's page asks of the server. */
export class AdminAPI {
  #token;
  #fetch;
  #base;

  /** @param {{token: string, fetch?: typeof fetch, base?: string}} options */
  constructor({ token, fetch = globalThis.fetch.bind(globalThis), base = '/admin/api' }) {
    this.#token = token;
    this.#fetch = fetch;
    this.#base = base;
  }

  /** The server now, and a line for each room. */
  overview() {
    return this.#ask('GET', ['overview']);
  }

  /** @param {string} room */
  room(room) {
    return this.#ask('GET', ['rooms', room]);
  }

  /** @param {string} room */
  async closeRoom(room) {
    await this.#ask('POST', ['rooms', room, 'close']);
  }

  /** @param {string} room @param {string} member */
  async kick(room, member) {
    await this.#ask('POST', ['rooms', room, 'members', member, 'kick']);
  }

  /** @param {{room?: string, member?: string, since?: number | null, until?: number | null, limit?: number}} filter */
  sessions(filter) {
    return this.#ask('GET', ['sessions'], filter);
  }

  /** @param {string} session */
  session(session) {
    return this.#ask('GET', ['sessions', session]);
  }

  /** @param {string} session @param {{since?: number | null, until?: number | null, limit?: number}} [part] */
  timeline(session, part = {}) {
    return this.#ask('GET', ['sessions', session, 'timeline'], part);
  }

  /** @param {string} session @param {{since?: number | null, limit?: number}} [part] */
  quality(session, part = {}) {
    return this.#ask('GET', ['sessions', session, 'quality'], part);
  }

  /**
   * @param {string} method @param {string[]} path @param {Record<string, string | number | null | undefined>} [query]
   * @returns {Promise<any>} what the JSON says
   */
  async #ask(method, path, query = {}) {
    const known = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
    const search = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString();
    const address = `${this.#base}/${path.map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
    const answer = await this.#send(address, {
      method, headers: { authorization: `Bearer ${this.#token}` }, cache: 'no-store', credentials: 'omit', redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (!answer.ok) throw new ApiError(answer.status, (await answer.text().catch(() => '')).trim() || `The server answered ${answer.status}.`);
    return answer.status === 204 ? null : answer.json().catch(() => { throw new ApiError(0, 'The answer was cut off.'); });
  }

  /** @param {string} address @param {RequestInit} options */
  async #send(address, options) {
    try {
      return await this.#fetch(address, options);
    } catch {
      throw new ApiError(0, 'The server cannot be reached.');
    }
  }
}
