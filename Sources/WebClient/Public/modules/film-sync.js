import { PartyEvent } from './party-event.js';
import { Timeline, isFarJump, positionAt, readTimeline, standsNear } from './timeline.js';
import { DriftControl } from './drift-control.js';
import { FilmCommands } from './film-commands.js';
import { FilmReports } from './film-reports.js';
import { PlayerPace } from './player-pace.js';
import { PlayerControl } from './player-control.js';
import { WakeTimer, realTimers } from './wake-timer.js';

/**
 * @typedef {import('./film-player.js').FilmPlayer} FilmPlayer
 * @typedef {import('./film-commands.js').Command} Command
 * @typedef {import('./timeline.js').TimelineState} TimelineState
 * @typedef {{seekAt: number | null, startedAt: number | null, from: number}} Approach `seekAt`, `startedAt` on the client's clock
 * @typedef {'idle' | 'absent' | 'loading' | 'held' | 'approaching' | 'following' | 'stalled' | 'blocked' | 'ended'} Phase
 */

const TICK = 100;
/** A player that was told to start is believed to run after this long. Milliseconds. */
const START_WATCH = 250;
const REPORT_INTERVAL = 1_000;
/** A start this late is made up for by a faster rate; a later one by a seek. Milliseconds. */
const LATE_START = 120;
/** A player this far ahead waits for the others instead of seeking. Milliseconds. */
const LONGEST_WAIT = 1_500;
const MOST_LATE_SEEKS = 2;
/** Players disagree about where a film ends. Seconds. */
const END_TOLERANCE = 1;
/** A start that took longer was a stall, and says nothing about the next one. Milliseconds. */
const LONGEST_START = 1_000;

/**
 * Keeps one player on the party's timeline, and tells the party what its user does with the player.
 *
 * It looks at the player several times a second and whenever something happens, compares what is with what shall be, and
 * does the next thing: there is no sequence that an event at the wrong moment could break.
 *
 * Events: `change` (Phase), `blocked` (boolean: the browser wants a click first; see `allow`).
 */
export class FilmSync extends EventTarget {
  #timeline = new Timeline();
  #drift = new DriftControl();
  #pace = new PlayerPace();
  /** @type {TimelineState | null} what the player was last made to follow */ #followed = null;
  /** @type {Approach | null} */ #approach = null;
  /** @type {Phase} */ #phase = 'idle';
  /** @type {number | null} */ #standsFor = null;
  /** @type {number | null} */ #error = null;
  #lateSeeks = 0;
  /** Where the user of the player is seeking to is known when they have arrived. */
  #userSeeks = false;
  /** A hidden page was paused by the browser, not by its user. */
  #suspended = false;
  #blocked = false;
  #isFirst = true;
  /** @type {any} */ #tickTimer = null;
  /** @type {any} */ #reportTimer = null;
  #off = new AbortController();
  /** @type {WakeTimer} */ #wake;
  /** @type {FilmCommands} */ #commands;
  /** @type {FilmReports} */ #reports;
  /** @type {PlayerControl} */ #control;
  #player; #clock; #timers; #isHidden;

  /**
   * @param {{player: FilmPlayer, clock: () => number | null, send: (message: Command) => unknown,
   *   timers?: import('./wake-timer.js').Timers, isHidden?: () => boolean, prefix?: string}} options `clock` is the server's
   *   time in milliseconds, null while unknown
   */
  constructor({ player, clock, send, timers = realTimers, isHidden = () => globalThis.document?.hidden ?? false, prefix }) {
    super();
    this.#player = player;
    this.#clock = clock;
    this.#timers = timers;
    this.#isHidden = isHidden;
    this.#commands = new FilmCommands({ send, timers, prefix });
    this.#reports = new FilmReports(send);
    this.#control = new PlayerControl(player, () => this.#playRefused());
    this.#wake = new WakeTimer(timers, () => this.pursue());
    this.#listen();
    this.#tick();
    this.#report();
  }

