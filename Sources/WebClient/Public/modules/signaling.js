import { PartyEvent } from './party-event.js';
import { SeatMemory } from './seat-memory.js';
import { ServerClock } from './server-clock.js';

/**
 * @typedef {'microphone' | 'camera' | 'screen' | 'screen-audio'} Source
 * @typedef {{mid: string, source: Source, muted: boolean}} TrackLabel
 * @typedef {{memberId: string, name: string, tracks: TrackLabel[], role: import('./rights.js').Role, away: boolean,
 *   path: import('./paths.js').PathKind | null, roundTrip: number | null}} MemberInfo
 * @typedef {{mid: string, kind: 'audio' | 'video', memberId: string | null, source: Source | null}} SlotInfo
 * @typedef {{code: string, message: string, in?: string}} ServerError
 * @typedef {'idle' | 'connecting' | 'knocking' | 'joined' | 'waiting' | 'refused' | 'stopped'} SignalingState
 * @typedef {{setTimeout: (run: () => void, ms: number) => any, clearTimeout: (id: any) => void, now: () => number}} Timers
 */

const PROTOCOL_VERSION = 1;
const OPEN = 1;
const PING_INTERVAL = 5_000;
/** The clock is wanted at once, and one exchange may have met a busy moment: these follow the first, in milliseconds. */
const CLOCK_ROUNDS = [150, 400, 800, 1_500];
/** Counted in pings, not in time: a page that was itself asleep must not blame the server. */
const MOST_UNANSWERED = 2;
const JOIN_LIMIT = 10_000;
const PROBE_LIMIT = 3_000;
/** Time for answers that came while this page was too busy to look. */
const PROBE_GRACE = 500;
/** A join that held this long ends the row of failures the backoff counts. */
const STABLE_AFTER = 10_000;
const BACKOFF = { first: 500, growth: 1.6, ceiling: 8_000 };

/** Errors that trying again at once cannot mend. */
const REFUSALS = new Set([
  'room_full', 'too_many_rooms', 'unsupported_version', 'room_locked', 'refused', 'kicked', 'room_closed', 'bad_token', 'too_many_attempts',
]);
/** The same seat was taken by a newer socket, of this tab or a copy of it. */
const SEAT_TAKEN = 4001;
const KICKED = 4003;
/** By the operator of the server. */
const ROOM_CLOSED = 4004;
/** What we close with: for good, or only to open another one, in which case the seat is to be kept. */
const LEAVING = 1000;
const COMING_BACK = 4000;

/** @type {Timers} */
const realTimers = {
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (id) => clearTimeout(id),
  now: () => performance.now(),
};

/**
 * The wait before attempt `attempt` (0 is the first retry): growing, capped, and spread over its upper half so
 * that a whole party does not come back in the same instant after a server restart.
 * @param {number} attempt @param {number} chance 0 ..< 1
 */
export function backoffDelay(attempt, chance) {
  const full = Math.min(BACKOFF.ceiling, BACKOFF.first * BACKOFF.growth ** Math.min(attempt, 20));
  return Math.round(full * (0.5 + chance / 2));
}

/**
 * One membership of one room over a WebSocket that is opened again whenever it breaks. Every message of the server
 * arrives as an event of its `type` with the message as `detail`; besides there are
 * `state` (SignalingState), `joining` (JOIN has been sent), `lost` (the socket broke; a WELCOME with a new memberId will follow) and
 * `refused` (ServerError; this object has stopped).
 */
export class Signaling extends EventTarget {
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {SignalingState} */
  #state = 'idle';
  #attempt = 0;
  #heard = 0;
  #unanswered = 0;
  /** @type {any} */ #retryTimer = null;
  /** @type {any} */ #pulseTimer = null;
  /** @type {any} */ #joinTimer = null;
  /** @type {any} */ #stableTimer = null;
  /** @type {any[]} */ #clockTimers = [];
  #joinSentAt = 0;
  #url; #roomId; #name; #token; #seat; #createSocket; #timers; #random;

