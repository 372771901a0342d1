/**
 * Which view the address names. Everything is behind the #, so nothing of it reaches the server's log.
 *
 * @typedef {{view: 'live'} | {view: 'room', id: string} | {view: 'session', id: string} | {view: 'history', filter: HistoryFilter}} Route
 * @typedef {{room?: string, member?: string, since?: string, until?: string}} HistoryFilter days as YYYY-MM-DD
 */

const FILTERS = /** @type {const} */ (['room', 'member', 'since', 'until']);

/** @param {string} hash @returns {Route} what cannot be read is the first page */
export function routeFrom(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [view, id] = path.split('/', 2).map(decoded);
  if ((view === 'room' || view === 'session') && id) return { view, id };
  if (view !== 'history') return { view: 'live' };
  const parameters = new URLSearchParams(query);
  /** @type {HistoryFilter} */
  const filter = {};
  for (const name of FILTERS) {
    const value = parameters.get(name);
    if (value) filter[name] = value;
  }
  return { view, filter };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** @param {Route} route */
export function hashOf(route) {
  if (route.view === 'room' || route.view === 'session') return `#/${route.view}/${encodeURIComponent(route.id)}`;
  if (route.view === 'live') return '#/live';
  const query = new URLSearchParams(/** @type {Record<string, string>} */ (route.filter)).toString();
  return query ? `#/history?${query}` : '#/history';
}

/**
 * The token in an address that the server has printed; null when there is none.
 * @param {string} hash
 */
export function tokenFrom(hash) {
  return /^#token=([\x21-\x7e]{1,1024})$/.exec(hash)?.[1] ?? null;
}

/**
 * A day of a filter as milliseconds since 1970, at its beginning here; null when it is none.
 * @param {string | undefined} day @param {number} [later] days
 */
export function dayStart(day, later = 0) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  if (!parts) return null;
  const time = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later).getTime();
  return Number.isFinite(time) ? time : null;
}
