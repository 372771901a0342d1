import { h } from './dom.js';

const GATHER = 400;
const TOAST_TIME = 4_000;
const MOST_TOASTS = 3;

/** Tells what happened: to screen readers through a live region, to eyes through short notes. */
export class Announcer {
  /** @type {string[]} */ #pending = [];
  /** @type {any} */ #timer = null;
  #live = h('div', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
  #toasts = h('div', { class: 'toasts', 'aria-hidden': 'true' });

  /** @type {HTMLElement} @readonly */
  element = h('div', { class: 'announcer' }, this.#live, this.#toasts);

  /**
   * Spoken only.
   * @param {string} text
   */
  say(text) {
    this.#pending.push(text);
    // Gathered: a region that changes twice at once is read out only once.
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#live.textContent = this.#pending.splice(0).join(' ');
    }, GATHER);
  }

  /**
   * Spoken and shown.
   * @param {string} text
   */
  note(text) {
    this.say(text);
    const toast = h('div', { class: 'toast', text });
    this.#toasts.append(toast);
    while (this.#toasts.childElementCount > MOST_TOASTS) this.#toasts.firstElementChild?.remove();
    setTimeout(() => toast.remove(), TOAST_TIME);
  }
}
