import { PartyEvent } from './party-event.js';
import { partyLink } from './party-link.js';

const ANSWER_LIMIT = 10_000;

/**
 * The link by which others come in: the room's address, or one with an invitation in it where the server asks for one.
 * Events: `change` (whether invitations are needed has become known).
 */
export class Invitations extends EventTarget {
  /** The room's address alone lets nobody in. */
  isNeeded = false;
  #count = 0;
  /** @type {Map<string, {resolve: (link: string) => void, reject: (error: Error) => void, timer: any}>} */ #asked = new Map();
  #party; #origin;

  /** @param {import('./party.js').Party} party @param {string} [origin] where this page is from */
  constructor(party, origin = globalThis.location?.origin ?? '') {
    super();
    this.#party = party;
    this.#origin = origin;
    const on = (/** @type {string} */ type, /** @type {(message: any) => void} */ handle) => {
      party.signaling.addEventListener(type, (event) => handle(/** @type {any} */ (event).detail));
    };
    on('WELCOME', ({ invitations }) => this.#welcome(invitations === true));
    on('INVITATION', (message) => this.#arrived(message));
    on('ERROR', (error) => { if (error.in === 'INVITE') this.#failAll(new Error(error.message)); });
    on('lost', () => this.#failAll(new Error('The connection to the server was lost.')));
  }

  /** The room's address, without an invitation. */
  get address() {
    return partyLink(this.#party.roomId, this.#origin);
  }

  /**
   * A link to give to others, with a fresh invitation when one is needed.
   * @returns {Promise<string>} rejected when this member may not invite, or nobody answers
   */
  link() {
    if (!this.isNeeded) return Promise.resolve(this.address);
    const id = `invite-${(this.#count += 1)}`;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle(id)?.reject(new Error('The server did not answer.')), ANSWER_LIMIT);
      this.#asked.set(id, { resolve, reject, timer });
      if (!this.#party.signaling.send({ type: 'INVITE', id })) this.#settle(id)?.reject(new Error('There is no connection to the server.'));
    });
  }

  /** @param {boolean} isNeeded */
  #welcome(isNeeded) {
    if (this.isNeeded === isNeeded) return;
    this.isNeeded = isNeeded;
    this.dispatchEvent(new PartyEvent('change'));
  }

  #arrived(/** @type {any} */ { id, token, link }) {
    if (typeof token !== 'string') return;
    const whole = typeof link === 'string' && /^https?:\/\//.test(link) ? link : partyLink(this.#party.roomId, this.#origin, token);
    this.#settle(id)?.resolve(whole);
  }

  /** @param {Error} error */
  #failAll(error) {
    for (const id of [...this.#asked.keys()]) this.#settle(id)?.reject(error);
  }

  /** @param {string} id */
  #settle(id) {
    const asked = this.#asked.get(id);
    clearTimeout(asked?.timer);
    this.#asked.delete(id);
    return asked;
  }
}
