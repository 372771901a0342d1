import { PartyEvent } from './party-event.js';

/**
 * The user's camera and microphone: which ones, whether they are on, and what stands in the way.
 *
 * @typedef {'microphone' | 'camera'} DeviceSource
 * @typedef {'denied' | 'missing' | 'busy' | 'insecure' | 'failed'} Problem
 * @typedef {{track: MediaStreamTrack | null, on: boolean, deviceId: string, problem: Problem | null, asking: boolean}} Device
 * @typedef {{getItem: (key: string) => string | null, setItem: (key: string, value: string) => void}} Storage
 */

const KINDS = /** @type {const} */ ({ microphone: 'audio', camera: 'video' });
const INPUTS = /** @type {const} */ ({ microphone: 'audioinput', camera: 'videoinput' });
const STORAGE_KEY = 'toperparty.devices';

/** @type {Record<string, Problem>} by DOMException name */
const PROBLEMS = {
  NotAllowedError: 'denied',
  SecurityError: 'insecure',
  NotFoundError: 'missing',
  OverconstrainedError: 'missing',
  NotReadableError: 'busy',
  AbortError: 'busy',
};

/**
 * Events: `change` (DeviceSource) whenever a device's track, state or problem changed; `list` when devices were plugged
 * in or out; `unplugged` ({source, replaced}) when the one in use vanished.
 */
