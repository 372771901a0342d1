import { h } from './dom.js';
import { icon, swapIcon } from './icons.js';
import { LevelMeter, meterFraction } from './speaking.js';

/** @typedef {import('./devices.js').Devices} Devices */
/** @typedef {import('./devices.js').DeviceSource} DeviceSource */

/** @type {Record<string, (what: string) => string>} */
const EXPLANATIONS = {
  denied: (what) => `Your browser does not let this page use the ${what}. Allow it beside the address bar, then try again. You can also join just to watch and listen.`,
  missing: (what) => `No ${what} was found. You can plug one in and try again, or join without.`,
  busy: (what) => `The ${what} is in use by another program. Close that one and try again.`,
  insecure: (what) => `Browsers open the ${what} only on https:// pages and on localhost. You can still watch and listen.`,
  failed: (what) => `The ${what} could not be started.`,
};

/**
 * Why there is no picture or sound from the user, in words; '' when all is well.
 * @param {Devices} devices
 */
export function explainProblem(devices) {
  const { microphone, camera } = devices;
  if (camera.problem && camera.problem === microphone.problem) return EXPLANATIONS[camera.problem](camera.problem === 'missing' ? 'camera or microphone' : 'camera and microphone');
  if (camera.problem && camera.on) return EXPLANATIONS[camera.problem]('camera');
  if (microphone.problem && microphone.on) return EXPLANATIONS[microphone.problem]('microphone');
  return '';
}

/** Preview, choice of camera, microphone and speaker, and a level meter. */
export class DevicePicker {
  #devices;
  #meter = new LevelMeter();
  /** @type {any} */ #frame = 0;
  /** @type {MediaStreamTrack | null} */ #metered = null;
  #video = h('video', { class: 'preview-video', autoplay: true, playsinline: true, 'aria-label': 'Preview of your camera' });
  #hint = h('p', { class: 'preview-hint' });
  #problem = h('div', { class: 'problem', role: 'alert', hidden: true });
  #bar = h('span', { class: 'meter-bar' });
  /** @type {Record<string, HTMLSelectElement>} */ #selects = {};
  /** @type {HTMLElement} */ #fields;
  /** @type {Record<string, HTMLButtonElement>} */ #toggles = {};
  #allow;
  /** @type {HTMLElement} @readonly */ preview;
  /** @type {HTMLElement} @readonly */ choices;
  #offersSpeaker = true;
  #update = () => this.#show();

