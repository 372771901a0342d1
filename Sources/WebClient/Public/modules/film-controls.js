import { h, setText } from './dom.js';
import { icon, swapIcon } from './icons.js';
import { timeText } from './film-sources.js';

/**
 * @typedef {{playing: boolean, position: number, duration: number, rate: number, isLive: boolean, mayControl: boolean, pending: boolean}} FilmState
 * @typedef {{playPause: () => void, skip: (seconds: number) => void, seek: (position: number) => void, rate: (rate: number) => void,
 *   volume: (volume: number) => void, tiles: () => void, choose: () => void}} FilmActions
 */

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 2];
export const SKIP = 10;

/** Play, seek bar, time, rate, volume: what is below the film. */
export class FilmControls {
  #play; #bar; #time; #rate; #back; #forward;
  /** While the user drags, the bar is theirs. */
  #isDragged = false;
  /** @type {HTMLElement} @readonly */ element;

  /** @param {FilmActions} actions @param {number} volume 0 to 1 */
  constructor(actions, volume) {
    const button = (/** @type {string} */ glyph, /** @type {string} */ label, /** @type {() => void} */ run, /** @type {string} */ name) =>
      h('button', { type: 'button', class: 'round film-button', title: label, 'aria-label': label, 'data-film-control': name, 'data-icon': glyph, on: { click: run } }, icon(glyph));
    this.#play = button('play', 'Play (K)', actions.playPause, 'play');
    this.#back = button('back', `Back ${SKIP} seconds (J)`, () => actions.skip(-SKIP), 'back');
    this.#forward = button('forward', `Forward ${SKIP} seconds (L)`, () => actions.skip(SKIP), 'forward');
    this.#bar = h('input', { type: 'range', class: 'film-bar', min: '0', max: '1', step: 'any', value: '0', 'aria-label': 'Position in the film',
      on: { input: () => this.#drag(), change: () => this.#drop(actions.seek), keydown: (/** @type {KeyboardEvent} */ event) => this.#step(event, actions.skip) } });
    this.#time = h('span', { class: 'film-time' });
    this.#rate = h('select', { class: 'film-rate', 'aria-label': 'Speed for everyone', title: 'Speed for everyone', on: { change: () => actions.rate(Number(this.#rate.value)) } },
      ...RATES.map((rate) => h('option', { value: String(rate), text: `${rate}×` })));
    const loud = h('input', { type: 'range', class: 'film-volume', min: '0', max: '100', value: String(Math.round(volume * 100)), 'aria-label': 'Volume of the film',
      on: { input: () => actions.volume(Number(loud.value) / 100) } });
    this.element = h('div', { class: 'film-controls', role: 'group', 'aria-label': 'Film controls' }, this.#bar,
      h('div', { class: 'film-row' }, this.#play, this.#back, this.#forward, this.#time, h('span', { class: 'film-gap' }),
        h('label', { class: 'film-loud', title: 'Volume of the film' }, icon('speaker'), loud), this.#rate,
        button('tiles', 'People beside or over the film (T)', actions.tiles, 'tiles'), button('film', 'Another film (W)', actions.choose, 'choose')));
  }

  /** @param {FilmState} state */
  show({ playing, position, duration, rate, isLive, mayControl, pending }) {
    const known = Number.isFinite(duration) && duration > 0;
    swapIcon(this.#play, playing ? 'pause' : 'play');
    this.#label(this.#play, playing ? 'Pause for everyone (K)' : 'Play for everyone (K)');
    this.#play.toggleAttribute('aria-busy', pending);
    for (const control of [this.#play, this.#bar, this.#rate, this.#back, this.#forward]) control.disabled = !mayControl;
    for (const control of [this.#rate, this.#back, this.#forward]) control.hidden = isLive;
    this.#bar.hidden = !known;
    setText(this.#time, isLive ? 'Live' : known ? `${timeText(Math.min(position, duration))} / ${timeText(duration)}` : timeText(position));
    this.#showRate(rate);
    if (!this.#isDragged && known) this.#place(position, duration);
  }

  /** @param {number} position @param {number} duration */
  #place(position, duration) {
    // Once a second, as the time beside it: each repaint costs a page without a GPU some thousandths of a core.
    const isShown = this.#bar.max === String(duration) && Math.floor(Number(this.#bar.value)) === Math.floor(position);
    if (isShown) return;
    this.#bar.max = String(duration);
    this.#bar.value = String(Math.min(position, duration));
    this.#paint();
  }

  #paint() {
    const [value, max] = [Number(this.#bar.value), Number(this.#bar.max)];
    this.#bar.style.setProperty('--played', `${max > 0 ? (100 * value) / max : 0}%`);
    this.#bar.setAttribute('aria-valuetext', `${timeText(value)} of ${timeText(max)}`);
  }

  /** @param {number} rate */
  #showRate(rate) {
    const value = String(rate);
    if (this.#rate.value === value || document.activeElement === this.#rate) return;
    if (![...this.#rate.options].some((option) => option.value === value)) this.#rate.append(h('option', { value, text: `${value}×` }));
    this.#rate.value = value;
  }

  #drag() {
    this.#isDragged = true;
    this.#paint();
  }

  /** @param {(position: number) => void} seek */
  #drop(seek) {
    this.#isDragged = false;
    seek(Number(this.#bar.value));
  }

  /**
   * A range without steps moves by pixels; seconds are what is meant.
   * @param {KeyboardEvent} event @param {(seconds: number) => void} skip
   */
  #step(event, skip) {
    const seconds = { ArrowLeft: -5, ArrowDown: -5, ArrowRight: 5, ArrowUp: 5, PageDown: -60, PageUp: 60 }[event.key];
    if (!seconds) return;
    event.preventDefault();
    skip(seconds);
  }

  /** @param {HTMLElement} button @param {string} label */
  #label(button, label) {
    button.title = label;
    if (button.getAttribute('aria-label') !== label) button.setAttribute('aria-label', label);
  }
}
