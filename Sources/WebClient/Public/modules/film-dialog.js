import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { openDialog } from './dialogs.js';
import { filmAt, probeDuration, testFilm } from './film-sources.js';

/**
 * Asks what the party shall watch.
 * @param {import('./film-session.js').FilmSession} session
 */
export function openFilmDialog(session) {
  return new FilmDialog(session).element;
}

class FilmDialog {
  #session;
  #address = h('input', { type: 'url', inputmode: 'url', autocomplete: 'off', spellcheck: 'false', placeholder: 'https://films.example/film.mp4', 'aria-describedby': 'film-problem' });
  #file = h('input', { type: 'file', accept: 'video/*', class: 'visually-hidden', on: { change: () => this.#pick() } });
  #problem = h('p', { class: 'field-error', id: 'film-problem', role: 'alert' });
  #busy = h('p', { class: 'film-hint', role: 'status' });
  /** @type {HTMLDialogElement} @readonly */ element;

  /** @param {import('./film-session.js').FilmSession} session */
  constructor(session) {
    this.#session = session;
    this.element = openDialog('Watch a film together', [this.#addressForm(), h('div', { class: 'or', 'aria-hidden': 'true' }, 'or'), this.#fileChoice(), this.#testChoice(), this.#busy]);
    this.#address.focus();
  }

  #addressForm() {
    return h('form', { class: 'film-form', novalidate: true, on: { submit: (/** @type {Event} */ event) => this.#open(event) } },
      h('label', { class: 'field' }, h('span', { class: 'field-label', text: 'Address of a video' }), this.#address), this.#problem,
      h('button', { type: 'submit', class: 'button primary' }, icon('play'), 'Watch this'));
  }

  #fileChoice() {
    return h('div', { class: 'film-choice' },
      h('label', { class: 'button' }, this.#file, 'A file that everyone has…'),
      h('p', { class: 'film-hint', text: 'Each of you picks the same file from disk. It is compared by size and duration, and never uploaded.' }));
  }

  #testChoice() {
    return h('div', { class: 'film-choice' },
      h('button', { type: 'button', class: 'button', 'data-film': 'test', on: { click: () => this.#show(testFilm()) } }, 'The test film'),
      h('p', { class: 'film-hint', text: 'A minute and a half of time code, to see that you are in sync.' }));
  }

  /** @param {Event} event */
  async #open(event) {
    event.preventDefault();
    const { film, problem = '' } = filmAt(this.#address.value, location.protocol === 'https:');
    this.#say(problem);
    if (!film) return this.#address.focus();
    setText(this.#busy, 'Trying whether your browser can play it…');
    try {
      const duration = await probeDuration(film.url ?? '');
      this.#show(Number.isFinite(duration) && duration > 0 ? { ...film, duration } : film);
    } catch (error) {
      this.#say(/** @type {Error} */ (error).message);
    }
    setText(this.#busy, '');
  }

  async #pick() {
    const [file] = this.#file.files ?? [];
    if (!file) return;
    const problem = await this.#session.pick(file, true);
    this.#say(problem);
    if (!problem) this.element.close();
  }

  /** @param {import('./timeline.js').Film} film */
  #show(film) {
    if (!this.element.open) return;
    if (this.#session.show(film)) this.element.close();
    else this.#say('There is no connection to the server right now.');
  }

  /** @param {string} problem */
  #say(problem) {
    setText(this.#problem, problem);
    this.#address.toggleAttribute('aria-invalid', problem !== '');
  }
}
