import { h } from './dom.js';
import { icon, swapIcon } from './icons.js';

/**
 * @typedef {{name: string, icon: string, label: string, shortcut: string, run: () => void, class?: string, hidden?: boolean}} Control
 * @typedef {{icon?: string, label: string, pressed?: boolean, off?: boolean, active?: boolean, busy?: boolean}} ControlState
 */

/** The row of round buttons below the stage. */
export class ControlBar {
  /** @type {Map<string, {button: HTMLButtonElement, shortcut: string}>} */
  #controls = new Map();
  /** @type {HTMLElement} @readonly */
  element = h('div', { class: 'controls', role: 'toolbar', 'aria-label': 'Party controls' });

  /** @param {Control[]} controls */
  constructor(controls) {
    for (const control of controls) this.#add(control);
    this.element.addEventListener('keydown', (event) => this.#move(event));
  }

  /** @param {string} name @param {ControlState} state */
  show(name, { icon: glyph, label, pressed, off = false, active = false, busy = false }) {
    const control = this.#controls.get(name);
    if (!control) return;
    const { button, shortcut } = control;
    if (glyph) swapIcon(button, glyph);
    button.classList.toggle('is-off', off);
    button.classList.toggle('is-active', active);
    button.toggleAttribute('aria-busy', busy);
    if (pressed !== undefined) button.setAttribute('aria-pressed', String(pressed));
    button.title = `${label} (${shortcut})`;
    if (pressed === undefined) button.setAttribute('aria-label', label);
  }

  /**
   * A number on a button; 0 is none.
   * @param {string} name @param {number} count
   */
  count(name, count) {
    const button = this.#controls.get(name)?.button;
    if (!button) return;
    button.querySelector('.unread')?.remove();
    if (count > 0) button.append(h('span', { class: 'unread', 'aria-label': `${count} unread`, text: count > 99 ? '99+' : String(count) }));
  }

  /** @param {Control} control */
  #add({ name, icon: glyph, label, shortcut, run, class: extra = '', hidden = false }) {
    const button = h('button', {
      type: 'button', class: `round ${extra}`, 'data-control': name, 'data-icon': glyph, title: `${label} (${shortcut})`,
      'aria-label': label, 'aria-keyshortcuts': shortcut.replace('⇧', 'Shift+'), on: { click: run }, hidden,
    }, icon(glyph));
    this.#controls.set(name, { button, shortcut });
    this.element.append(button);
  }

  /**
   * Arrow keys walk along the toolbar.
   * @param {KeyboardEvent} event
   */
  #move(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = /** @type {HTMLElement[]} */ ([...this.element.querySelectorAll('button:not([hidden])')]);
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  }
}
