/**
 * The party page. `/` welcomes, `/party/ROOM` invites and is the party.
 *
 * For kiosks and tests: `/party/ROOM?name=Ann&autojoin=1` joins at once without asking, with whatever camera and
 * microphone the browser gives; `&camera=0` and `&microphone=0` start with them off.
 *
 * To see whether the relay would work where you are: `?relay=udp`, `?relay=tcp` or `?relay=tls` (`any` for whichever answers)
 * send media through it and by no other path.
 *
 * `window.toperparty` is a read-only view for tests and support:
 *   state           'welcome' | 'joining' | 'knocking' | 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'left'
 *   memberId        this member's id, or null
 *   role            'host' | 'deputy' | 'member'
 *   members         [{memberId, name, tracks, role, away, path, roundTrip}], everyone else
 *   slots           [{mid, kind, memberId, source}], as the server's last SLOTS
 *   tracks          [{mid, source, muted}], what we send
 *   peerConnection  the RTCPeerConnection, or null
 *   film            {film, revision, playing, held, position, rate, error, phase, blocked, waiting}, or null without a party
 *   signaling       'idle' | 'connecting' | 'knocking' | 'joined' | 'waiting' | 'refused' | 'stopped'
 */
import { Party } from './modules/party.js';
import { MediaSession } from './modules/media-session.js';
import { Devices, browserStorage } from './modules/devices.js';
import { WelcomeView, cleanName } from './modules/welcome-view.js';
import { PartyView } from './modules/party-view.js';
import { Announcer } from './modules/announcer.js';
import { explainError } from './modules/words.js';
import { relayWish } from './modules/relay-servers.js';
import { invitationFrom, newRoomId, partyLink, roomIdFromPath, signalingURL } from './modules/party-link.js';

const NAME_KEY = 'toperparty.name';
const SPARE_DELAY = 300;

const root = /** @type {HTMLElement} */ (document.getElementById('app'));
const devices = new Devices();
const announcer = new Announcer();
const relay = relayWish(new URLSearchParams(location.search).get('relay'));
const storage = browserStorage();
/** @type {Party | null} */
let party = null;
/** @type {WelcomeView | PartyView | null} */
let view = null;
/** @type {MediaSession | null} made while the user types a name, so that its offer can leave with the JOIN */
let spare = null;

/** @param {WelcomeView | PartyView} next */
function show(next) {
  view?.destroy();
  view = next;
  root.replaceChildren(next.element);
  next.focus();
}

/** @param {{notice?: string, left?: boolean}} options */
function welcome(options = {}) {
  const roomId = roomIdFromPath(location.pathname);
  const next = new WelcomeView({ devices, roomId, name: storage.getItem(NAME_KEY) ?? '', ...options });
  next.addEventListener('enter', (event) => enter(/** @type {any} */ (event).detail));
  document.title = roomId ? `${roomId} · ToperParty` : 'ToperParty';
  show(next);
  openKnownDevices();
  // Not at once: the page is drawn first.
  setTimeout(() => { if (!party || party.state === 'left') spare ??= new MediaSession({ relay }); }, SPARE_DELAY);
}

function takeSpare() {
  const session = spare ?? new MediaSession({ relay });
  spare = null;
  return session;
}

function dropSpare() {
  spare?.close();
  spare = null;
}

/** Devices the user has allowed before open by themselves; others wait for a click, so that no question comes out of the blue. */
async function openKnownDevices() {
  if (await devices.wasGranted()) devices.open();
}

/** @param {{name: string, roomId: string | null, invitation?: string | null}} who */
function enter({ name, roomId, invitation = null }) {
  const room = roomId ?? newRoomId();
  remember(name);
  if (roomIdFromPath(location.pathname) !== room) history.pushState(null, '', partyLink(room, location.origin, invitation));
  // Not waited for: people see the party while the browser still asks about the camera.
  if (!devices.camera.problem || !devices.microphone.problem) devices.open();
  join(room, name);
}

/** @param {string} roomId @param {string} name */
function join(roomId, name) {
  party?.leave();
  const current = new Party({ url: signalingURL(location), roomId, name, token: invitationFrom(location.hash), createSession: takeSpare });
  party = current;
  current.addEventListener('refused', (event) => refused(current, /** @type {any} */ (event).detail));
  // Before anything is drawn: the socket connects meanwhile.
  current.start();
  const next = new PartyView({ party: current, devices, announcer });
  next.addEventListener('leave', () => leave());
  document.title = `${roomId} · ToperParty`;
  show(next);
}

/** @param {{notice?: string, left?: boolean}} options */
function leave(options = { left: true }) {
  party?.leave();
  devices.close();
  welcome(options);
  announcer.say('You left the party.');
}

/** @param {Party} which @param {import('./modules/signaling.js').ServerError} error */
function refused(which, error) {
  if (party === which) leave({ notice: explainError(error) });
}

/** @param {string} name */
function remember(name) {
  try {
    storage.setItem(NAME_KEY, name);
  } catch {
    // Asked again next time.
  }
}

function watchNetwork() {
  addEventListener('online', () => party?.networkChanged());
  // `change` also comes with every new bandwidth estimate; only another kind of network is another path.
  const connection = /** @type {any} */ (navigator).connection;
  let type = connection?.type;
  connection?.addEventListener?.('change', () => {
    if (connection.type === type) return party?.signaling.probe();
    type = connection.type;
    party?.networkChanged();
  });
}

function exposeForSupport() {
  const support = {
    get state() { return party?.state ?? 'welcome'; },
    get memberId() { return party?.memberId ?? null; },
    get role() { return party?.rights.role ?? 'member'; },
    get members() { return structuredClone(party?.members ?? []); },
    get slots() { return structuredClone(party?.slots ?? []); },
    get tracks() { return party?.ownTracks ?? []; },
    get peerConnection() { return party?.session?.peerConnection ?? null; },
    get film() { return view instanceof PartyView ? view.filmState : null; },
    get signaling() { return party?.signaling.state ?? 'idle'; },
  };
  Object.defineProperty(window, 'toperparty', { value: Object.freeze(support) });
}

function begin() {
  document.body.append(announcer.element);
  exposeForSupport();
  watchNetwork();
  // Nothing is said on going: the socket closes by itself, and whoever only reloads the page is the same person again.
  addEventListener('pagehide', (event) => {
    if (event.persisted) party?.leave();
    dropSpare();
  });
  addEventListener('pageshow', (event) => { if (event.persisted) welcome(); });
  addEventListener('popstate', () => leave(roomIdFromPath(location.pathname) ? { left: true } : {}));
  const query = new URLSearchParams(location.search);
  const roomId = roomIdFromPath(location.pathname);
  const name = cleanName(query.get('name') ?? '');
  if (name) remember(name);
  if (query.has('autojoin')) devices.preset({ microphone: query.get('microphone') !== '0', camera: query.get('camera') !== '0' });
  if (query.get('autojoin') === '1' && roomId) enter({ name: name || storage.getItem(NAME_KEY) || 'Guest', roomId });
  else welcome();
}

begin();