  /**
   * @param {{url: string, roomId: string, name: string, token?: string | null, seat?: SeatMemory, createSocket?: (url: string) => WebSocket,
   *   timers?: Timers, random?: () => number}} options
   */
  constructor({ url, roomId, name, token = null, seat = new SeatMemory({ roomId }), createSocket = (address) => new WebSocket(address), timers = realTimers, random = Math.random }) {
    super();
    this.#url = url;
    this.#roomId = roomId;
    this.#name = name;
    this.#token = token;
    this.#seat = seat;
    this.#createSocket = createSocket;
    this.#timers = timers;
    this.#random = random;
    /** @readonly */
    this.clock = new ServerClock({ now: timers.now });
  }

  get state() {
    return this.#state;
  }

  /**
   * When the next attempt is made, in milliseconds from now; null unless waiting.
   * @returns {number | null}
   */
  nextAttemptIn = /** @type {number | null} */ (null);

  start() {
    if (this.#state === 'idle' || this.#state === 'stopped' || this.#state === 'refused') this.#connect();
  }

  /** Leaves the party for good. */
  stop() {
    if (this.#socket && this.#socket.readyState === OPEN) this.#transmit({ type: 'LEAVE' });
    this.#seat.forget();
    this.#abandonSocket(LEAVING);
    this.#setState('stopped');
  }

  /** Drops the membership and joins anew, for when media cannot be mended any other way. */
  rejoin() {
    if (this.#state === 'joined') this.#lose();
  }

  /** The network came back: no reason to wait any longer. */
  hurry() {
    if (this.#state === 'waiting') this.#connect();
    else this.probe();
  }

  /** The network may have changed under the socket: unless the server answers soon, connect anew. */
  probe() {
    const socket = this.#socket;
    if (this.#state !== 'joined' || !socket) return;
    const before = this.#heard;
    const isSilent = () => this.#socket === socket && this.#heard === before;
    this.#ping();
    this.#timers.setTimeout(() => {
      if (isSilent()) this.#timers.setTimeout(() => { if (isSilent()) this.#lose(); }, PROBE_GRACE);
    }, PROBE_LIMIT);
  }

  /**
   * @param {{type: string} & Record<string, unknown>} message
   * @returns {boolean} false when there is no joined connection to send it on
   */
  send(message) {
    if (this.#state !== 'joined') return false;
    return this.#transmit(message);
  }

  /**
   * Sends right behind JOIN, before the WELCOME is here: the server reads in order, and that saves a round trip.
   * @param {{type: string} & Record<string, unknown>} message
   */
  sendBehindJoin(message) {
    return this.#transmit(message);
  }

  #connect() {
    this.#abandonSocket();
    this.#setState('connecting');
    let socket;
    try {
      socket = this.#createSocket(this.#url);
    } catch {
      return this.#wait();
    }
    this.#socket = socket;
    this.#unanswered = 0;
    socket.onopen = () => this.#join();
    socket.onmessage = (event) => this.#receive(event.data);
    socket.onclose = (event) => this.#closed(event);
    this.#joinTimer = this.#timers.setTimeout(() => this.#lose(), JOIN_LIMIT);
  }

  #join() {
    this.#joinSentAt = this.#timers.now();
    const invitation = this.#token ? { token: this.#token } : {};
    this.#transmit({ type: 'JOIN', version: PROTOCOL_VERSION, roomId: this.#roomId, name: this.#name, ...invitation, ...this.#seat.claim });
    this.dispatchEvent(new PartyEvent('joining'));
  }

  /** @param {{code?: number, reason?: string}} event */
  #closed(event) {
    if (event.code === 1002) this.#refuse({ code: 'unsupported_version', message: event.reason ?? '' });
    else if (event.code === SEAT_TAKEN) this.#refuse({ code: 'seat_taken', message: event.reason ?? '' });
    else if (event.code === KICKED) this.#refuse({ code: 'kicked', message: event.reason ?? '' });
    else if (event.code === ROOM_CLOSED) this.#refuse({ code: 'room_closed', message: event.reason ?? '' });
    else this.#lose();
  }

  #lose() {
    const wasJoined = this.#state === 'joined';
    this.#abandonSocket();
    if (wasJoined) this.dispatchEvent(new PartyEvent('lost'));
    if (this.#state !== 'stopped') this.#wait();
  }

  #wait() {
    const delay = backoffDelay(this.#attempt, this.#random());
    this.#attempt += 1;
    this.nextAttemptIn = delay;
    this.#setState('waiting');
    this.#retryTimer = this.#timers.setTimeout(() => this.#connect(), delay);
  }

  /** @param {ServerError} error */
  #refuse(error) {
    if (error.code === 'kicked' || error.code === 'room_closed') this.#seat.forget();
    this.#abandonSocket();
    this.#setState('refused');
    this.dispatchEvent(new PartyEvent('refused', error));
  }

