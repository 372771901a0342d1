import { PartyEvent } from './party-event.js';

/**
 * Plays the sound of every audio slot, one hidden element a slot that never changes its track: tiles may come, go and
 * be laid out anew without a click in the sound. Lip sync does not need both in one element: the slots of a seat
 * share an msid, which is what browsers synchronise by.
 *
 * Event `blocked` (boolean): the browser refuses to play before the user has clicked somewhere.
 */
export class AudioSink extends EventTarget {
  /** @type {Map<string, HTMLAudioElement>} */
  #elements = new Map();
  #blocked = false;
  #speaker = '';
  #createElement;

  /** @param {{createElement?: () => HTMLAudioElement}} options */
  constructor({ createElement = () => new Audio() } = {}) {
    super();
    this.#createElement = createElement;
  }

  get blocked() {
    return this.#blocked;
  }

  /** @param {string} mid @param {MediaStream} stream */
  attach(mid, stream) {
    let element = this.#elements.get(mid);
    if (element?.srcObject === stream) return;
    if (!element) this.#elements.set(mid, (element = this.#create()));
    element.srcObject = stream;
    this.#play(element);
  }

  clear() {
    for (const element of this.#elements.values()) element.srcObject = null;
    this.#elements.clear();
    this.#setBlocked(false);
  }

  /** To be called from a click or key press. */
  async resume() {
    this.#setBlocked(false);
    await Promise.all([...this.#elements.values()].map((element) => this.#play(element)));
  }

  /** @param {string} deviceId '' is the system's choice */
  async setSpeaker(deviceId) {
    this.#speaker = deviceId;
    await Promise.all([...this.#elements.values()].map((element) => this.#route(element)));
  }

  #create() {
    const element = this.#createElement();
    element.autoplay = true;
    if (this.#speaker) this.#route(element);
    return element;
  }

  /** @param {HTMLAudioElement} element */
  async #route(element) {
    if (typeof (/** @type {any} */ (element).setSinkId) !== 'function') return;
    // A speaker that has been unplugged since: the sound stays on the system's choice.
    await (/** @type {any} */ (element)).setSinkId(this.#speaker).catch(() => {});
  }

  /** @param {HTMLAudioElement} element */
  async #play(element) {
    try {
      await element.play();
    } catch (error) {
      if (/** @type {Error} */ (error).name === 'NotAllowedError') this.#setBlocked(true);
    }
  }

  /** @param {boolean} blocked */
  #setBlocked(blocked) {
    if (this.#blocked === blocked) return;
    this.#blocked = blocked;
    this.dispatchEvent(new PartyEvent('blocked', blocked));
  }
}
