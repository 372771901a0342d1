/** A whole party that watches a film, on a virtual clock: players with the faults of real ones, a network, a server. */
import { FilmSync } from '../../Sources/WebClient/Public/modules/film-sync.js';
import { ServerClock } from '../../Sources/WebClient/Public/modules/server-clock.js';
import { positionAt, readTimeline } from '../../Sources/WebClient/Public/modules/timeline.js';
import { ManualTimers } from './fakes.js';

/** Repeatable chance (mulberry32). @param {number} seed */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A player on a virtual clock. Delays are functions, so that they may vary.
 * @typedef {{duration?: number, startDelay?: () => number, seekDelay?: () => number, drift?: number, rates?: number[] | null,
 *   autoplay?: boolean, loadDelay?: number, landing?: () => number}} Traits
 */
export class FakePlayer extends EventTarget {
  absent = false;
  loaded = false;
  buffered = true;
  paused = true;
  seeking = false;
  ended = false;
  rate = 1;
  /** What was done to it by whoever controls it. */
  seeks = 0;
  rateChanges = 0;
  starts = 0;
  #at = 0;
  #position = 0;
  #movesFrom = 0;
  #seekCount = 0;
  #traits; #timers;

  /** @param {ManualTimers} timers @param {Traits} traits */
  constructor(timers, traits = {}) {
    super();
    this.#timers = timers;
    this.#traits = traits;
    timers.setTimeout(() => this.load(), traits.loadDelay ?? 50);
  }

  load() {
    this.loaded = true;
    this.#fire('ready');
  }

  get duration() {
    return this.loaded ? this.#traits.duration ?? 600 : NaN;
  }

  get ready() {
    return this.loaded && this.buffered && !this.seeking;
  }

  get position() {
    this.#move();
    return this.#position;
  }

  async play() {
    if (this.#traits.autoplay === false) throw Object.assign(new Error('a click first'), { name: 'NotAllowedError' });
    if (!this.paused) return;
    this.#move();
    this.paused = false;
    this.starts += 1;
    if (this.ended) this.#position = 0;
    this.ended = false;
    this.#movesFrom = this.#timers.now() + (this.#traits.startDelay?.() ?? 0);
    this.#fire('play');
  }

  pause() {
    if (this.paused) return;
    this.#move();
    this.paused = true;
    this.#fire('pause');
  }

  /** @param {number} position */
  seek(position) {
    this.seeks += 1;
    this.#jump(position + (this.#traits.landing?.() ?? 0));
  }

  /** @param {number} rate */
  setRate(rate) {
    this.#move();
    const { rates } = this.#traits;
    const taken = rates ? rates.reduce((best, each) => (Math.abs(each - rate) < Math.abs(best - rate) ? each : best)) : rate;
    if (taken === this.rate) return;
    this.rate = taken;
    this.rateChanges += 1;
    this.#fire('ratechange');
  }

  /** The user allows sound with a click. */
  permit() {
    this.#traits.autoplay = true;
  }

  /** The user's own controls. @param {number} position */
  userSeek(position) {
    this.#jump(position);
  }

  userPlay() {
    return this.play();
  }

  userPause() {
    this.pause();
  }

  /** @param {number} ms the network gives nothing for this long */
  starve(ms) {
    this.#move();
    this.buffered = false;
    this.#fire('ready');
    this.#timers.setTimeout(() => {
      this.#move();
      this.buffered = true;
      this.#movesFrom = this.#timers.now();
      this.#fire('ready');
    }, ms);
  }

  /** @param {number} position */
  #jump(position) {
    this.#move();
    this.#position = Math.min(Math.max(0, position), this.#traits.duration ?? 600);
    this.ended = false;
    this.seeking = true;
    const count = (this.#seekCount += 1);
    this.#fire('seeking');
    this.#timers.setTimeout(() => {
      if (this.#seekCount !== count) return;
      this.#move();
      this.seeking = false;
      this.#movesFrom = Math.max(this.#movesFrom, this.#timers.now());
      this.#fire('seeked');
      this.#fire('ready');
    }, this.#traits.seekDelay?.() ?? 80);
  }

  #move() {
    const now = this.#timers.now();
    const from = Math.max(this.#at, this.#movesFrom);
    this.#at = now;
    if (this.paused || this.seeking || !this.buffered || !this.loaded || now <= from) return;
    this.#position += ((now - from) / 1000) * this.rate * (1 + (this.#traits.drift ?? 0));
    const { duration } = this;
    if (this.#position < duration) return;
    this.#position = duration;
    this.ended = true;
    this.paused = true;
    this.#fire('pause');
    this.#fire('ended');
  }

  /** @param {string} type */
  #fire(type) {
    this.#timers.setTimeout(() => this.dispatchEvent(new Event(type)), 1);
  }
}

const LEAD = 190;

/** The server's half: one timeline, told to everybody. */
export class FakeParty {
  timers = new ManualTimers();
  /** @type {Member[]} */ members = [];
  /** @type {any} */ state = { type: 'TIMELINE', revision: 0, position: 0, playing: false, rate: 1, applyAt: 0, held: false, cause: 'sync' };
  /** @type {{from: string, message: any}[]} */ heard = [];
  /** Refuses every command. */
  refuses = false;
  EPOCH = 1_795_348_800_000;

