import { PartyEvent } from './party-event.js';
import { h, setText } from './dom.js';
import { icon } from './icons.js';
import { FilmControls, SKIP } from './film-controls.js';
import { FilmSession } from './film-session.js';
import { MediaElementPlayer } from './film-player.js';
import { openFilmDialog } from './film-dialog.js';
import { filmTitle, sizeText, timeText } from './film-sources.js';
import { browserStorage } from './devices.js';

const REFRESH = 250;
const VOLUME_KEY = 'toperparty.film-volume';
const TILES_KEY = 'toperparty.film-tiles';
/** Within one film frame nobody sees a difference. Milliseconds. */
const IN_SYNC = 42;

/**
 * The film on the page: picture, controls, and what stands over it while it cannot play.
 * Events: `shown` (boolean: whether there is a film), `layout`.
 */
export class FilmStage extends EventTarget {
  #video = h('video', { class: 'film-video', playsinline: true, 'aria-label': 'The film' });
  #status = h('p', { class: 'film-status' });
  #notice = h('div', { class: 'film-notice', role: 'status', hidden: true });
  #noticeText = h('p');
  #click = h('button', { type: 'button', class: 'button primary', hidden: true, on: { click: () => this.session.sync.allow() } }, icon('play'), 'Click to watch with the others');
  #goOn = h('button', { type: 'button', class: 'button', hidden: true, on: { click: () => this.session.goOn() } }, 'Go on now');
  #file = h('input', { type: 'file', accept: 'video/*', class: 'visually-hidden', on: { change: () => this.#pick() } });
  #pickLabel = h('label', { class: 'button primary', hidden: true }, this.#file, 'Pick the file…');
  #details = h('p', { class: 'film-details' });
  #storage = browserStorage();
  /** @type {any} */ #timer = null;
  #off = new AbortController();
  #announcer; #nameOf;
  /** @type {FilmControls} */ #controls;
  /** @type {FilmSession} @readonly */ session;
  /** @type {HTMLElement} @readonly */ element;

