import { h, setText } from '../modules/dom.js';

/** Asks for the token. Emits `token` with it. */
export class LoginView extends EventTarget {
  #field = h('input', { id: 'token', type: 'password', autocomplete: 'current-password', spellcheck: 'false', required: true, maxlength: 1024, 'aria-describedby': 'token-error' });
  #error = h('p', { id: 'token-error', class: 'field-error', role: 'alert' });
  /** @type {HTMLElement} @readonly */
  element;

  /** @param {{problem?: string}} options */
  constructor({ problem = '' } = {}) {
    super();
    const form = h('form', { class: 'login-card', on: { submit: (/** @type {SubmitEvent} */ event) => this.#submit(event) } },
      h('span', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), 'ToperParty'),
      h('h1', { text: 'Operator’s page' }),
      // Password managers keep a password under a name.
      h('input', { type: 'text', autocomplete: 'username', value: 'operator', readonly: true, hidden: true }),
      h('label', { class: 'field' }, h('span', { class: 'field-label', text: 'Token' }), this.#field), this.#error,
      h('button', { type: 'submit', class: 'button primary large', text: 'Sign in' }),
      h('p', { class: 'login-hint', text: 'The server prints an address with the token when it starts, unless its settings choose one (admin-token).' }));
    this.element = h('main', { class: 'login' }, form);
    this.fail(problem);
  }

  /** @param {string} problem */
  fail(problem) {
    setText(this.#error, problem);
    if (problem) this.#field.setAttribute('aria-invalid', 'true');
  }

  focus() {
    this.#field.focus();
  }

  destroy() {}

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const token = this.#field.value.trim();
    if (token) this.dispatchEvent(new CustomEvent('token', { detail: token }));
  }
}
