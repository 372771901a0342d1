import { PartyEvent } from './party-event.js';
import { FilmSync } from './film-sync.js';
import { TEST_FILM, filmInFile, isSameFile, probeDuration } from './film-sources.js';

/**
 * @typedef {import('./timeline.js').Film} Film
 * @typedef {import('./film-player.js').FilmPlayer & EventTarget & {source: string}} SourcePlayer
 * @typedef {{memberId: string, p50: number, p95: number}} SyncErrors
 * @typedef {{memberIds: string[], deadline: number | null}} Waiting
 */

/**
 * The film of a party: what plays, whom everyone waits for, and what this member may do. It ties a player to the party's
 * messages, and knows nothing of the page.
 *
 * Events: `film` (Film | null), `change` (anything that is shown), `did` ({by, cause, position}: somebody did something),
 * `problem` (string, for people).
 */
export class FilmSession extends EventTarget {
  /** @type {Film | null} */ #film = null;
  /** @type {string | null} */ #memberId = null;
  /** @type {string | null} */ #hostId = null;
  #role = 'member';
  #control = 'everyone';
  /** @type {Waiting} */ #waiting = { memberIds: [], deadline: null };
  /** @type {Map<string, SyncErrors>} */ #syncErrors = new Map();
  /** @type {Map<string, string>} object URLs of files that were picked, by size */ #files = new Map();
  #failed = false;
  #changes = 0;
  #off = new AbortController();
  /** @type {FilmSync} @readonly */ sync;
  #signaling; #player; #probe; #objectURL;

  /**
   * @param {{signaling: import('./signaling.js').Signaling, player: SourcePlayer, probe?: typeof probeDuration,
   *   objectURL?: (file: Blob) => string, sync?: FilmSync}} options
   */
  constructor({ signaling, player, probe = probeDuration, objectURL = (file) => URL.createObjectURL(file), sync }) {
    super();
    this.#signaling = signaling;
    this.#player = player;
    this.#probe = probe;
    this.#objectURL = objectURL;
    this.sync = sync ?? new FilmSync({ player, clock: () => signaling.clock.time, send: (message) => signaling.send(message) });
    this.#listen();
  }

