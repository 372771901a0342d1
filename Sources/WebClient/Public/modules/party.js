import { PartyEvent } from './party-event.js';
import { Signaling } from './signaling.js';
import { MediaSession } from './media-session.js';
import { Roster } from './roster.js';
import { Rights, asRole } from './rights.js';
import { isPathKind } from './paths.js';
import { Chat } from './chat.js';
import { Invitations } from './invitations.js';
import { SlotBoard, seatLimit } from './slots.js';

/**
 * @typedef {import('./signaling.js').Source} Source
 * @typedef {import('./signaling.js').TrackLabel} TrackLabel
 * @typedef {import('./signaling.js').MemberInfo} MemberInfo
 * @typedef {import('./signaling.js').ServerError} ServerError
 * @typedef {{memberId: string, source: 'camera' | 'screen', height: number, pinned: boolean}} StreamRequest
 * @typedef {{id: number, message: {type: string} & Record<string, unknown>, timer: any, resolve: (sdp: string) => void, reject: (error: Error) => void}} Offer
 * @typedef {'joining' | 'knocking' | 'connecting' | 'connected' | 'reconnecting' | 'refused' | 'left'} PartyState
 */

const OFFER_LIMIT = 10_000;
const VIEW_DELAY = 250;

/**
 * A party: the room's members, the media to and from them, and what mends itself when the network does not hold.
 * It knows nothing of the page; give it tracks, read `members` and `stream…`, listen to its events.
 *
 * Events: `state` (PartyState), `members` (somebody came, left or changed), `slots`, `joined` (MemberInfo), `left`
 * ({member, reason}), `labels` ({member, before}), `session` (a new MediaSession), `media` (what we send changed),
 * `error` (ServerError), `refused` (ServerError).
 */
export class Party extends EventTarget {
  /** @type {MediaSession | null} */ #session = null;
  /** @type {PartyState} */ #state = 'joining';
  /** @type {string | null} */ #memberId = null;
  /** @type {Map<Source, MediaStreamTrack | null>} */ #tracks = new Map();
  /** @type {Offer | null} */ #offer = null;
  #offerCount = 0;
  #isBeyondRepair = false;
  /** Whether the connection's first offer went with the JOIN that is not answered yet. */
  #isOfferedEarly = false;
  /** @type {Map<string, boolean>} the mute state the server knows, by mid */ #told = new Map();
  /** @type {StreamRequest[]} */ #view = [];
  #viewSent = '';
  /** Before the first answer the server has no slots to show anything in. */
  #answeredOnce = false;
  /** @type {any} */ #viewTimer = null;
  #roster = new Roster();
  #board = new SlotBoard();
  #createSession;

  /**
   * @param {{url: string, roomId: string, name: string, token?: string | null, signaling?: Signaling, createSession?: () => MediaSession}} options
   *   `createSession` may hand out one that was made while the user was still typing a name
   */
  constructor({ url, roomId, name, token = null, signaling = new Signaling({ url, roomId, name, token }), createSession = () => new MediaSession() }) {
    super();
    /** @readonly */ this.roomId = roomId;
    /** @readonly */ this.name = name;
    /** @readonly */ this.signaling = signaling;
    this.#createSession = createSession;
    this.#listen();
    /** @readonly */ this.rights = new Rights(this);
    /** @readonly */ this.chat = new Chat(this);
    /** @readonly */ this.invitations = new Invitations(this);
  }

  start() {
    this.signaling.start();
    // While the socket connects there is time to make the first offer.
    this.#openSession();
    this.#session?.gather();
  }

  leave() {
    this.#setState('left');
    this.signaling.stop();
    this.#dropSession();
  }

  get state() {
    return this.#state;
  }

  get memberId() {
    return this.#memberId;
  }

  /**
   * Everyone else.
   * @returns {MemberInfo[]}
   */
  get members() {
    return this.#roster.all;
  }

  get slots() {
    return this.#board.all;
  }

  get audibleSlots() {
    return this.#board.audible;
  }

  get session() {
    return this.#session;
  }

  /**
   * What we send, as the others see it.
   * @returns {TrackLabel[]}
   */
  get ownTracks() {
    return this.#session?.labels ?? [];
  }

