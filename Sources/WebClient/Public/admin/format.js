/** Numbers and times as operators read them. What is not known is a dash. */

export const NOTHING = '–';

/** @param {number | null | undefined} value @returns {value is number} */
function isKnown(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

/** @param {number | null | undefined} kilobits a second */
export function bitrate(kilobits) {
  if (!isKnown(kilobits)) return NOTHING;
  if (kilobits >= 1e6) return `${(kilobits / 1e6).toFixed(2)} Gbit/s`;
  return kilobits >= 1000 ? `${(kilobits / 1000).toFixed(1)} Mbit/s` : `${Math.round(kilobits)} kbit/s`;
}

/** @param {number | null | undefined} share 0 to 1 */
export function percent(share) {
  return isKnown(share) ? `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %` : NOTHING;
}

/** @param {number | null | undefined} value */
export function milliseconds(value) {
  return isKnown(value) ? `${Math.round(value)} ms` : NOTHING;
}

/** @param {number | null | undefined} count */
export function bytes(count) {
  if (!isKnown(count)) return NOTHING;
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let [value, unit] = [count, 0];
  while (value >= 999.5 && unit < units.length - 1) [value, unit] = [value / 1000, unit + 1];
  return `${value >= 10 || unit === 0 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/**
 * How long something took, in its two largest units.
 * @param {number | null | undefined} milliseconds
 */
export function duration(milliseconds) {
  if (!isKnown(milliseconds)) return NOTHING;
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const [days, hours, minutes] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}

/**
 * A place in a film, such as 1:02:03.4.
 * @param {number | null | undefined} seconds @param {boolean} [tenths]
 */
export function filmTime(seconds, tenths = false) {
  if (!isKnown(seconds)) return NOTHING;
  const all = Math.max(0, tenths ? Math.floor(seconds * 10) / 10 : Math.floor(seconds));
  const rest = (all % 60).toFixed(tenths ? 1 : 0).padStart(tenths ? 4 : 2, '0');
  const [hours, minutes] = [Math.floor(all / 3600), Math.floor(all / 60) % 60];
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** @param {number | null | undefined} time milliseconds since 1970 @param {Intl.DateTimeFormatOptions} options */
function local(time, options) {
  return isKnown(time) ? new Intl.DateTimeFormat(undefined, options).format(time) : NOTHING;
}

/** @param {number | null | undefined} time milliseconds since 1970 */
export function clockTime(time) {
  return local(time, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}

/** @param {number | null | undefined} time milliseconds since 1970 */
export function dayAndTime(time) {
  return local(time, { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/**
 * The film of a room in a line.
 * @param {{kind: string, title?: string, url?: string} | undefined} film
 */
export function filmTitle(film) {
  if (!film) return 'No film yet';
  if (film.title) return film.title;
  return film.kind === 'test' ? 'The test film' : film.url ?? 'A file of each member';
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}