  destroy() {
    this.#off.abort();
    this.sync.stop();
    this.#player.source = '';
    for (const url of this.#files.values()) URL.revokeObjectURL(url);
  }

  get film() { return this.#film; }

  /** This member has to pick the film's file first. */
  get needsFile() {
    return this.#film?.kind === 'file' && !this.#player.source;
  }

  /** The browser cannot play the film. */
  get failed() { return this.#failed; }

  /** Whom everyone waits for. */
  get waiting() { return this.#waiting; }

  /** How well the others are together, as the server measured it. */
  get syncErrors() { return [...this.#syncErrors.values()]; }

  get mayControl() {
    if (this.#control === 'everyone' || this.#isHost) return true;
    return this.#control === 'host-and-deputies' && this.#role === 'deputy';
  }

  /** Everyone waits for somebody, and this member may decide that they do so no longer. */
  get mayGoOn() {
    return this.sync.timeline.held && this.mayControl && (this.#isHost || this.#role === 'deputy');
  }

  get #isHost() {
    return this.#role === 'host' || this.#memberId === this.#hostId;
  }

  /** @param {Film | null} film what the party shall watch from now on */
  show(film) {
    this.#changes += 1;
    const id = `film-${this.#changes}-${Math.random().toString(36).slice(2, 8)}`;
    return this.#signaling.send({ type: 'URL_CHANGE', id, revision: this.sync.timeline.revision, film, position: 0, playing: false });
  }

  /**
   * A file from this member's disk: for the film that is on, or a new one for everybody. It stays here; only its size and duration are told.
   * @param {File} file @param {boolean} [asNew]
   * @returns {Promise<string>} what is wrong with it, or ''
   */
  async pick(file, asNew = false) {
    const source = this.#objectURL(file);
    const duration = await this.#probe(source).catch(() => null);
    if (duration === null) return 'This browser cannot play that file.';
    const film = this.#film;
    if (!asNew && film && !isSameFile(film, file, duration)) return 'That is another file: its size or duration differs.';
    this.#files.set(String(file.size), source);
    if (asNew) this.show(filmInFile(file, duration));
    else this.#load();
    return '';
  }

  /** A film for which everyone waits for somebody is one that plays: whoever presses then wants it to stand still. */
  playPause() {
    const { playing, held } = this.sync.timeline;
    if (playing || held) this.sync.pause();
    else this.sync.play();
  }

  /** Without those for whom everyone waits; see `mayGoOn`. */
  goOn() {
    this.sync.play();
  }

  /** @param {number} seconds from here */
  skip(seconds) {
    if (this.#film) this.sync.seek(Math.max(0, this.sync.position + seconds));
  }

  /** The server is asked where the party is. */
  askAgain() {
    this.#signaling.send({ type: 'REQUEST_SYNC' });
  }

  #listen() {
    const { signal } = this.#off;
    const on = (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {(detail: any) => void} */ handle) => {
      target.addEventListener(type, (event) => handle(/** @type {PartyEvent<any>} */ (event).detail), { signal });
    };
    on(this.#signaling, 'WELCOME', (message) => this.#welcome(message));
    on(this.#signaling, 'TIMELINE', (message) => this.#timeline(message));
    on(this.#signaling, 'WAITING', (message) => this.#waitFor(message));
    on(this.#signaling, 'SYNC_ERRORS', ({ members }) => this.#measured(members));
    on(this.#signaling, 'LEAVE', ({ memberId }) => { this.#syncErrors.delete(memberId); });
    on(this.#signaling, 'ERROR', (error) => this.sync.refused(error));
    on(this.#signaling, 'POLICY', ({ policy }) => this.#rights({ control: policy?.control }));
    on(this.#signaling, 'ROLE', ({ memberId, role }) => this.#roleOf(memberId, role));
    on(this.#signaling, 'HOST_CHANGED', ({ hostId }) => this.#rights({ hostId }));
    on(this.sync, 'change', () => this.#tell('change'));
    on(this.sync, 'blocked', () => this.#tell('change'));
    on(this.#player, 'error', () => this.#cannotPlay());
  }

  /** @param {any} message */
  #welcome({ memberId, hostId, role, policy, timeline, waiting }) {
    this.#memberId = memberId;
    this.#rights({ hostId, role, control: policy?.control });
    this.#waitFor(waiting ?? { members: [] });
    if (timeline) this.#timeline(timeline, false);
    this.sync.reconnected();
  }

  /** @param {any} message @param {boolean} [isNews] */
  #timeline(message, isNews = true) {
    const before = this.sync.timeline;
    this.sync.apply(message);
    const { film, revision } = this.sync.timeline;
    this.#film = film;
    if (revision !== before.revision || (film === null) !== (before.film === null)) this.#load();
    if (isNews && message.cause !== 'sync') this.#tell('did', { by: message.by ?? null, cause: message.cause, position: message.position, rate: message.rate });
    this.#tell('change');
  }

  #load() {
    this.#failed = false;
    this.#player.source = this.#source();
    this.#tell('film', this.#film);
  }

  #source() {
    const film = this.#film;
    if (film?.kind === 'test') return TEST_FILM;
    if (film?.kind === 'file') return this.#files.get(String(film.size)) ?? '';
    return film?.kind === 'web' && /^https?:/.test(film.url ?? '') ? film.url ?? '' : '';
  }

  #cannotPlay() {
    this.#failed = true;
    this.#tell('problem', 'Your browser cannot play this film.');
    this.#tell('change');
  }

  /** @param {any} message */
  #waitFor({ members, deadline = null }) {
    this.#waiting = { memberIds: Array.isArray(members) ? members : [], deadline };
    this.#tell('change');
  }

  /** @param {SyncErrors[]} members */
  #measured(members) {
    if (!Array.isArray(members)) return;
    this.#syncErrors = new Map(members.map((member) => [member.memberId, member]));
    this.#tell('change');
  }

  /** @param {string} memberId @param {string} role */
  #roleOf(memberId, role) {
    if (role === 'host') this.#rights({ hostId: memberId });
    if (memberId === this.#memberId) this.#rights({ role });
  }

  /** @param {{hostId?: string, role?: string, control?: string}} what is known anew */
  #rights({ hostId, role, control }) {
    this.#hostId = hostId ?? this.#hostId;
    this.#control = control ?? this.#control;
    this.#role = role ?? (hostId && hostId !== this.#memberId && this.#role === 'host' ? 'member' : this.#role);
    this.#tell('change');
  }

  /** @param {string} type @param {any} [detail] */
  #tell(type, detail) {
    this.dispatchEvent(new PartyEvent(type, detail));
  }
}
