import { PartyEvent } from './party-event.js';
import { h, setText } from './dom.js';
import { icon, swapIcon } from './icons.js';
import { Stage } from './stage.js';
import { FilmStage } from './film-stage.js';
import { ControlBar } from './control-bar.js';
import { AudioSink } from './audio-sink.js';
import { LevelMeter, SpeakingMonitor, receivedLevel } from './speaking.js';
import { ConnectionReports } from './connection-reports.js';
import { WakeLock } from './wake-lock.js';
import { Shortcuts } from './shortcuts.js';
import { openHelp, openSettings } from './dialogs.js';
import { SidePanel } from './side-panel.js';
import { OWN, tileKey, tileModels, viewRequests } from './tile-models.js';
import { explainError, explainLabels, explainLeave, peopleText } from './words.js';
import { brand } from './welcome-view.js';

/**
 * @typedef {import('./party.js').Party} Party
 * @typedef {import('./devices.js').Devices} Devices
 * @typedef {import('./announcer.js').Announcer} Announcer
 */

/** A tab in the background for this long needs no pictures, only sound. */
const HIDDEN_PATIENCE = 8_000;
const COPIED_TIME = 2_500;
const REACTION_TIME = 2_600;
/** Connecting takes a fraction of a second; after this long something is in the way. */
const CONNECT_PATIENCE = 10_000;

/** The party itself: tiles, controls, and what keeps them true. Event `leave`. */
export class PartyView extends EventTarget {
  #party; #devices; #announcer;
  #stage = new Stage();
  #sink = new AudioSink();
  #ownLevel = new LevelMeter();
  #wakeLock = new WakeLock();
  /** @type {SpeakingMonitor} */ #speaking;
  /** @type {ConnectionReports} */ #reports;
  /** @type {Shortcuts} */ #shortcuts;
  /** @type {ControlBar} */ #controls;
  /** @type {FilmStage} */ #film;
  /** @type {SidePanel} */ #side;
  /** @type {Set<string>} */ #pins = new Set();
  /** @type {Set<string>} */ #unpinned = new Set();
  /** @type {Set<string>} */ #speakers = new Set();
  /** @type {MediaStream | null} */ #screen = null;
  /** @type {MediaStream | null} */ #ownStream = null;
  #visible = true;
  /** @type {any} */ #hideTimer = null;
  #off = new AbortController();
  #banner; #people; #copy; #soundButton; #alone; #path;
  /** @type {HTMLElement} @readonly */ element;