  /** @param {Devices} devices @param {{speaker?: boolean}} options */
  constructor(devices, { speaker = true } = {}) {
    this.#devices = devices;
    this.#video.muted = true;
    this.#allow = h('button', { type: 'button', class: 'button', on: { click: () => devices.open() } }, icon('camera'), 'Turn on camera and microphone');
    this.preview = h('div', { class: 'preview' }, h('div', { class: 'preview-empty' }, this.#hint, this.#allow), this.#video,
      h('div', { class: 'preview-toggles' }, this.#toggle('microphone'), this.#toggle('camera')));
    this.choices = h('div', { class: 'choices' }, this.#problem, (this.#fields = h('div', { class: 'choice-fields' },
      this.#field('videoinput', 'Camera', (id) => devices.choose('camera', id)),
      this.#field('audioinput', 'Microphone', (id) => devices.choose('microphone', id), h('span', { class: 'meter', 'aria-hidden': 'true' }, this.#bar)),
      this.#field('audiooutput', 'Speaker', (id) => devices.chooseSpeaker(id)))));
    this.#offersSpeaker = speaker;
    for (const type of ['change', 'list', 'speaker']) devices.addEventListener(type, this.#update);
    this.#show();
    this.#measure();
  }

  destroy() {
    for (const type of ['change', 'list', 'speaker']) this.#devices.removeEventListener(type, this.#update);
    cancelAnimationFrame(this.#frame);
    this.#meter.close();
    this.#video.srcObject = null;
  }

  /** @param {DeviceSource} source */
  #toggle(source) {
    const button = h('button', { type: 'button', class: 'round', on: { click: () => this.#flip(source) } });
    this.#toggles[source] = button;
    return button;
  }

  /** @param {DeviceSource} source */
  #flip(source) {
    this.#meter.resume();
    const { on, problem } = this.#devices[source];
    this.#devices.setOn(source, !on || problem !== null);
  }

  /** @param {string} kind @param {string} label @param {(deviceId: string) => void} choose @param {Node[]} extras */
  #field(kind, label, choose, ...extras) {
    const select = h('select', { on: { change: () => choose(select.value) } });
    this.#selects[kind] = select;
    return h('label', { class: 'field' }, h('span', { class: 'field-label' }, label), select, ...extras);
  }

  #show() {
    this.#showPreview();
    this.#showProblem();
    for (const source of /** @type {DeviceSource[]} */ (['microphone', 'camera'])) this.#showToggle(source);
    this.#showChoices('videoinput', this.#devices.camera.deviceId, this.#devices.camera.track);
    this.#showChoices('audioinput', this.#devices.microphone.deviceId, this.#devices.microphone.track);
    this.#showChoices('audiooutput', this.#devices.speaker, null);
    this.#showMeter();
  }

  #showPreview() {
    const { camera, microphone, available } = this.#devices;
    const current = this.#video.srcObject?.getVideoTracks()[0] ?? null;
    if (current !== camera.track) this.#video.srcObject = camera.track ? new MediaStream([camera.track]) : null;
    this.preview.classList.toggle('has-video', camera.track !== null);
    const untouched = available && !camera.track && !microphone.track && !camera.problem && !microphone.problem;
    this.#allow.hidden = !untouched || camera.asking || microphone.asking || !(camera.on || microphone.on);
    this.#hint.textContent = this.#previewHint(untouched);
  }

  /** @param {boolean} untouched */
  #previewHint(untouched) {
    const { camera, microphone } = this.#devices;
    if (camera.asking || microphone.asking) return 'Please answer your browser’s question about camera and microphone.';
    if (!camera.on) return 'Your camera is off';
    return untouched ? 'Your friends would like to see you' : 'No picture from your camera';
  }

  #showProblem() {
    const text = explainProblem(this.#devices);
    if (this.#problem.dataset.text === text) return;
    this.#problem.dataset.text = text;
    this.#problem.hidden = text === '';
    const retry = h('button', { type: 'button', class: 'button small', on: { click: () => this.#devices.open() } }, 'Try again');
    this.#problem.replaceChildren(icon('warning'), h('p', { text }), this.#devices.available ? retry : '');
  }

  /** @param {DeviceSource} source */
  #showToggle(source) {
    const { on: wanted, asking, problem } = this.#devices[source];
    const on = wanted && problem === null;
    const button = this.#toggles[source];
    swapIcon(button, on ? source : `${source}-off`);
    button.classList.toggle('is-off', !on);
    button.setAttribute('aria-pressed', String(on));
    button.setAttribute('aria-label', source === 'camera' ? 'Camera' : 'Microphone');
    button.title = `Turn ${source} ${on ? 'off' : 'on'}`;
    button.toggleAttribute('aria-busy', asking);
  }

  /** @param {string} kind @param {string} chosen @param {MediaStreamTrack | null} track */
  #showChoices(kind, chosen, track) {
    const devices = this.#devices.list(/** @type {any} */ (kind)).filter((device) => device.deviceId !== '');
    const select = this.#selects[kind];
    /** @type {HTMLElement} */ (select.closest('label')).hidden = devices.length === 0 || (kind === 'audiooutput' && !this.#offersSpeaker);
    const options = devices.map(({ deviceId, label }, index) => h('option', { value: deviceId }, label || `${kindName(kind)} ${index + 1}`));
    const selected = track?.getSettings?.().deviceId ?? chosen;
    const text = options.map((option) => option.textContent).join('\n') + selected;
    if (select.dataset.shown === text) return;
    select.dataset.shown = text;
    select.replaceChildren(...options);
    if (devices.some((device) => device.deviceId === selected)) select.value = selected;
    this.#fields.hidden = Object.values(this.#selects).every((other) => other.closest('label')?.hidden);
  }

  #showMeter() {
    const { track } = this.#devices.microphone;
    if (this.#metered === track) return;
    this.#metered = track;
    this.#meter.listen(track);
  }

  #measure() {
    this.#frame = requestAnimationFrame(() => this.#measure());
    this.#bar.style.transform = `scaleX(${meterFraction(this.#meter.level).toFixed(2)})`;
  }
}

/** @param {string} kind */
function kindName(kind) {
  return kind === 'videoinput' ? 'Camera' : kind === 'audioinput' ? 'Microphone' : 'Speaker';
}