  /**
   * @param {{party: import('./party.js').Party, announcer: import('./announcer.js').Announcer}} options
   */
  constructor({ party, announcer }) {
    super();
    this.#announcer = announcer;
    this.#nameOf = (/** @type {string | null} */ id) => (id === party.memberId ? 'You' : party.members.find(({ memberId }) => memberId === id)?.name ?? 'Somebody');
    this.session = new FilmSession({ signaling: party.signaling, player: new MediaElementPlayer(this.#video) });
    this.#setVolume(Number(this.#storage.getItem(VOLUME_KEY) ?? 0.8));
    this.#controls = new FilmControls(this.#actions(), this.#video.volume);
    this.#notice.append(this.#noticeText, this.#click, this.#goOn, this.#pickLabel);
    this.element = h('section', { class: 'film', 'aria-label': 'Film', hidden: true, tabindex: '-1' },
      h('div', { class: 'film-screen', on: { click: () => this.#clicked() } }, this.#video), this.#details, this.#notice,
      h('div', { class: 'film-panel' }, this.#status, this.#controls.element));
    this.#listen();
    this.#timer = setInterval(() => this.#show(), REFRESH);
  }

  /** Tiles over the film instead of beside it. */
  get tilesOver() {
    return this.#storage.getItem(TILES_KEY) === 'over';
  }

  /** Keys for shortcuts.js. */
  get shortcuts() {
    const whenShown = (/** @type {() => void} */ run) => () => { if (this.session.film) run(); };
    return [
      { key: 'w', label: 'W', does: 'Watch a film, or another one', run: () => this.choose() },
      { key: 'k', label: 'K', does: 'Play or pause the film for everyone', run: whenShown(() => this.session.playPause()) },
      { key: 'j', label: 'J', does: `Back ${SKIP} seconds for everyone`, run: whenShown(() => this.session.skip(-SKIP)) },
      { key: 'l', label: 'L', does: `Forward ${SKIP} seconds for everyone`, run: whenShown(() => this.session.skip(SKIP)) },
      { key: 't', label: 'T', does: 'People beside or over the film', run: () => this.#flipTiles() },
    ];
  }

  /** For tests and support. */
  get state() {
    const { sync, waiting, mayControl } = this.session;
    const { film, revision, playing, held, rate } = sync.timeline;
    return { film: film && { ...film }, revision, playing, held, rate, position: sync.position, error: sync.error, phase: sync.phase, blocked: sync.blocked, waiting: [...waiting.memberIds], mayControl };
  }

  choose() {
    if (!this.session.mayControl) return this.#announcer.note('Only the host chooses the film in this party.');
    openFilmDialog(this.session);
  }

  destroy() {
    this.#off.abort();
    clearInterval(this.#timer);
    this.session.destroy();
    this.element.remove();
  }

  #actions() {
    return {
      playPause: () => this.session.playPause(),
      skip: (/** @type {number} */ seconds) => this.session.skip(seconds),
      seek: (/** @type {number} */ position) => this.session.sync.seek(position),
      rate: (/** @type {number} */ rate) => this.session.sync.setRate(rate),
      volume: (/** @type {number} */ volume) => this.#setVolume(volume),
      tiles: () => this.#flipTiles(),
      choose: () => this.choose(),
    };
  }

  #listen() {
    const { signal } = this.#off;
    const on = (/** @type {string} */ type, /** @type {(detail: any) => void} */ handle) => {
      this.session.addEventListener(type, (event) => handle(/** @type {PartyEvent<any>} */ (event).detail), { signal });
    };
    on('film', (film) => this.#filmChanged(film));
    on('change', () => this.#show());
    on('did', (deed) => this.#tellDeed(deed));
    on('problem', (text) => this.#announcer.note(text));
    this.#video.addEventListener('error', () => console.warn('The film:', this.#video.error?.code, this.#video.error?.message));
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.session.sync.refresh(); }, { signal });
  }

  /** @param {import('./timeline.js').Film | null} film */
  #filmChanged(film) {
    this.element.hidden = film === null;
    this.#video.setAttribute('aria-label', film ? `The film: ${filmTitle(film)}` : 'The film');
    this.dispatchEvent(new PartyEvent('shown', film !== null));
    this.#show();
  }

  #show() {
    const { session } = this;
    if (!session.film) return;
    const { sync } = session;
    this.#controls.show({
      playing: sync.timeline.playing || sync.timeline.held, position: sync.position, duration: session.film.duration ?? this.#video.duration,
      rate: sync.timeline.rate, isLive: sync.isLive, mayControl: session.mayControl, pending: sync.pending,
    });
    setText(this.#status, this.#statusText());
    setText(this.#details, this.#detailText());
    this.#showNotice();
  }

  /** How near this member is to the others. */
  #statusText() {
    const { sync } = this.session;
    if (sync.phase !== 'following' || sync.error === null) return '';
    const error = Math.round(sync.error);
    if (Math.abs(error) <= IN_SYNC) return `In sync · ${signed(error)} ms`;
    return `${Math.abs(error) < 1_000 ? `${signed(error)} ms` : `${signed(Math.round(error / 100) / 10)} s`} · catching up`;
  }

  #detailText() {
    return this.session.syncErrors.map(({ memberId, p50, p95 }) => `${this.#nameOf(memberId)} ${Math.round(p50)} ms (95 %: ${Math.round(p95)})`).join(' · ');
  }

  #showNotice() {
    const { session } = this;
    const text = this.#noticeFor();
    this.#notice.hidden = text === '';
    setText(this.#noticeText, text);
    this.#click.hidden = !session.sync.blocked;
    this.#goOn.hidden = !session.mayGoOn;
    this.#pickLabel.hidden = !session.needsFile;
  }

  #noticeFor() {
    const { session } = this;
    const { memberIds } = session.waiting;
    if (session.failed) return 'Your browser cannot play this film. The others go on without you.';
    if (session.needsFile) return `The party watches “${filmTitle(/** @type {any} */ (session.film))}” (${sizeText(session.film?.size ?? 0)}). Pick the same file on your computer: it stays there.`;
    if (session.sync.blocked) return 'Your browser waits for a click before it plays.';
    if (memberIds.length > 0) return `Waiting for ${memberIds.map((id) => this.#nameOf(id).replace(/^You$/, 'you')).join(', ')}…`;
    return session.sync.phase === 'loading' || session.sync.phase === 'stalled' ? 'Loading…' : '';
  }

  /** @param {{by: string | null, cause: string, position: number, rate: number}} deed */
  #tellDeed({ by, cause, position, rate }) {
    const who = this.#nameOf(by);
    const texts = /** @type {Record<string, string>} */ ({
      play: `${who} pressed play.`, wait: `${who} pressed play.`, pause: `${who} paused at ${timeText(position)}.`, seek: `${who} went to ${timeText(position)}.`,
      rate: `${who} set the speed to ${rate}×.`, film: `${who} chose ${this.session.film ? filmTitle(this.session.film) : 'a film'}.`, ended: 'The film is over.',
    });
    if (texts[cause] && (by || cause === 'ended')) this.#announcer.note(texts[cause]);
  }

  async #pick() {
    const [file] = this.#file.files ?? [];
    if (!file) return;
    const problem = await this.session.pick(file);
    this.#file.value = '';
    if (problem) this.#announcer.note(problem);
  }

  #clicked() {
    if (this.session.sync.blocked) this.session.sync.allow();
    else if (this.session.mayControl) this.session.playPause();
  }

  #flipTiles() {
    this.#remember(TILES_KEY, this.tilesOver ? 'beside' : 'over');
    this.#announcer.say(this.tilesOver ? 'People are over the film.' : 'People are beside the film.');
    this.dispatchEvent(new PartyEvent('layout'));
  }

  /** @param {number} volume 0 to 1 */
  #setVolume(volume) {
    this.#video.volume = Math.min(1, Math.max(0, Number.isFinite(volume) ? volume : 0.8));
    this.#remember(VOLUME_KEY, String(this.#video.volume));
  }

  /** @param {string} key @param {string} value */
  #remember(key, value) {
    try {
      this.#storage.setItem(key, value);
    } catch {
      // Forgotten with the page.
    }
  }
}

/** @param {number} value */
function signed(value) {
  return value > 0 ? `+${value}` : String(value).replace('-', '−');
}