  /** @param {{party: Party, devices: Devices, announcer: Announcer}} options */
  constructor({ party, devices, announcer }) {
    super();
    this.#party = party;
    this.#devices = devices;
    this.#announcer = announcer;
    this.#controls = this.#makeControls();
    this.#film = new FilmStage({ party, announcer });
    this.#side = new SidePanel({ party, announcer });
    this.#banner = h('div', { class: 'banner', role: 'status', hidden: true });
    this.#people = h('span', { class: 'people' });
    this.#path = h('span', { class: 'path' });
    this.#copy = h('button', { type: 'button', class: 'button small copy', title: 'Copy the party link (C)', on: { click: () => this.copyLink() } }, icon('link'), h('span', { text: 'Copy link' }));
    this.#soundButton = h('button', { type: 'button', class: 'button primary sound', hidden: true, on: { click: () => this.#sink.resume() } }, icon('speaker'), 'Click to hear the party');
    this.#alone = this.#aloneCard();
    this.element = h('main', { class: 'party' }, this.#header(), this.#banner,
      h('div', { class: 'stage-frame' }, this.#film.element, this.#stage.element, this.#alone, this.#soundButton), this.#side.element, this.#controls.element);
    this.#speaking = new SpeakingMonitor({ levels: () => this.#levels() });
    this.#reports = new ConnectionReports({ party, stage: this.#stage });
    this.#shortcuts = new Shortcuts(this.#shortcutList());
    this.#listen();
    this.#wakeLock.hold();
    this.#speaking.start();
    this.#reports.start();
    this.#showOwn();
    this.#show();
  }

  focus() {
    this.element.querySelector('h1')?.focus({ preventScroll: true });
  }

  destroy() {
    this.#off.abort();
    clearTimeout(this.#hideTimer);
    clearTimeout(this.#patienceTimer);
    this.#wakeLock.release();
    this.#speaking.stop();
    this.#reports.stop();
    this.#ownLevel.close();
    this.#sink.clear();
    this.#shortcuts.destroy();
    this.#stopScreen();
    this.#side.destroy();
    this.#stage.destroy();
    this.#film.destroy();
    this.element.remove();
  }

  /** For tests and support. */
  get filmState() {
    return this.#film.state;
  }

  async copyLink() {
    const link = await this.#party.invitations.link().catch((error) => this.#cannotInvite(error));
    if (!link) return;
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      // No clipboard on plain http: the old way still works there.
      copyBySelection(link);
    }
    this.#announcer.say('Link copied.');
    this.#showCopied(true);
    setTimeout(() => this.#showCopied(false), COPIED_TIME);
  }

  /** @param {Error} error */
  #cannotInvite({ message }) {
    this.#announcer.note(`No link was copied: ${message}`);
    return '';
  }

  #header() {
    return h('header', { class: 'topbar' }, brand(),
      h('h1', { class: 'room', tabindex: '-1' }, h('span', { class: 'visually-hidden', text: 'Party ' }), this.#party.roomId),
      h('div', { class: 'topbar-end' }, this.#path, this.#people, this.#copy));
  }

  /** Where an invitation is needed the bare address would only disappoint. */
  #aloneCard() {
    const { invitations } = this.#party;
    const text = h('span');
    const address = h('code', { text: invitations.address });
    const button = h('button', { type: 'button', class: 'button small primary', text: 'Copy an invitation', on: { click: () => this.copyLink() } });
    const show = () => {
      text.textContent = invitations.isNeeded ? 'Only who is invited can come in. Send a link to your friends:' : 'Send this link to your friends:';
      address.hidden = invitations.isNeeded;
      button.hidden = !invitations.isNeeded;
      setText(this.#copy.lastElementChild, this.#copyLabel);
    };
    invitations.addEventListener('change', show, { signal: this.#off.signal });
    show();
    return h('div', { class: 'alone', hidden: true }, h('strong', { text: 'Nobody else is here yet' }), text, address, button);
  }

  get #copyLabel() {
    return this.#party.invitations.isNeeded ? 'Copy invite link' : 'Copy link';
  }

  #makeControls() {
    const { canShareScreen } = this.#devices;
    return new ControlBar([
      { name: 'microphone', icon: 'microphone', label: 'Microphone', shortcut: 'M', run: () => this.#flip('microphone') },
      { name: 'camera', icon: 'camera', label: 'Camera', shortcut: 'V', run: () => this.#flip('camera') },
      { name: 'screen', icon: 'screen', label: 'Share screen', shortcut: 'S', run: () => this.#flipScreen(), hidden: !canShareScreen },
      { name: 'film', icon: 'film', label: 'Watch a film', shortcut: 'W', run: () => this.#film.choose() },
      { name: 'chat', icon: 'chat', label: 'Chat', shortcut: 'H', run: () => this.#side.toggle('chat') },
      { name: 'people', icon: 'people', label: 'People', shortcut: 'U', run: () => this.#side.toggle('people') },
      { name: 'details', icon: 'signal', label: 'Connection details', shortcut: 'I', class: 'wide-only', run: () => this.#flipDetails() },
      { name: 'settings', icon: 'settings', label: 'Camera and sound', shortcut: 'D', run: () => openSettings(this.#devices) },
      { name: 'help', icon: 'help', label: 'Keyboard shortcuts', shortcut: '?', class: 'wide-only', run: () => openHelp(this.#shortcuts) },
      { name: 'leave', icon: 'leave', label: 'Leave the party', shortcut: '⇧L', class: 'danger', run: () => this.#leave() },
    ]);
  }

  #shortcutList() {
    return [
      { key: 'm', label: 'M', does: 'Mute or unmute', run: () => this.#flip('microphone') },
      { key: 'v', label: 'V', does: 'Camera on or off', run: () => this.#flip('camera') },
      { key: 's', label: 'S', does: 'Share your screen, or stop', run: () => this.#flipScreen() },
      ...this.#film.shortcuts,
      { key: 'p', label: 'P', does: 'Pin or unpin the tile in focus, or whoever speaks', run: () => this.#pinNearest() },
      { key: 'h', label: 'H', does: 'Chat, open or close', run: () => this.#side.toggle('chat') },
      { key: 'u', label: 'U', does: 'People and rules, open or close', run: () => this.#side.toggle('people') },
      { key: 'c', label: 'C', does: 'Copy the party link', run: () => this.copyLink() },
      { key: 'i', label: 'I', does: 'Show connection details', run: () => this.#flipDetails() },
      { key: 'd', label: 'D', does: 'Camera and sound', run: () => openSettings(this.#devices) },
      { key: 'f', label: 'F', does: 'Full screen', run: () => this.#flipFullscreen() },
      { key: 'l', label: 'Shift + L', does: 'Leave the party', shift: true, run: () => this.#leave() },
      { key: '?', label: '?', does: 'This help', run: () => openHelp(this.#shortcuts) },
    ];
  }

  #listen() {
    const { signal } = this.#off;
    const on = (/** @type {EventTarget} */ target, /** @type {string} */ type, /** @type {(detail: any) => void} */ handle) => {
      target.addEventListener(type, (event) => handle(/** @type {any} */ (event).detail), { signal });
    };
    for (const type of ['members', 'slots', 'state', 'session', 'media']) on(this.#party, type, () => this.#show());
    on(this.#party, 'slots', () => this.#attachSound());
    on(this.#party, 'session', () => this.#sink.clear());
    on(this.#party, 'joined', (member) => this.#announcer.note(`${member.name} joined.`));
    on(this.#party, 'left', ({ member, reason }) => this.#memberLeft(member, reason));
    on(this.#party, 'labels', ({ member, before }) => this.#memberChanged(member, before));
    // What becomes of an INVITE its own button says.
    on(this.#party, 'error', (error) => { if (error.in !== 'INVITE') this.#announcer.note(explainError(error)); });
    on(this.#devices, 'change', () => this.#showOwn());
    on(this.#devices, 'unplugged', ({ source, replaced }) => this.#announcer.note(`Your ${source} was unplugged${replaced ? '; another one takes over' : ''}.`));
    on(this.#devices, 'speaker', (deviceId) => this.#sink.setSpeaker(deviceId));
    on(this.#sink, 'blocked', (blocked) => { this.#soundButton.hidden = !blocked; });
    on(this.#stage, 'pin', (key) => this.#flipPin(key));
    on(this.#stage, 'layout', () => this.#sendView());
    for (const type of ['shown', 'layout']) on(this.#film, type, () => this.#placeFilm());
    on(this.#speaking, 'speaking', ({ key, speaking }) => this.#spoke(key, speaking));
    on(this.#side, 'open', (side) => this.#sideOpened(side));
    on(this.#side, 'unread', (count) => this.#controls.count('chat', count));
    on(this.#side, 'reaction', (entry) => this.#floatReaction(entry));
    on(this.#party.rights, 'mute-request', ({ source, by }) => this.#askedToMute(source, by));
    on(this.#party.rights, 'change', () => this.#show());
    on(this.#reports, 'path', (path) => this.#showPath(path));
    on(this.#reports, 'waiting', () => this.#show());
    on(document, 'visibilitychange', () => this.#visibility());
    for (const type of ['pointerdown', 'keydown']) on(document, type, () => this.#touched());
    if (this.#devices.speaker) this.#sink.setSpeaker(this.#devices.speaker);
  }

  #show() {
    const { camera, microphone } = this.#devices;
    const own = { camera: this.#ownStream, cameraOn: camera.on && camera.track !== null, microphoneOn: microphone.on && microphone.track !== null, screen: this.#screen };
    this.#stage.update(tileModels(this.#party, own, { pins: this.#pins, speaking: this.#speakers, waiting: this.#reports.waiting, unpinned: this.#unpinned }));
    setText(this.#people, peopleText(this.#party.members.length));
    this.#copy.hidden = this.#party.invitations.isNeeded && !this.#party.rights.mayInvite;
    this.#alone.hidden = this.#party.members.length > 0 || this.#party.state === 'reconnecting';
    this.#showBanner();
    // Whoever is new has no size before the next layout; a hidden page is not laid out, and wants no pictures.
    if (!this.#visible) this.#sendView();
  }

  #placeFilm() {
    const frame = this.#film.element.parentElement;
    frame?.classList.toggle('has-film', !this.#film.element.hidden);
    frame?.classList.toggle('tiles-over', this.#film.tilesOver);
  }

  #showBanner() {
    const { state } = this.#party;
    this.#watchPatience(state === 'connecting');
    const connecting = this.#impatient ? 'Still connecting. Your network may be blocking the party.' : 'Connecting…';
    const text = { joining: 'Joining the party…', knocking: 'You have knocked. Somebody will let you in…', connecting, reconnecting: 'Connection lost. Reconnecting…' }[/** @type {string} */ (state)] ?? '';
    this.#banner.hidden = text === '';
    this.#banner.classList.toggle('is-warning', state === 'reconnecting');
    setText(this.#banner, text);
  }

  #impatient = false;
  /** @type {any} */ #patienceTimer = null;

  /** @param {boolean} connecting */
  #watchPatience(connecting) {
    if (connecting === (this.#patienceTimer !== null)) return;
    clearTimeout(this.#patienceTimer);
    this.#impatient = false;
    this.#patienceTimer = connecting ? setTimeout(() => { this.#impatient = true; this.#showBanner(); }, CONNECT_PATIENCE) : null;
  }

  /** Everything that shows or carries our own camera and microphone. */
  #showOwn() {
    const { camera, microphone } = this.#devices;
    const shown = this.#ownStream?.getVideoTracks()[0] ?? null;
    if (shown !== camera.track) this.#ownStream = camera.track ? new MediaStream([camera.track]) : null;
    this.#party.setTrack('camera', this.#devices.sendable('camera'));
    this.#party.setTrack('microphone', this.#devices.sendable('microphone'));
    this.#meterOwn(microphone.track);
    this.#showControl('microphone', microphone);
    this.#showControl('camera', camera);
    this.#show();
  }

  /** @type {MediaStreamTrack | null} */ #metered = null;

  /** @param {MediaStreamTrack | null} track */
  #meterOwn(track) {
    if (this.#metered === track) return;
    this.#metered = track;
    this.#ownLevel.listen(track);
  }

  /** @param {'microphone' | 'camera'} source @param {import('./devices.js').Device} device */
  #showControl(source, { on, track, asking, problem }) {
    const live = on && track !== null;
    const name = source === 'camera' ? 'camera' : 'microphone';
    const label = problem && on ? `No ${name}: click to try again` : live ? `Turn ${name} off` : `Turn ${name} on`;
    this.#controls.show(source, { icon: live ? source : `${source}-off`, label, pressed: live, off: !live, busy: asking });
  }

  /** @param {'microphone' | 'camera'} source */
  async #flip(source) {
    const device = this.#devices[source];
    // On without a track: it was refused or missing, and the user tries again.
    const turnsOn = !device.on || device.track === null;
    await this.#devices.setOn(source, turnsOn);
    const { track, problem } = this.#devices[source];
    if (turnsOn && !track && problem) return this.#announcer.note(problem === 'denied' ? `Your browser does not let this page use the ${source}. Allow it beside the address bar.` : `The ${source} could not be started.`);
    this.#announcer.say(source === 'camera' ? `Camera ${turnsOn ? 'on' : 'off'}.` : turnsOn ? 'You are unmuted.' : 'You are muted.');
  }

  async #flipScreen() {
    if (this.#screen) return this.#stopScreen();
    if (!this.#devices.canShareScreen) return this.#announcer.note('This browser cannot share a screen.');
    const stream = await this.#devices.captureScreen().catch(() => this.#announcer.note('The screen could not be shared.'));
    if (!stream || this.#off.signal.aborted) return;
    this.#screen = stream;
    const [video] = stream.getVideoTracks();
    video.addEventListener('ended', () => this.#stopScreen());
    this.#party.setTrack('screen', video);
    this.#party.setTrack('screen-audio', stream.getAudioTracks()[0] ?? null);
    this.#controls.show('screen', { icon: 'screen-stop', label: 'Stop sharing', active: true });
    this.#announcer.say('You share your screen.');
    this.#show();
  }

  #stopScreen() {
    if (!this.#screen) return;
    for (const track of this.#screen.getTracks()) track.stop();
    this.#screen = null;
    this.#party.setTrack('screen', null);
    this.#party.setTrack('screen-audio', null);
    this.#controls.show('screen', { icon: 'screen', label: 'Share screen' });
    this.#announcer.say('You stopped sharing.');
    this.#show();
  }

  /** @param {string} key */
  #flipPin(key) {
    const model = this.#stage.models.find((candidate) => candidate.key === key);
    if (!model) return;
    this.#pins.delete(key);
    this.#unpinned.delete(key);
    if (!model.pinned) this.#pins.add(key);
    else if (model.source === 'screen') this.#unpinned.add(key);
    this.#announcer.say(`${model.name} ${model.pinned ? 'unpinned' : 'pinned'}.`);
    this.#show();
  }

  #pinNearest() {
    const focused = document.activeElement?.closest('.tile')?.getAttribute('data-key');
    const hovered = this.#stage.element.querySelector('.tile:hover')?.getAttribute('data-key');
    const pinned = this.#stage.models.find((model) => model.pinned)?.key;
    const speaker = this.#stage.models.find((model) => model.speaking && !model.isSelf)?.key;
    const key = focused ?? hovered ?? pinned ?? speaker ?? this.#stage.models[0]?.key;
    if (key) this.#flipPin(key);
  }

  #flipDetails() {
    const shown = this.element.classList.toggle('shows-details');
    this.#controls.show('details', { label: shown ? 'Hide connection details' : 'Connection details', active: shown, pressed: shown });
  }

  /** @param {import('./side-panel.js').Side | null} side */
  #sideOpened(side) {
    this.element.classList.toggle('has-side', side !== null);
    this.#controls.show('chat', { label: 'Chat', active: side === 'chat', pressed: side === 'chat' });
    this.#controls.show('people', { label: 'People', active: side === 'people', pressed: side === 'people' });
  }

  /** @param {import('./chat.js').ChatEntry} entry */
  #floatReaction({ memberId, text, isOwn }) {
    const tile = this.#stage.tile(tileKey(isOwn ? OWN : memberId, 'camera'));
    const shown = h('span', { class: 'floating-reaction', 'aria-hidden': 'true', text });
    tile?.element.append(shown);
    setTimeout(() => shown.remove(), REACTION_TIME);
  }

  /**
   * Whoever asks may do so; unmuting again is up to us.
   * @param {unknown} source @param {string} by
   */
  #askedToMute(source, by) {
    if (source !== 'microphone' && source !== 'camera') return;
    if (!this.#devices[source].on) return;
    this.#devices.setOn(source, false);
    this.#announcer.note(source === 'microphone' ? `${by} muted you. Press M to speak again.` : `${by} turned your camera off. Press V to turn it on.`);
  }

  /** @param {import('./stats.js').PathStats} path */
  #showPath({ path, roundTrip, why }) {
    setText(this.#path, [path, roundTrip === null ? null : `${roundTrip} ms`, why || null].filter(Boolean).join(' · '));
    this.#path.classList.toggle('is-detour', why !== '');
  }

  #flipFullscreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    // The whole page, so that notes and dialogs stay visible.
    else document.documentElement.requestFullscreen?.().catch(() => {});
  }

  #leave() {
    this.dispatchEvent(new PartyEvent('leave'));
  }

  /** @param {import('./party.js').MemberInfo} member @param {string} reason */
  #memberLeft(member, reason) {
    this.#announcer.note(explainLeave(reason, member.name));
    for (const source of ['camera', 'screen']) {
      this.#pins.delete(tileKey(member.memberId, source));
      this.#unpinned.delete(tileKey(member.memberId, source));
    }
  }

  /** @param {import('./party.js').MemberInfo} member @param {import('./signaling.js').TrackLabel[]} before */
  #memberChanged(member, before) {
    const text = explainLabels(member, before);
    if (text) this.#announcer.say(text);
    if (!member.tracks.some((track) => track.source === 'screen')) this.#unpinned.delete(tileKey(member.memberId, 'screen'));
  }

  /** @param {string} key @param {boolean} speaking */
  #spoke(key, speaking) {
    if (speaking) this.#speakers.add(key);
    else this.#speakers.delete(key);
    this.#show();
  }

  /** Every audio slot plays from the start, also the empty ones: a slot that fills up is heard at once. */
  #attachSound() {
    const { session } = this.#party;
    for (const { mid } of this.#party.audibleSlots) {
      const stream = session?.stream(mid);
      if (stream) this.#sink.attach(mid, stream);
    }
  }

  #levels() {
    const levels = new Map([[OWN, this.#devices.microphone.on ? this.#ownLevel.level : 0]]);
    const now = performance.timeOrigin + performance.now();
    for (const { mid, memberId, source } of this.#party.audibleSlots) {
      const receiver = source === 'microphone' ? this.#party.session?.receiver(mid) : null;
      if (receiver && memberId) levels.set(memberId, receivedLevel(receiver, now));
    }
    return levels;
  }

  #sendView() {
    const scale = Math.min(globalThis.devicePixelRatio || 1, 3);
    this.#party.setView(viewRequests(this.#stage.models, (key) => (this.#stage.tile(key)?.height ?? 0) * scale, this.#visible));
  }

  /** Browsers let sound begin with the first click or key. */
  #touched() {
    this.#ownLevel.resume();
    if (this.#sink.blocked) this.#sink.resume();
  }

  #visibility() {
    clearTimeout(this.#hideTimer);
    if (document.visibilityState === 'visible') return this.#setVisible(true);
    this.#hideTimer = setTimeout(() => this.#setVisible(false), HIDDEN_PATIENCE);
  }

  /** @param {boolean} visible */
  #setVisible(visible) {
    this.#visible = visible;
    this.#sendView();
  }

  /** @param {boolean} copied */
  #showCopied(copied) {
    swapIcon(this.#copy, copied ? 'check' : 'link');
    this.#copy.classList.toggle('is-done', copied);
    setText(this.#copy.lastElementChild, copied ? 'Link copied' : this.#copyLabel);
  }
}

/** @param {string} text */
function copyBySelection(text) {
  const field = h('textarea', { class: 'visually-hidden', readonly: true });
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand('copy');
  field.remove();
}