  get time() {
    return this.timers.now() + this.EPOCH;
  }

  /** Where the film really is. */
  get position() {
    return positionAt(/** @type {any} */ (readTimeline(this.state)), this.time);
  }

  /** Commands of members, without their reports. */
  get commands() {
    return this.heard.map(({ message }) => message).filter(({ type }) => ['PLAY_PAUSE', 'SEEK', 'RATE', 'URL_CHANGE'].includes(type));
  }

  /** @param {any} film @param {Partial<{playing: boolean, position: number}>} options */
  show(film, { playing = false, position = 0 } = {}) {
    this.#change({ film, revision: this.state.revision + 1, playing, position, cause: 'film' });
  }

  /** Everyone waits for somebody. @param {number} [back] seconds from where the film will have come to where it stands */
  hold(back = 0) {
    const state = /** @type {any} */ (readTimeline(this.state));
    this.#change({ playing: false, held: true, cause: 'wait', position: positionAt(state, this.time + LEAD) - back });
  }

  goOn() {
    this.#change({ playing: true, held: false, cause: 'go-on' });
  }

  /** @param {any} change @param {any} [command] @param {string} [from] */
  #change(change, command, from) {
    const applyAt = this.time + LEAD;
    const position = positionAt(/** @type {any} */ (readTimeline(this.state)), applyAt);
    const { id: _, by: __, ...before } = this.state;
    this.state = { ...before, position, applyAt, ...change, ...(command ? { id: command.id, by: from } : {}) };
    for (const member of this.members) member.told(this.state);
  }

  /** @param {string} from @param {any} message */
  hear(from, message) {
    this.heard.push({ from, message });
    const changes = {
      PLAY_PAUSE: () => ({ playing: message.playing, ...(message.position === undefined ? {} : { position: message.position }), cause: 'play' }),
      SEEK: () => ({ position: message.position, cause: 'seek' }),
      RATE: () => ({ rate: message.rate, cause: 'rate' }),
    };
    const change = changes[/** @type {keyof typeof changes} */ (message.type)];
    if (!change) return;
    if (this.refuses) return this.members.find(({ name }) => name === from)?.told({ type: 'ERROR', in: message.type, code: 'not_allowed' });
    this.#change(change(), message, from);
  }

  /** @param {string} name @param {{traits?: Traits, delay?: () => number, hidden?: () => boolean, skew?: number}} options `skew` of the member's clock */
  join(name, options = {}) {
    const member = new Member(this, name, options);
    this.members.push(member);
    return member;
  }

  /** @param {number} ms Each millisecond promises get their turn too. */
  async run(ms) {
    for (let passed = 0; passed < ms; passed += 10) {
      this.timers.advance(Math.min(10, ms - passed));
      await Promise.resolve();
      await Promise.resolve();
    }
  }
}

export class Member {
  /** @type {FakePlayer} */ player;
  /** @type {FilmSync} */ sync;
  clock;
  name;
  #party; #delay; #skew;
  #lastArrival = 0;

  /** @param {FakeParty} party @param {string} name @param {{traits?: Traits, delay?: () => number, hidden?: () => boolean, skew?: number}} options */
  constructor(party, name, { traits, delay = () => 10, hidden = () => false, skew = 0 }) {
    this.name = name;
    this.#party = party;
    this.#delay = delay;
    this.#skew = skew;
    const { timers } = party;
    const own = { ...timers, now: () => timers.now() * (1 + skew), setTimeout: timers.setTimeout, clearTimeout: timers.clearTimeout };
    this.clock = new ServerClock({ now: own.now });
    this.player = new FakePlayer(timers, traits);
    this.sync = new FilmSync({ player: this.player, clock: () => this.clock.time, send: (message) => this.#say(message), timers: own, isHidden: hidden, prefix: name });
    this.#ping();
    this.told(party.state);
  }

  /** How far the picture is from where the party is, in milliseconds. */
  get error() {
    return (this.player.position - this.#party.position) * 1000;
  }

  /** @param {any} message what the server says to this member; TCP keeps the order */
  told(message) {
    const { timers } = this.#party;
    this.#lastArrival = Math.max(this.#lastArrival, timers.now() + this.#delay());
    timers.setTimeout(() => (message.type === 'ERROR' ? this.sync.refused(message) : this.sync.apply(message)), this.#lastArrival - timers.now());
  }

  /** @param {any} message */
  #say(message) {
    this.#party.timers.setTimeout(() => this.#party.hear(this.name, message), this.#delay());
    return true;
  }

  #ping() {
    const { timers } = this.#party;
    const now = () => timers.now() * (1 + this.#skew);
    const sentAt = now();
    timers.setTimeout(() => {
      const received = this.#party.time;
      timers.setTimeout(() => this.clock.record({ sentAt, received, sent: received, arrivedAt: now() }), this.#delay());
    }, this.#delay());
    timers.setTimeout(() => this.#ping(), timers.now() < 2000 ? 250 : 5_000);
  }
}