  /** A dead network keeps a socket in CLOSING for minutes, so its own `close` event is not waited for. */
  #abandonSocket(code = COMING_BACK) {
    for (const timer of [this.#retryTimer, this.#pulseTimer, this.#joinTimer, this.#stableTimer, ...this.#clockTimers]) this.#timers.clearTimeout(timer);
    this.nextAttemptIn = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    try {
      socket.close(code);
    } catch {
      // Already closed, or not yet open: either way it is no longer ours.
    }
  }

  /** @param {unknown} data */
  #receive(data) {
    this.#heard += 1;
    this.#unanswered = 0;
    const message = parse(data);
    if (!message) return;
    this.#seat.saw(message.seq);
    if (message.type === 'KNOCKING') this.#knocking();
    if (message.type === 'WELCOME') this.#welcomed(message);
    if (message.type === 'PONG') this.#clockStamp(message);
    if (message.type === 'ERROR' && this.#isRefusal(message)) return this.#refuse(message);
    this.dispatchEvent(new PartyEvent(message.type, message));
  }

  /** @param {any} error */
  #isRefusal(error) {
    if (REFUSALS.has(error.code)) return true;
    return this.#state === 'connecting' && error.in === 'JOIN' && (error.code === 'bad_message' || error.code === 'not_allowed');
  }

  /** Somebody has to let us in, which takes as long as it takes. */
  #knocking() {
    this.#timers.clearTimeout(this.#joinTimer);
    this.#setState('knocking');
    this.#pulse();
  }

  /** @param {any} welcome */
  #welcomed({ serverTime, seat }) {
    this.#timers.clearTimeout(this.#joinTimer);
    this.#timers.clearTimeout(this.#pulseTimer);
    this.#seat.keep(seat);
    // The clock of a JOIN that had to wait at the door says nothing.
    if (this.#state === 'connecting') this.#readClock(serverTime);
    this.#setState('joined');
    this.#stableTimer = this.#timers.setTimeout(() => { this.#attempt = 0; }, STABLE_AFTER);
    this.#pulse();
  }

  #pulse() {
    if (this.#unanswered >= MOST_UNANSWERED) return this.#lose();
    this.#ping();
    this.#pulseTimer = this.#timers.setTimeout(() => this.#pulse(), PING_INTERVAL);
  }

  #ping() {
    this.#unanswered += 1;
    this.#askForTime();
  }

  /**
   * Joining was an exchange too, if a slow one.
   * @param {number} serverTime
   */
  #readClock(serverTime) {
    this.clock.record({ sentAt: this.#joinSentAt, received: serverTime, sent: serverTime, arrivedAt: this.#timers.now() });
    this.#clockTimers = CLOCK_ROUNDS.map((delay) => this.#timers.setTimeout(() => this.#askForTime(), delay));
  }

  #askForTime() {
    const { usualRoundTrip: usual } = this.clock;
    const known = usual === null ? {} : { roundTrip: Math.round(usual * 10) / 10 };
    this.#transmit({ type: 'PING', timestamp: this.#timers.now(), ...known });
  }

  /** @param {any} pong */
  #clockStamp({ timestamp, received, sent }) {
    this.clock.record({ sentAt: timestamp, received, sent, arrivedAt: this.#timers.now() });
  }

  /** @param {object} message */
  #transmit(message) {
    if (!this.#socket || this.#socket.readyState !== OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** @param {SignalingState} state */
  #setState(state) {
    if (this.#state === state) return;
    this.#state = state;
    this.dispatchEvent(new PartyEvent('state', state));
  }
}

/** @param {unknown} data @returns {any} */
function parse(data) {
  if (typeof data !== 'string') return null;
  try {
    const message = JSON.parse(data);
    return message && typeof message.type === 'string' ? message : null;
  } catch {
    return null;
  }
}