  stop() {
    this.#off.abort();
    this.#wake.cancel();
    for (const timer of [this.#tickTimer, this.#reportTimer]) this.#timers.clearTimeout(timer);
  }

  get phase() { return this.#phase; }

  /** The browser plays nothing before the user has clicked. */
  get blocked() { return this.#blocked; }

  /** A command is on its way. */
  get pending() {
    return this.#commands.isPending;
  }

  /**
   * How far the player is ahead of the party, in milliseconds; negative when behind.
   * @returns {number | null} null when that means nothing: no film, a live stream, a jump under way
   */
  get error() {
    return this.#error;
  }

  /** The timeline with everything that is announced. */
  get timeline() {
    return this.#timeline.latest;
  }

  /** Where the party is, in seconds. */
  get position() {
    const time = this.#clock();
    return time === null ? this.#timeline.latest.position : this.#timeline.position(time);
  }

  get isLive() {
    return this.#player.duration === Infinity;
  }

  /**
   * What the server said: a TIMELINE.
   * @param {any} message
   */
  apply(message) {
    const state = readTimeline(message);
    if (!state) return;
    if (this.#commands.settle(state.commandId)) this.#tell();
    if (state.revision !== this.#timeline.latest.revision) this.#beginFilm(state);
    this.#isFirst = false;
    this.#timeline.apply(state, this.#clock() ?? state.applyAt);
    this.pursue();
  }

  /**
   * The server said ERROR. If it is about our command, the timeline holds.
   * @param {{in?: string}} error
   */
  refused(error) {
    if (!this.#commands.refuse(error.in)) return;
    this.#approach = null;
    this.#standsFor = null;
    this.#tell();
    this.pursue();
  }

  play() {
    this.#command({ type: 'PLAY_PAUSE', playing: true });
  }

  pause() {
    this.#command({ type: 'PLAY_PAUSE', playing: false });
  }

  /** @param {number} position seconds */
  seek(position) {
    if (!this.isLive) this.#command({ type: 'SEEK', position: Math.max(0, position) });
  }

  /** @param {number} rate */
  setRate(rate) {
    if (!this.isLive) this.#command({ type: 'RATE', rate });
  }

  /** To be called from a click or key press after `blocked`. */
  allow() {
    if (!this.#blocked) return;
    this.#setBlocked(false);
    this.#start();
  }

  /** The page is visible again. */
  refresh() {
    this.#suspended = false;
    this.#drift.restart();
    this.pursue();
  }

  /** A new connection: the server may not know what it was told on the one before. */
  reconnected() {
    this.#commands.clear();
    this.#reports.repeat();
    this.refresh();
  }

  /** Compares what is with what shall be, and does the next thing. Harmless to call at any time. */
  pursue() {
    const time = this.#clock();
    if (time === null) return;
    const state = this.#stateFor(time);
    if (!state.film) return this.#rest('idle');
    this.#reports.look({ absent: this.#player.absent, playable: this.#isPlayable(), duration: this.#player.duration }, this.#timers.now());
    if (this.#player.absent) return this.#rest('absent');
    if (!this.#player.loaded) return this.#rest('loading');
    if (this.#commands.holdsPlayer || this.#userSeeks || this.#suspended) return;
    if (this.#blocked) return this.#setPhase('blocked');
    const isNew = state !== this.#followed;
    this.#followed = state;
    if (isNew) this.#approach = null;
    if (state.playing) this.#run(state, time, isNew);
    else this.#hold(state);
  }

  /**
   * What is announced begins to hold at a moment. A player that stands still prepares for it; one that plays goes on until then.
   * @param {number} time
   */
  #stateFor(time) {
    const now = this.#timeline.state(time);
    const { latest } = this.#timeline;
    if (latest === now) return now;
    this.#wake.within(latest.applyAt - time);
    // A start takes a moment: it is made before its time has come, and not taken back. So does a seek, and whoever begins it early is there in time.
    return this.#player.paused || this.#followed === latest || isFarJump(now, latest, LONGEST_WAIT) ? latest : now;
  }

  #isPlayable() {
    const { ready, seeking, ended, loaded } = this.#player;
    return loaded && (ended || (ready && !seeking));
  }

  /** @param {Phase} phase */
  #rest(phase) {
    this.#error = null;
    this.#setPhase(phase);
  }

  // The film stands still

  /** @param {TimelineState} state @param {Phase} [phase] */
  #hold(state, phase = 'held') {
    const player = this.#player;
    const position = this.#reachable(state.position);
    this.#approach = null;
    this.#drift.restart();
    if (!player.paused) this.#control.pause();
    this.#control.setRate(state.rate);
    this.#error = this.isLive || player.seeking ? null : (player.position - position) * 1000;
    this.#setPhase(this.#reports.isStalled ? 'stalled' : phase);
    if (this.isLive || player.seeking || standsNear(player.position - position, state.held)) return;
    // A player that did not land exactly there will not the second time.
    if (this.#standsFor === position) return;
    this.#standsFor = position;
    this.#control.seek(position);
  }

  // The film runs

  /** @param {TimelineState} state @param {number} time @param {boolean} isNew */
  #run(state, time, isNew) {
    if (this.isLive) return this.#runLive();
    if (this.#isOver(state, time)) return this.#hold({ ...state, position: this.#player.duration }, 'ended');
    this.#standsFor = null;
    if (this.#approach) return this.#goOn(state, time);
    if (this.#player.paused) return this.#aim(state, time);
    if (isNew && Math.abs(this.#measure(state, time)) > LATE_START) return this.#aim(state, time);
    if (this.#isPlayable()) this.#follow(state, time);
    else this.#setPhase('stalled');
  }

  /** Streams that began when each member began to watch have no common position: they run or stand still together. */
  #runLive() {
    this.#error = null;
    if (this.#player.paused) this.#control.play();
    this.#setPhase(this.#player.ready ? 'following' : 'stalled');
  }

  /** @param {TimelineState} state @param {number} time @returns {number} milliseconds the player is ahead */
  #measure(state, time) {
    return (this.#player.position - positionAt(state, time)) * 1000;
  }

  /** @param {TimelineState} state @param {number} time */
  #follow(state, time) {
    this.#error = this.#measure(state, time);
    this.#setPhase('following');
    this.#reports.arrived();
    // What is announced will correct more than drift.
    if (this.#timeline.latest !== state) return;
    const correction = this.#drift.update(this.#error / 1000, this.#timers.now());
    if (correction.kind === 'seek') return this.#aim(state, time);
    if (!this.#control.setRate(state.rate * correction.factor) && correction.factor !== 1) this.#drift.canSlew = false;
  }

  /**
   * Makes the player stand at a place that the party is about to reach, so that it can start in time, however long its seek takes.
   * @param {TimelineState} state @param {number} time
   */
  #aim(state, time) {
    const player = this.#player;
    this.#drift.restart(true);
    if (!player.paused) this.#control.pause();
    this.#control.setRate(state.rate);
    this.#lateSeeks = 0;
    this.#approach = { seekAt: null, startedAt: null, from: player.position };
    const wait = this.#waitBefore(state, time);
    if (wait < -LATE_START || wait > LONGEST_WAIT || player.seeking) this.#seekAhead(state, time);
    this.#goOn(state, time);
  }

  /** @param {TimelineState} state @param {number} time */
  #seekAhead(state, time) {
    this.#approach = { seekAt: this.#timers.now(), startedAt: null, from: 0 };
    this.#control.seek(this.#reachable(positionAt(state, time + this.#pace.lead)));
  }

  /** @param {TimelineState} state @param {number} time */
  #goOn(state, time) {
    const approach = /** @type {Approach} */ (this.#approach);
    this.#error = null;
    if (approach.startedAt !== null) return this.#watchStart(state, time, approach.startedAt, approach.from);
    this.#setPhase(this.#reports.isStalled ? 'stalled' : 'approaching');
    if (!this.#isPlayable()) return;
    if (approach.seekAt !== null) this.#pace.noteSeek(this.#timers.now() - approach.seekAt);
    approach.seekAt = null;
    const wait = this.#waitBefore(state, time);
    if (wait < -LATE_START && this.#mayAimAgain()) return this.#seekAhead(state, time);
    if (wait <= 2) this.#start();
    else this.#wake.within(wait);
  }

  /** Too late in spite of the lead: what the player usually takes is known better now. Twice; then drift control decides about seeks. */
  #mayAimAgain() {
    this.#lateSeeks += 1;
    return this.#lateSeeks <= MOST_LATE_SEEKS;
  }

  #start() {
    if (this.#player.ended) return this.#setPhase('ended');
    this.#approach = { seekAt: null, startedAt: this.#timers.now(), from: this.#player.position };
    if (this.#player.paused) this.#control.play();
    this.#wake.within(START_WATCH);
  }

  /**
   * The player has been told to start. Once it moves, how long it took is known for the next time.
   * @param {TimelineState} state @param {number} time @param {number} startedAt @param {number} from
   */
  #watchStart(state, time, startedAt, from) {
    const player = this.#player;
    const elapsed = this.#timers.now() - startedAt;
    const moved = player.position - from;
    if (this.#reports.isStalled) this.#setPhase('stalled');
    if (player.paused && elapsed >= START_WATCH) this.#approach = null;
    if (player.paused || elapsed < START_WATCH - 5 || moved < 0.05) return;
    if (elapsed < LONGEST_START) this.#pace.noteStart(elapsed - (moved / state.rate) * 1000);
    this.#approach = null;
    this.#follow(state, time);
  }

  /**
   * How long to wait until the player, where it stands, is to be told to start.
   * @param {TimelineState} state @param {number} time @returns {number} milliseconds, negative when it is late
   */
  #waitBefore(state, time) {
    const untilThere = ((this.#player.position - state.position) / state.rate) * 1000 + state.applyAt - time;
    return untilThere - this.#pace.startDelay;
  }

  /** @param {TimelineState} state @param {number} time */
  #isOver(state, time) {
    const { duration, ended } = this.#player;
    return Number.isFinite(duration) && positionAt(state, time) >= duration - (ended ? END_TOLERANCE : 0);
  }

  /** @param {number} position */
  #reachable(position) {
    const { duration } = this.#player;
    return Number.isFinite(duration) ? Math.min(position, duration) : position;
  }

  #playRefused() {
    this.#approach = null;
    this.#setBlocked(true);
    this.#rest('blocked');
  }

  // What the player tells

  #listen() {
    const { signal } = this.#off;
    const on = (/** @type {string} */ type, /** @type {() => void} */ handle) => {
      this.#player.addEventListener(type, () => { if (this.#timeline.latest.film) handle(); }, { signal });
    };
    on('play', () => this.#heardPlay());
    on('pause', () => this.#heardPause());
    on('seeking', () => this.#heardSeeking());
    on('seeked', () => this.#heardSeeked());
    on('ratechange', () => this.#heardRate());
    on('ready', () => this.pursue());
    on('film', () => { this.#forgetPlayer(); this.pursue(); });
  }

  #heardPlay() {
    if (this.#control.meet('play')) return this.pursue();
    this.#suspended = false;
    this.#setBlocked(false);
    if (this.#timeline.latest.playing || !this.#player.loaded) return this.pursue();
    // It shall start with the others.
    this.#control.pause();
    this.#command({ type: 'PLAY_PAUSE', playing: true, ...this.#place() }, true);
  }

  #heardPause() {
    const { ended, loaded } = this.#player;
    this.#pace.before = 'paused';
    if (this.#control.meet('pause') || ended || !loaded || !this.#timeline.latest.playing) return this.pursue();
    // Browsers pause what nobody sees, to save power. The party goes on.
    if (this.#isHidden()) this.#suspended = true;
    else this.#command({ type: 'PLAY_PAUSE', playing: false, ...this.#place() }, true);
  }

  #heardSeeking() {
    if (!this.#player.loaded || this.isLive || this.#control.meetSeek(this.#player.position)) return;
    this.#userSeeks = true;
    this.#approach = null;
  }

  #heardSeeked() {
    if (this.#player.seeking) return;
    this.#pace.before = 'sought';
    this.#control.seekEnded();
    if (!this.#userSeeks) return this.pursue();
    this.#userSeeks = false;
    this.#command({ type: 'SEEK', position: this.#player.position }, true);
  }

  #heardRate() {
    const rate = this.#player.loaded ? this.#control.chosenRate() : null;
    if (rate !== null) this.#command({ type: 'RATE', rate }, true);
  }

  // What the party is told

  /** @param {Command} command @param {boolean} [doneByPlayer] */
  #command(command, doneByPlayer = false) {
    this.#commands.issue({ ...command, revision: this.#timeline.latest.revision }, doneByPlayer);
    this.#tell();
    this.pursue();
  }

  /** The place on which the user of the player looks. */
  #place() {
    return this.isLive ? {} : { position: this.#player.position };
  }

  #report() {
    if (this.#phase === 'following' && this.#error !== null) this.#reports.tellError(this.#error);
    this.#reportTimer = this.#timers.setTimeout(() => this.#report(), REPORT_INTERVAL);
  }

  // Another film

  /** @param {TimelineState} state */
  #beginFilm(state) {
    this.#reports.begin(state.revision, this.#isFirst && state.playing);
    this.#setBlocked(false);
    this.#forgetPlayer();
  }

  #forgetPlayer() {
    this.#control.reset();
    this.#commands.clear();
    this.#drift.restart();
    this.#drift.canSlew = true;
    this.#approach = this.#followed = this.#standsFor = this.#error = null;
    this.#userSeeks = this.#suspended = false;
  }

  #tick() {
    this.pursue();
    this.#tickTimer = this.#timers.setTimeout(() => this.#tick(), TICK);
  }

  /** @param {boolean} blocked */
  #setBlocked(blocked) {
    if (this.#blocked === blocked) return;
    this.#blocked = blocked;
    this.dispatchEvent(new PartyEvent('blocked', blocked));
  }

  /** @param {Phase} phase */
  #setPhase(phase) {
    if (this.#phase === phase) return;
    this.#phase = phase;
    this.#tell();
  }

  #tell() {
    this.dispatchEvent(new PartyEvent('change', this.#phase));
  }
}