  /** @param {Source} source @param {MediaStreamTrack | null} track */
  async setTrack(source, track) {
    this.#tracks.set(source, track);
    await this.#session?.setTrack(source, track);
  }

  /** A track was muted or unmuted in place. */
  refreshLabels() {
    this.#session?.refreshLabels();
  }

  /** @param {string} memberId @param {Source} source @returns {MediaStream | null} null while no slot shows it */
  stream(memberId, source) {
    const mid = this.#board.midOf(memberId, source);
    return mid === null ? null : this.#session?.stream(mid) ?? null;
  }

  /** @param {string} memberId @param {Source} source */
  midOf(memberId, source) {
    return this.#board.midOf(memberId, source);
  }

  /**
   * Tells the server what is shown how large, a little later and only if it changed.
   * @param {StreamRequest[]} streams
   */
  setView(streams) {
    this.#view = streams;
    this.#viewTimer ??= setTimeout(() => this.#sendView(), VIEW_DELAY);
  }

  /** The device is, or may be, on another network now. */
  networkChanged() {
    this.signaling.hurry();
    this.#session?.networkChanged();
  }

  #listen() {
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ handle) => {
      this.signaling.addEventListener(type, (event) => handle(/** @type {PartyEvent<any>} */ (event).detail));
    };
    on('joining', () => this.#offerEarly());
    on('WELCOME', (message) => this.#welcome(message));
    on('JOIN', ({ member }) => this.#memberJoined(member));
    on('LEAVE', (message) => this.#memberLeft(message));
    on('MEDIA', ({ memberId, tracks }) => this.#memberRelabelled(memberId, tracks));
    on('AWAY', ({ memberId, away }) => this.#memberUpdated(memberId, { away: away === true }));
    on('ROLE', ({ memberId, role }) => this.#memberUpdated(memberId, { role: asRole(role) }));
    on('HOST_CHANGED', ({ hostId }) => this.#hostChanged(hostId));
    on('PATH', ({ memberId, path, roundTrip }) => this.#pathChanged(memberId, path, roundTrip));
    on('SLOTS', ({ slots }) => this.#assign(slots));
    on('ANSWER', ({ id, sdp }) => this.#answered(id, sdp));
    on('ERROR', (error) => this.#failed(error));
    on('lost', () => this.#lost());
    on('state', (state) => this.#signalingState(state));
    on('refused', (error) => this.#refused(error));
  }

  /**
   * A WELCOME begins a new membership, so also a new connection: nothing of an old one is known to the server. Only the
   * connection whose offer went with this JOIN belongs to it.
   */
  #welcome(/** @type {any} */ { memberId, members, iceServers, limits, seat }) {
    const keeps = this.#mayKeepSession(memberId, seat);
    this.#memberId = memberId;
    this.#roster.reset(Array.isArray(members) ? members : []);
    if (keeps) return this.#resumed();
    if (!this.#isOfferedEarly) {
      this.#dropSession();
      this.#openSession();
      this.#session?.gather();
    }
    this.#isOfferedEarly = false;
    this.#session?.configure({
      iceServers: Array.isArray(iceServers) ? iceServers : [],
      seats: this.#roster.seatsNeeded, seatLimit: seatLimit(limits), frameBytes: limits?.frameBytes,
    });
    this.#session?.start((sdp, tracks) => this.#exchange(sdp, tracks));
    if (this.#offer?.timer === null) this.#sendOffer(this.#offer);
    this.#setState('connecting');
    this.#tell('members');
  }

  /**
   * Whether the server still has the other end of our connection.
   * @param {string} memberId @param {any} seat of WELCOME
   */
  #mayKeepSession(memberId, seat) {
    return !this.#isBeyondRepair && seat?.resumed === true && seat.media === true && memberId === this.#memberId
      && this.#session !== null && this.#answeredOnce && this.#session.state !== 'closed';
  }

  /** The socket broke, the person stayed: what still flows goes on, and what does not is mended by new ICE credentials. */
  #resumed() {
    this.#viewSent = '';
    this.#sendView();
    this.#told.clear();
    for (const { mid, muted } of this.ownTracks) this.#told.set(mid, muted);
    if (this.ownTracks.length > 0) this.signaling.send({ type: 'MEDIA', tracks: this.ownTracks });
    const isUp = this.#session?.state === 'connected';
    if (!isUp) this.#session?.restartIce();
    this.#session?.ensureSeats(this.#roster.seatsNeeded);
    this.#setState(isUp ? 'connected' : 'connecting');
    this.#tell('members');
  }

  /** Behind the very first JOIN; after a loss the old connection is kept until a WELCOME says what became of it. */
  #offerEarly() {
    if (this.#memberId !== null) return;
    if (this.#isOfferedEarly) {
      this.#dropSession();
      this.#openSession();
    }
    this.#isOfferedEarly = true;
    this.#session?.start((sdp, tracks) => this.#exchange(sdp, tracks));
  }

  #openSession() {
    const session = this.#createSession();
    this.#isBeyondRepair = false;
    this.#session = session;
    const whileCurrent = (/** @type {(detail: any) => void} */ handle) => (/** @type {Event} */ event) => {
      if (this.#session === session) handle(/** @type {PartyEvent<any>} */ (event).detail);
    };
    session.addEventListener('state', whileCurrent((state) => this.#mediaState(state)));
    session.addEventListener('labels', whileCurrent(() => this.#tellLabels()));
    session.addEventListener('broken', whileCurrent(() => this.#renew()));
    session.addEventListener('refused', whileCurrent((error) => this.#offersRefused(error)));
    for (const [source, track] of this.#tracks) session.setTrack(source, track);
    this.#tell('session', session);
  }

  /** This connection cannot be mended, or the server has forgotten it: the same person comes with another one. */
  #renew() {
    this.#isBeyondRepair = true;
    this.signaling.rejoin();
  }

  #abandonOffer() {
    if (this.#offer) this.#settle(this.#offer.id, ({ reject }) => reject(new Error('The connection to the server was lost.')));
  }

  #dropSession() {
    this.#abandonOffer();
    this.#session?.close();
    this.#session = null;
    this.#board.clear();
    this.#told.clear();
    this.#viewSent = '';
    this.#answeredOnce = false;
  }

  /** @param {string} sdp @param {TrackLabel[]} tracks @returns {Promise<string>} */
  #exchange(sdp, tracks) {
    const id = (this.#offerCount += 1);
    return new Promise((resolve, reject) => {
      this.#offer = { id, message: { type: 'OFFER', id, sdp, tracks }, timer: null, resolve, reject };
      this.#sendOffer(this.#offer);
      for (const { mid, muted } of tracks) this.#told.set(mid, muted);
    });
  }

  /** @param {Offer} offer */
  #sendOffer(offer) {
    const { id, message } = offer;
    offer.timer = setTimeout(() => this.#settle(id, ({ reject }) => reject(new Error('The server did not answer the offer.'))), OFFER_LIMIT);
    const sent = this.#isOfferedEarly ? this.signaling.sendBehindJoin(message) : this.signaling.send(message);
    if (!sent) this.#settle(id, ({ reject }) => reject(new Error('There is no connection to the server.')));
  }

  /** @param {number} id @param {(offer: Offer) => void} how */
  #settle(id, how) {
    const offer = this.#offer;
    if (!offer || offer.id !== id) return;
    clearTimeout(offer.timer);
    this.#offer = null;
    how(offer);
  }

  /** @param {number} id @param {string} sdp */
  #answered(id, sdp) {
    this.#settle(id, (offer) => offer.resolve(sdp));
    this.#answeredOnce = true;
    this.#sendView();
  }

  /** @param {ServerError} error */
  #failed(error) {
    if (error.in === 'OFFER' && error.code === 'not_joined' && this.#offer) return this.#hold(this.#offer);
    const id = this.#offer?.id;
    // One offer is under way at most, so an error in answer to an OFFER is about that one.
    if (error.in === 'OFFER' && id !== undefined) return this.#settle(id, (offer) => offer.reject(new Error(error.message)));
    this.#tell('error', error);
  }

  /**
   * The server does not take it before the WELCOME, which may be long in coming when a host has to let us in.
   * @param {Offer} offer
   */
  #hold(offer) {
    clearTimeout(offer.timer);
    offer.timer = null;
  }

  /** @param {MemberInfo} member */
  #memberJoined(member) {
    if (!member || member.memberId === this.#memberId) return;
    this.#tell('joined', this.#roster.add(member));
    this.#membersChanged();
  }

  #memberLeft(/** @type {any} */ { memberId, reason }) {
    const member = this.#roster.remove(memberId);
    if (!member) return;
    this.#tell('left', { member, reason });
    this.#membersChanged();
  }

  /** @param {string} memberId @param {TrackLabel[]} tracks */
  #memberRelabelled(memberId, tracks) {
    const change = this.#roster.relabel(memberId, Array.isArray(tracks) ? tracks : []);
    if (!change) return;
    this.#tell('labels', change);
    this.#membersChanged();
  }

  /** @param {string} memberId @param {Parameters<Roster['update']>[1]} change */
  #memberUpdated(memberId, change) {
    if (this.#roster.update(memberId, change)) this.#tell('members');
  }

  /** @param {string} hostId */
  #hostChanged(hostId) {
    this.#roster.setHost(hostId);
    this.#tell('members');
  }

  /** @param {string} memberId @param {unknown} path @param {unknown} roundTrip */
  #pathChanged(memberId, path, roundTrip) {
    this.#roster.update(memberId, {
      path: isPathKind(path) ? path : null, roundTrip: typeof roundTrip === 'number' ? Math.round(roundTrip) : null,
    });
  }

  #membersChanged() {
    this.#session?.ensureSeats(this.#roster.seatsNeeded);
    this.#tell('members');
  }

  /** @param {unknown} slots */
  #assign(slots) {
    this.#board.assign(slots);
    this.#tell('slots');
  }

  /**
   * The media connection is kept until the next WELCOME: when only the socket broke, or the device is on another network
   * that the server has not heard of yet, pictures and sound go on meanwhile.
   */
  #lost() {
    this.#abandonOffer();
    this.#setState('reconnecting');
  }

  /**
   * Without a single offer taken there is no party. A later one, for more seats or a screen, only means less; but when it
   * should have mended a broken path, the server knows this connection no longer, and only joining anew helps.
   * @param {Error & {code?: string}} refusal
   */
  #offersRefused({ message, code = 'bad_offer' }) {
    const error = { code, message, in: 'OFFER' };
    if (this.signaling.state !== 'joined') return;
    if (this.#answeredOnce && this.#session?.state !== 'connected') return this.#renew();
    if (this.#answeredOnce) return this.#tell('error', error);
    this.signaling.stop();
    this.#refused(error);
  }

  /** @param {import('./signaling.js').SignalingState} state */
  #signalingState(state) {
    if (state === 'waiting') this.#setState('reconnecting');
    if (state === 'knocking') this.#setState('knocking');
  }

  /** @param {RTCPeerConnectionState} state */
  #mediaState(state) {
    if (this.signaling.state !== 'joined') return;
    if (state === 'connected') this.#setState('connected');
    else if (this.#state === 'connected' && state !== 'closed') this.#setState('reconnecting');
  }

  /** @param {ServerError} error */
  #refused(error) {
    this.#dropSession();
    this.#setState('refused');
    this.#tell('refused', error);
  }

  /** Tells the server only what it does not know yet; labels of m-lines not yet offered go with their offer. */
  #tellLabels() {
    const changed = this.ownTracks.filter(({ mid, muted }) => this.#told.has(mid) && this.#told.get(mid) !== muted);
    if (changed.length > 0 && this.signaling.send({ type: 'MEDIA', tracks: changed })) {
      for (const { mid, muted } of changed) this.#told.set(mid, muted);
    }
    this.#tell('media');
  }

  #sendView() {
    clearTimeout(this.#viewTimer);
    this.#viewTimer = null;
    const text = JSON.stringify(this.#view);
    if (text === this.#viewSent || this.#view.length === 0 || !this.#answeredOnce) return;
    if (this.signaling.send({ type: 'VIEW', streams: this.#view })) this.#viewSent = text;
  }

  /** @param {PartyState} state */
  #setState(state) {
    if (this.#state === state || this.#state === 'left' || this.#state === 'refused') return;
    this.#state = state;
    this.#tell('state', state);
  }

  /** @param {string} type @param {any} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new PartyEvent(type, detail));
  }
}