export class Devices extends EventTarget {
  /** @type {Record<DeviceSource, Device>} */
  #devices = {
    microphone: { track: null, on: true, deviceId: '', problem: null, asking: false },
    camera: { track: null, on: true, deviceId: '', problem: null, asking: false },
  };
  /** @type {MediaDeviceInfo[]} */
  #list = [];
  #speaker = '';
  /** Requests run one after another: two at once would each open the camera. */
  #queue = Promise.resolve();
  #mediaDevices; #storage;

  /** @param {{mediaDevices?: MediaDevices, storage?: Storage}} options */
  constructor({ mediaDevices = globalThis.navigator?.mediaDevices, storage = browserStorage() } = {}) {
    super();
    this.#mediaDevices = mediaDevices;
    this.#storage = storage;
    this.#recall();
    mediaDevices?.addEventListener?.('devicechange', () => this.refresh());
  }

  /** @returns {Readonly<Device>} */
  get microphone() {
    return this.#devices.microphone;
  }

  /** @returns {Readonly<Device>} */
  get camera() {
    return this.#devices.camera;
  }

  /** Whether the browser gives pages of this address any device at all. */
  get available() {
    return Boolean(this.#mediaDevices?.getUserMedia);
  }

  get canShareScreen() {
    return typeof this.#mediaDevices?.getDisplayMedia === 'function';
  }

  get speaker() {
    return this.#speaker;
  }

  /**
   * The track to send: null while the source is off or absent.
   * @param {DeviceSource} source
   */
  sendable(source) {
    const { track, on } = this.#devices[source];
    return on || source === 'microphone' ? track : null;
  }

  /** @param {'audioinput' | 'videoinput' | 'audiooutput'} kind */
  list(kind) {
    return this.#list.filter((device) => device.kind === kind);
  }

  /**
   * Whether the user has allowed devices before, so that asking again disturbs nobody.
   * @returns {Promise<boolean>}
   */
  async wasGranted() {
    await this.refresh();
    return this.#list.some((device) => device.label !== '');
  }

  async refresh() {
    this.#list = await this.#mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
    this.dispatchEvent(new PartyEvent('list'));
  }

  /** Opens whatever is on and not yet open; camera and microphone in one question where possible. */
  open() {
    return this.#enqueue(async () => {
      const wanted = /** @type {DeviceSource[]} */ (['microphone', 'camera']).filter((source) => this.#devices[source].on && !this.#devices[source].track);
      if (wanted.length === 2 && await this.#openTogether()) return;
      for (const source of wanted) if (!this.#devices[source].track) await this.#openOne(source);
    });
  }

  /**
   * Decides what starts on, for this visit only; to be called before `open`.
   * @param {Record<DeviceSource, boolean>} on
   */
  preset({ microphone, camera }) {
    this.#devices.microphone.on = microphone;
    this.#devices.camera.on = camera;
    this.#tell('microphone', 'camera');
  }

  /**
   * Mutes keep the microphone open, so that unmuting is instant; a camera that is off is closed, so that its light goes out.
   * @param {DeviceSource} source @param {boolean} on
   */
  setOn(source, on) {
    const device = this.#devices[source];
    device.on = on;
    this.#remember();
    if (source === 'camera' && !on) this.#release(device);
    if (device.track) device.track.enabled = on;
    this.#tell(source);
    return on ? this.#enqueue(() => this.#openIfNeeded(source)) : Promise.resolve();
  }

  /** @param {DeviceSource} source @param {string} deviceId '' is the system's choice */
  choose(source, deviceId) {
    const device = this.#devices[source];
    device.deviceId = deviceId;
    this.#remember();
    if (!device.on && !device.track) return Promise.resolve();
    // The old one goes on until the new one has come: the others see no gap.
    return this.#enqueue(() => this.#openOne(source));
  }

  /** @param {string} deviceId */
  chooseSpeaker(deviceId) {
    this.#speaker = deviceId;
    this.#remember();
    this.dispatchEvent(new PartyEvent('speaker', deviceId));
  }

  /**
   * Asks for a screen, window or tab.
   * @returns {Promise<MediaStream | null>} null when the user thought better of it
   */
  async captureScreen() {
    try {
      const stream = await this.#mediaDevices.getDisplayMedia(/** @type {any} */ ({
        video: { frameRate: { ideal: 30 } },
        // The party's own voices, played on this machine, must not go round in a circle.
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, restrictOwnAudio: true },
        selfBrowserSurface: 'exclude',
        surfaceSwitching: 'include',
      }));
      for (const track of stream.getVideoTracks()) track.contentHint = 'detail';
      for (const track of stream.getAudioTracks()) track.contentHint = 'music';
      return stream;
    } catch (error) {
      if (/** @type {DOMException} */ (error).name === 'NotAllowedError') return null;
      throw error;
    }
  }

  /** Gives every device back. */
  close() {
    for (const source of /** @type {DeviceSource[]} */ (['microphone', 'camera'])) {
      this.#release(this.#devices[source]);
      this.#tell(source);
    }
  }

  /** @param {() => Promise<void>} work @returns {Promise<void>} */
  #enqueue(work) {
    this.#queue = this.#queue.then(work, work);
    return this.#queue;
  }

  /** @param {DeviceSource} source */
  async #openIfNeeded(source) {
    const device = this.#devices[source];
    if (device.on && !device.track) await this.#openOne(source);
  }

  async #openTogether() {
    const { microphone, camera } = this.#devices;
    microphone.asking = camera.asking = true;
    this.#tell('microphone', 'camera');
    try {
      const stream = await this.#request({ audio: this.#constraints('microphone'), video: this.#constraints('camera') });
      this.#adopt('microphone', stream.getAudioTracks()[0]);
      this.#adopt('camera', stream.getVideoTracks()[0]);
      await this.refresh();
      return true;
    } catch (error) {
      const refused = problemOf(error) === 'denied' || problemOf(error) === 'insecure';
      if (refused) microphone.problem = camera.problem = problemOf(error);
      return refused;
    } finally {
      microphone.asking = camera.asking = false;
      this.#tell('microphone', 'camera');
    }
  }

  /** @param {DeviceSource} source */
  async #openOne(source) {
    const device = this.#devices[source];
    device.asking = true;
    this.#tell(source);
    try {
      const stream = await this.#request({ [KINDS[source]]: this.#constraints(source) });
      this.#adopt(source, stream.getTracks()[0]);
      await this.refresh();
    } catch (error) {
      device.problem = problemOf(error);
    } finally {
      device.asking = false;
      this.#tell(source);
    }
  }

  /** @param {MediaStreamConstraints} constraints */
  async #request(constraints) {
    if (!this.available) throw new DOMException('no devices on this address', 'SecurityError');
    return this.#mediaDevices.getUserMedia(constraints);
  }

  /** @param {DeviceSource} source @returns {MediaTrackConstraints} */
  #constraints(source) {
    const { deviceId } = this.#devices[source];
    const chosen = deviceId ? { deviceId: { ideal: deviceId } } : {};
    if (source === 'microphone') return { ...chosen, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    return { ...chosen, width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 30, max: 30 } };
  }

  /** @param {DeviceSource} source @param {MediaStreamTrack | undefined} track */
  #adopt(source, track) {
    const device = this.#devices[source];
    if (!track) return;
    // Turned off while the browser was asking: the answer comes too late.
    if (source === 'camera' && !device.on) return track.stop();
    this.#release(device);
    track.contentHint = source === 'microphone' ? 'speech' : 'motion';
    track.enabled = device.on;
    track.addEventListener('ended', () => this.#ended(source, track));
    device.track = track;
    device.problem = null;
  }

  /** @param {Device} device */
  #release(device) {
    device.track?.stop();
    device.track = null;
  }

  /**
   * Only the system ends a track by this event: the device was pulled out, or taken away. Whatever else there is takes over.
   * @param {DeviceSource} source @param {MediaStreamTrack} track
   */
  #ended(source, track) {
    const device = this.#devices[source];
    if (device.track !== track) return;
    device.track = null;
    this.#tell(source);
    this.#enqueue(async () => {
      await this.refresh();
      if (this.list(INPUTS[source]).length > 0) await this.#openIfNeeded(source);
      else device.problem = 'missing';
      this.#tell(source);
      this.dispatchEvent(new PartyEvent('unplugged', { source, replaced: device.track !== null }));
    });
  }

  /** @param {DeviceSource[]} sources */
  #tell(...sources) {
    for (const source of sources) this.dispatchEvent(new PartyEvent('change', source));
  }

  #remember() {
    const { microphone, camera } = this.#devices;
    const choice = { microphone: microphone.deviceId, camera: camera.deviceId, speaker: this.#speaker, microphoneOn: microphone.on, cameraOn: camera.on };
    try {
      this.#storage.setItem(STORAGE_KEY, JSON.stringify(choice));
    } catch {
      // Storage may be full or forbidden; the choice then lasts as long as the page.
    }
  }

  #recall() {
    try {
      const choice = JSON.parse(this.#storage.getItem(STORAGE_KEY) ?? '{}');
      const { microphone, camera } = this.#devices;
      if (typeof choice.microphone === 'string') microphone.deviceId = choice.microphone;
      if (typeof choice.camera === 'string') camera.deviceId = choice.camera;
      if (typeof choice.speaker === 'string') this.#speaker = choice.speaker;
      if (typeof choice.microphoneOn === 'boolean') microphone.on = choice.microphoneOn;
      if (typeof choice.cameraOn === 'boolean') camera.on = choice.cameraOn;
    } catch {
      // Unreadable: start from the system's choice.
    }
  }
}

/** @param {unknown} error @returns {Problem} */
function problemOf(error) {
  return PROBLEMS[/** @type {DOMException} */ (error)?.name] ?? 'failed';
}

/** @returns {Storage} what forgets everything where the browser forbids storage */
export function browserStorage() {
  try {
    return globalThis.localStorage ?? forgetful;
  } catch {
    return forgetful;
  }
}

/** @type {Storage} */
const forgetful = { getItem: () => null, setItem: () => {} };
