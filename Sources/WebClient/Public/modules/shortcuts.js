import { browserStorage } from './devices.js';

/**
 * Keyboard shortcuts of one key. They can be switched off (WCAG 2.1.4): speech input types letters.
 * @typedef {{key: string, label: string, does: string, run: () => void, shift?: boolean}} Shortcut `label` is what is printed on the key
 */
export class Shortcuts {
  /** @type {Shortcut[]} */ #list;
  #storage; #target;
  #enabled;
  #listener = (/** @type {KeyboardEvent} */ event) => this.#pressed(event);

  /** @param {Shortcut[]} list @param {{target?: EventTarget, storage?: import('./devices.js').Storage}} options */
  constructor(list, { target = globalThis, storage = browserStorage() } = {}) {
    this.#list = list;
    this.#target = target;
    this.#storage = storage;
    this.#enabled = storage.getItem('toperparty.shortcuts') !== 'off';
    target.addEventListener('keydown', /** @type {EventListener} */ (this.#listener));
  }

  get list() {
    return this.#list;
  }

  get enabled() {
    return this.#enabled;
  }

  set enabled(on) {
    this.#enabled = on;
    try {
      this.#storage.setItem('toperparty.shortcuts', on ? 'on' : 'off');
    } catch {
      // Not remembered, but obeyed.
    }
  }

  destroy() {
    this.#target.removeEventListener('keydown', /** @type {EventListener} */ (this.#listener));
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented || isTyping(event.target)) return;
    const shortcut = this.#list.find(({ key, shift = false }) => key === event.key.toLowerCase() && (key === '?' || shift === event.shiftKey));
    // Help stays reachable: it is where they are switched on again.
    if (!shortcut || (!this.#enabled && shortcut.key !== '?')) return;
    event.preventDefault();
    shortcut.run();
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  const element = /** @type {HTMLElement | null} */ (target);
  return Boolean(element?.closest?.('input, select, textarea, dialog[open], [contenteditable]'));
}
