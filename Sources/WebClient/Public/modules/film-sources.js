/**
 * What films there are and where they come from.
 *
 * @typedef {import('./timeline.js').Film} Film
 * @typedef {{film: Film, problem?: undefined} | {film?: undefined, problem: string}} Choice
 * @typedef {Pick<HTMLVideoElement, 'src' | 'preload' | 'muted' | 'duration' | 'load' | 'removeAttribute' | 'addEventListener'>} ProbeElement
 */

/** The short film that every server ships. */
export const TEST_FILM = '/films/test.webm';
const LONGEST_URL = 2048;
const LONGEST_TITLE = 200;
const PROBE_LIMIT = 20_000;
/** Containers tell durations rounded in different ways. Seconds. */
const DURATION_TOLERANCE = 0.5;

/**
 * The film at an address that somebody typed.
 * @param {string} text @param {boolean} [secure] whether the page came by https, where browsers load nothing by http
 * @returns {Choice}
 */
export function filmAt(text, secure = false) {
  const typed = text.trim();
  if (!typed) return { problem: 'Paste the address of a video file, such as https://films.example/film.mp4.' };
  const url = readAddress(typed);
  if (!url) return { problem: 'A film’s address begins with https:// or http://.' };
  if (url.username || url.password) return { problem: 'An address with a user name and a password would show them to everybody.' };
  if (secure && url.protocol === 'http:') return { problem: 'This page came by https, so the browser loads films by https only.' };
  url.hash = '';
  if (url.href.length > LONGEST_URL) return { problem: `This address is longer than ${LONGEST_URL} characters.` };
  return { film: { kind: 'web', url: url.href, title: titleFromAddress(url) } };
}

/** @param {string} text @returns {URL | null} */
function readAddress(text) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
  } catch {
    return null;
  }
}

/** @param {URL} url */
function titleFromAddress({ pathname, hostname }) {
  const last = pathname.split('/').filter(Boolean).pop();
  if (!last) return hostname;
  try {
    return cleanTitle(decodeURIComponent(last));
  } catch {
    return cleanTitle(last);
  }
}

/** @param {string} text */
function cleanTitle(text) {
  const name = text.replace(/\.(mp4|m4v|mov|webm|mkv|ogv|m3u8)$/i, '').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return [...name].slice(0, LONGEST_TITLE).join('');
}

/** @param {{name: string, size: number}} file @param {number} duration seconds @returns {Film} */
export function filmInFile({ name, size }, duration) {
  return { kind: 'file', size, duration, title: cleanTitle(name) };
}

/** @returns {Film} */
export function testFilm() {
  return { kind: 'test' };
}

/**
 * Whether a file from somebody's disk is the film that the party watches. It is never sent anywhere, so size and duration have to tell.
 * @param {Film} film @param {{size: number}} file @param {number} duration
 */
export function isSameFile(film, file, duration) {
  const wanted = film.duration ?? duration;
  return film.kind === 'file' && film.size === file.size && Math.abs(wanted - duration) <= DURATION_TOLERANCE;
}

/** @param {Film} film */
export function filmTitle(film) {
  if (film.kind === 'test') return 'Test film';
  if (film.title) return film.title;
  return film.kind === 'file' ? 'A file' : film.url ?? 'A film';
}

/** @param {number} seconds */
export function timeText(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** @param {number} bytes */
export function sizeText(bytes) {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  const step = Math.min(units.length - 1, bytes > 0 ? Math.floor(Math.log10(bytes) / 3) : 0);
  const value = bytes / 1000 ** step;
  return `${value >= 100 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step]}`;
}

/**
 * Whether the browser can play what is at an address, and how long it is.
 * @param {string} source @param {{createElement?: () => ProbeElement, patience?: number}} options
 * @returns {Promise<number>} seconds, Infinity for a live stream; rejected when it cannot be played
 */
export function probeDuration(source, { createElement = () => document.createElement('video'), patience = PROBE_LIMIT } = {}) {
  const media = createElement();
  return new Promise((resolve, reject) => {
    const end = (/** @type {() => void} */ how) => {
      clearTimeout(timer);
      how();
      media.removeAttribute('src');
      media.load();
    };
    const timer = setTimeout(() => end(() => reject(new Error('It takes too long to load.'))), patience);
    media.addEventListener('loadedmetadata', () => end(() => resolve(media.duration)), { once: true });
    media.addEventListener('error', () => end(() => reject(new Error('It is not a video that this browser can play.'))), { once: true });
    media.preload = 'metadata';
    media.muted = true;
    media.src = source;
  });
}
