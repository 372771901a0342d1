import { PartyEvent } from './party-event.js';
import { h } from './dom.js';
import { icon } from './icons.js';
import { DevicePicker } from './device-picker.js';
import { invitationFrom, roomIdFromInput } from './party-link.js';

/**
 * The first page: who are you, how do you look, and which party.
 * Events: `enter` ({name, roomId, invitation}); roomId is null for a new party, the invitation unless a link with one was pasted.
 */
export class WelcomeView extends EventTarget {
  /** @type {DevicePicker} */ #picker;
  #name; #link; #linkError; #nameError;
  /** @type {HTMLElement} @readonly */ element;

  /**
   * @param {{devices: import('./devices.js').Devices, name: string, roomId: string | null, notice?: string, left?: boolean}} options
   */
  constructor({ devices, name, roomId, notice = '', left = false }) {
    super();
    this.#picker = new DevicePicker(devices, { speaker: false });
    this.#name = h('input', { id: 'name', name: 'name', value: name, maxlength: '64', required: true, autocomplete: 'nickname', placeholder: 'What friends call you', 'aria-describedby': 'name-error' });
    this.#nameError = h('p', { class: 'field-error', id: 'name-error', role: 'alert' });
    this.#linkError = h('p', { class: 'field-error', id: 'link-error', role: 'alert' });
    this.#link = h('input', { id: 'link', name: 'link', placeholder: 'Paste a party link', autocomplete: 'off', spellcheck: 'false', 'aria-label': 'Party link', 'aria-describedby': 'link-error' });
    this.element = h('main', { class: 'welcome' },
      h('header', { class: 'hero' }, brand(), h('h1', { tabindex: '-1', text: this.#title(roomId, left) }), h('p', { class: 'lead', text: this.#lead(roomId, left) })),
      notice ? h('p', { class: 'problem', role: 'alert' }, icon('warning'), notice) : null,
      h('div', { class: 'welcome-card' }, h('div', { class: 'welcome-preview' }, this.#picker.preview, this.#picker.choices),
        h('form', { class: 'welcome-form', novalidate: true, on: { submit: (/** @type {Event} */ event) => this.#submit(event, roomId) } },
          h('label', { class: 'field', for: 'name' }, h('span', { class: 'field-label', text: 'Your name' }), this.#name, this.#nameError),
          ...(roomId ? this.#joinActions(left) : this.#startActions()))));
  }

  focus() {
    const target = this.#name.value ? this.element.querySelector('h1') : this.#name;
    /** @type {HTMLElement | null} */ (target)?.focus({ preventScroll: true });
  }

  destroy() {
    this.#picker.destroy();
    this.element.remove();
  }

  /** @param {string | null} roomId @param {boolean} left */
  #title(roomId, left) {
    if (left) return 'You left the party';
    return roomId ? 'Your friends are waiting' : 'Watch together, wherever you are';
  }

  /** @param {string | null} roomId @param {boolean} left */
  #lead(roomId, left) {
    if (left) return 'Come back any time: the link stays the same.';
    return roomId ? `You are invited to ${roomId}. Check how you look, then come in.`
      : 'Start a party, send the link to your friends, and see and hear each other while the film plays.';
  }

  /** @param {boolean} left */
  #joinActions(left) {
    return [
      h('button', { type: 'submit', class: 'button primary large', text: left ? 'Rejoin the party' : 'Join the party' }),
      h('a', { class: 'quiet-link', href: '/', text: 'Start a party of your own' }),
    ];
  }

  #startActions() {
    return [
      h('button', { type: 'submit', class: 'button primary large', text: 'Start a party' }),
      h('div', { class: 'or', 'aria-hidden': 'true' }, 'or'),
      h('div', { class: 'join-row' }, this.#link, h('button', { type: 'submit', name: 'join', class: 'button', text: 'Join' })),
      this.#linkError,
    ];
  }

  /** @param {Event} event @param {string | null} roomId */
  #submit(event, roomId) {
    event.preventDefault();
    const name = cleanName(this.#name.value);
    this.#nameError.textContent = name ? '' : 'Please tell your friends who you are.';
    this.#name.toggleAttribute('aria-invalid', !name);
    if (!name) return this.#name.focus();
    const pressed = /** @type {SubmitEvent} */ (event).submitter;
    const joins = pressed?.getAttribute('name') === 'join' || this.element.contains(this.#link) && document.activeElement === this.#link;
    const target = joins ? roomIdFromInput(this.#link.value) : roomId;
    this.#linkError.textContent = joins && !target ? 'This is not a party link. It looks like …/party/film-night-x7k2q9mwt.' : '';
    if (joins && !target) return this.#link.focus();
    this.dispatchEvent(new PartyEvent('enter', { name, roomId: target, invitation: joins ? invitationFrom(this.#link.value) : null }));
  }
}

export function brand() {
  return h('p', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), 'ToperParty');
}

/**
 * What the server takes as a name: no control characters, at most 64 characters.
 * @param {string} text
 */
export function cleanName(text) {
  const visible = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ').replace(/\s+/g, ' ').trim();
  return [...visible].slice(0, 64).join('').trim();
}
