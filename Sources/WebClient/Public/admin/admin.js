/**
 * The operator's page. `/admin#token=…` signs in; then #/live, #/room/ID, #/history and #/session/ID.
 *
 * The token stays in this tab. It is sent as a header, so no other page can use what the operator has signed in to.
 */
import { Announcer } from '../modules/announcer.js';
import { h, setText } from '../modules/dom.js';
import { AdminAPI } from './api.js';
import { dayAndTime, duration } from './format.js';
import { HistoryView } from './history-view.js';
import { LiveView } from './live-view.js';
import { LoginView } from './login-view.js';
import { Poller } from './poller.js';
import { RoomView } from './room-view.js';
import { hashOf, routeFrom, tokenFrom } from './routes.js';
import { SessionView } from './session-view.js';

const KEY = 'toperparty.operator';
/** The past does not need to be looked at as often. */
const INTERVALS = { live: 2_000, room: 2_000, history: 15_000, session: 5_000 };

/** @typedef {{element: HTMLElement, title: string, refresh: () => Promise<unknown>, focus: () => void, destroy: () => void}} View */

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const announcer = new Announcer();
const links = {
  live: h('a', { href: hashOf({ view: 'live' }), text: 'Live' }),
  history: h('a', { href: hashOf({ view: 'history', filter: {} }), text: 'History' }),
};
const facts = h('span', { class: 'server-facts' });
const problem = h('p', { class: 'problem', role: 'status', hidden: true });
const place = h('div', { class: 'place' });
const frame = h('div', { class: 'frame' },
  h('a', { class: 'skip', href: '#main', text: 'Skip to the content', on: { click: (/** @type {Event} */ event) => { event.preventDefault(); view?.focus(); } } }),
  h('header', { class: 'topbar' },
    h('span', { class: 'brand' }, h('span', { class: 'brand-mark', 'aria-hidden': 'true' }), h('span', {}, 'ToperParty ', h('span', { class: 'brand-role', text: 'Operator' }))),
    h('nav', { 'aria-label': 'Views' }, links.live, links.history), facts,
    h('button', { type: 'button', class: 'button small', text: 'Sign out', on: { click: () => signOut() } })),
  problem, place);

/** @type {AdminAPI | null} */ let api = null;
/** @type {View | null} */ let view = null;
/** @type {Poller | null} */ let poller = null;
/** @type {any} */ let server = {};

// The token

function readToken() {
  const given = tokenFrom(location.hash);
  if (given) {
    keep(given);
    history.replaceState(null, '', hashOf({ view: 'live' }));
  }
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return given;
  }
}

/** @param {string | null} token */
function keep(token) {
  try {
    if (token === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, token);
  } catch {
    // Storage is forbidden: the token is asked for again after a reload.
  }
}

/** @param {string} token */
function signIn(token) {
  keep(token);
  api = new AdminAPI({ token });
  root.replaceChildren(frame);
  open();
}

/** @param {string} [why] */
function signOut(why = '') {
  keep(null);
  api = null;
  close();
  setText(facts, '');
  const login = new LoginView({ problem: why });
  login.addEventListener('token', (event) => signIn(/** @type {CustomEvent} */ (event).detail));
  root.replaceChildren(login.element);
  document.title = 'Operator · ToperParty';
  login.focus();
}

// Views

function close() {
  poller?.stop();
  view?.destroy();
  view = null;
}

function open() {
  if (!api) return;
  close();
  const route = routeFrom(location.hash);
  for (const [name, link] of Object.entries(links)) {
    const isHere = name === route.view || (name === 'live' && route.view === 'room') || (name === 'history' && route.view === 'session');
    if (isHere) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const next = viewOf(route, api);
  view = next;
  place.replaceChildren(next.element);
  next.focus();
  scrollTo(0, 0);
  /** @type {Poller} */
  const polling = new Poller({ work: () => refresh(next, polling), failed, interval: INTERVALS[route.view], isHidden: () => document.hidden });
  poller = polling;
  polling.hurry();
}

/** @param {import('./routes.js').Route} route @param {AdminAPI} api @returns {View} */
function viewOf(route, api) {
  switch (route.view) {
    case 'room': return new RoomView({ api, id: route.id, announce: (text) => announcer.note(text), told });
    case 'session': return new SessionView({ api, id: route.id });
    case 'history': return new HistoryView({ api, filter: route.filter });
    default: return new LiveView({ api, told });
  }
}

/** @param {View} shown @param {Poller} polling */
async function refresh(shown, polling) {
  const goesOn = await shown.refresh();
  if (view !== shown) return;
  problem.hidden = true;
  document.title = `${shown.title} · Operator · ToperParty`;
  if (goesOn === false) polling.stop();
}

/**
 * Rooms tell the time only; what else is shown was told by the last overview.
 * @param {any} news
 */
function told(news) {
  server = { ...server, ...news };
  const { version, started, time, draining, history } = server;
  if (version === undefined) return;
  setText(facts, [draining ? 'Shutting down' : `Version ${version}`, `up ${duration(time - started)}`, history?.alarm ? `history: ${history.alarm}` : ''].filter(Boolean).join(' · '));
  facts.title = `Since ${dayAndTime(started)}`;
  facts.classList.toggle('is-warning', Boolean(draining || history?.alarm));
}

/** @param {any} error */
function failed(error) {
  if (error?.status === 401) return signOut('This is not the operator’s token, or the server has another one by now.');
  setText(problem, `${error?.message ?? error} Trying again.`);
  problem.hidden = false;
}

document.body.append(announcer.element);
addEventListener('hashchange', () => {
  const token = tokenFrom(location.hash);
  if (token) signIn(readToken() ?? token);
  else open();
});
document.addEventListener('visibilitychange', () => { if (!document.hidden) poller?.hurry(); });

const token = readToken();
if (token) signIn(token);
else signOut();
