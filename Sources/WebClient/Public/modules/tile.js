import { h, setText } from './dom.js';
import { icon, swapIcon } from './icons.js';

/**
 * What a tile shows.
 * @typedef {{name: string, isSelf: boolean, source: 'camera' | 'screen', stream: MediaStream | null, videoOn: boolean,
 *   muted: boolean, speaking: boolean, pinned: boolean, role: string, status: string}} TileState `status` replaces the picture's place: '' is none
 */

/** @type {Record<string, string>} members have no badge */
const ROLES = { host: 'Host', deputy: 'Deputy' };
const HUES = [212, 262, 322, 352, 18, 38, 152, 182];

/** One member's picture, or one shared screen. */
export class Tile {
  /** @type {HTMLElement} */ element;
  /** @type {HTMLVideoElement} */ video;
  /** The height it was placed at, not the one it is passing through on its way there. */
  height = 0;
  #avatar; #name; #role; #mute; #pin; #status; #details; #bars;
  /** @type {TileState | null} */ #state = null;

  /** @param {{key: string, memberId: string, source: string, onPin: () => void, onPlaying: () => void}} options */
  constructor({ key, memberId, source, onPin, onPlaying }) {
    this.video = h('video', { class: 'tile-video', autoplay: true, playsinline: true, 'aria-hidden': 'true', on: { playing: onPlaying, resize: onPlaying } });
    // As properties: the attribute alone does not mute an element made by script.
    this.video.muted = true;
    this.video.disablePictureInPicture = false;
    this.#avatar = h('div', { class: 'avatar', 'aria-hidden': 'true' });
    this.#status = h('p', { class: 'tile-status' });
    this.#mute = h('span', { class: 'tile-mute', title: 'Microphone muted' }, icon('microphone-off'));
    this.#name = h('span', { class: 'tile-name' });
    this.#role = h('span', { class: 'badge', hidden: true });
    this.#bars = h('span', { class: 'bars', 'data-quality': '0' }, h('i'), h('i'), h('i'));
    this.#details = h('p', { class: 'tile-details' });
    this.#pin = h('button', { type: 'button', class: 'tile-pin', on: { click: onPin } }, icon('pin'));
    this.element = h('section', { class: 'tile', role: 'group', tabindex: '-1', 'data-key': key, 'data-member-id': memberId, 'data-source': source },
      h('div', { class: 'tile-empty' }, this.#avatar, this.#status), this.video, this.#details,
      h('div', { class: 'tile-label' }, this.#mute, this.#name, this.#role, this.#bars), this.#pin);
    this.element.addEventListener('dblclick', (event) => { if (!this.#pin.contains(event.target)) onPin(); });
  }

  /** @param {TileState} state */
  update(state) {
    const before = this.#state;
    this.#state = state;
    if (before?.name !== state.name) this.#showName(state);
    if (this.video.srcObject !== state.stream) this.video.srcObject = state.stream;
    const { classList } = this.element;
    classList.toggle('has-video', state.videoOn && state.stream !== null && state.status === '');
    classList.toggle('is-self', state.isSelf && state.source === 'camera');
    classList.toggle('is-screen', state.source === 'screen');
    classList.toggle('is-speaking', state.speaking);
    classList.toggle('is-pinned', state.pinned);
    this.#mute.hidden = !(state.muted && state.source === 'camera');
    setText(this.#role, ROLES[state.role] ?? '');
    this.#role.hidden = !(state.role in ROLES);
    setText(this.#status, state.status);
    this.#showPin(state);
    this.element.setAttribute('aria-label', spokenLabel(state));
  }

  /**
   * @param {string} details one line, '' hides it
   * @param {number} quality 0 ... 3 bars
   */
  showConnection(details, quality) {
    this.#bars.dataset.quality = String(quality);
    this.#bars.title = details;
    setText(this.#details, details);
  }

  /** @param {import('./layout.js').Rectangle} place */
  place({ x, y, width, height }) {
    const { style } = this.element;
    this.height = height;
    style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    style.width = `${Math.floor(width)}px`;
    style.height = `${Math.floor(height)}px`;
    this.element.classList.toggle('is-small', width < 220 || height < 130);
    this.element.style.setProperty('--tile-height', `${Math.floor(Math.min(height, width))}px`);
  }


  /**
   * The picture's shape, known once it plays.
   * @returns {number | undefined}
   */
  get aspect() {
    const { videoWidth, videoHeight } = this.video;
    return videoWidth > 0 && videoHeight > 0 ? videoWidth / videoHeight : undefined;
  }

  remove() {
    this.video.srcObject = null;
    this.element.remove();
  }

  /** @param {TileState} state */
  #showName({ name, isSelf, source }) {
    const shown = isSelf ? `${name} (you)` : name;
    setText(this.#name, source === 'screen' ? `${isSelf ? 'Your' : `${name}’s`} screen` : shown);
    setText(this.#avatar, initials(name));
    this.element.style.setProperty('--hue', String(HUES[hash(name) % HUES.length]));
  }

  /** @param {TileState} state */
  #showPin({ pinned, name, source }) {
    swapIcon(this.#pin, 'pin');
    this.#pin.setAttribute('aria-pressed', String(pinned));
    this.#pin.setAttribute('aria-label', `Pin ${name}${source === 'screen' ? '’s screen' : ''}`);
    this.#pin.title = pinned ? 'Unpin (P)' : 'Pin (P)';
  }
}

/** @param {TileState} state */
function spokenLabel({ name, isSelf, source, muted, videoOn, pinned, role, status }) {
  const facts = [source === 'screen' ? `Screen of ${name}` : isSelf ? `${name}, you` : name];
  if (source === 'camera') facts.push(muted ? 'microphone muted' : 'microphone on', videoOn ? 'camera on' : 'camera off');
  if (role in ROLES) facts.push(ROLES[role].toLowerCase());
  if (pinned) facts.push('pinned');
  if (status) facts.push(status);
  return facts.join(', ');
}

/**
 * First letters of the first and last word.
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return letters.map((word) => [...word][0]).join('').toLocaleUpperCase() || [...name.trim()][0] || '?';
}

/** @param {string} text */
function hash(text) {
  let value = 7;
  for (const character of text) value = (value * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return value;
}
