import test from 'node:test';
import assert from 'node:assert/strict';
import { Devices } from '../../Sources/WebClient/Public/modules/devices.js';
import { FakeTrack } from './fake-peer-connection.js';
import { wait } from './fakes.js';

/** Cameras and microphones that can be pulled out. */
class FakeMediaDevices extends EventTarget {
  /** @type {any[]} */ list = [
    { kind: 'audioinput', deviceId: 'm1', label: 'Desk' }, { kind: 'audioinput', deviceId: 'm2', label: 'Headset' },
    { kind: 'videoinput', deviceId: 'c1', label: 'Built in' },
  ];
  /** @type {any[]} */ requests = [];
  /** @type {FakeTrack[]} */ tracks = [];
  /** @type {(constraints: any) => string | null} */ refuses = () => null;

  async enumerateDevices() { return this.list; }

  async getUserMedia(/** @type {any} */ constraints) {
    this.requests.push(constraints);
    const refusal = this.refuses(constraints);
    if (refusal) throw Object.assign(new Error(refusal), { name: refusal });
    const tracks = Object.entries(constraints).map(([kind, wish]) => new FakeTrack(kind, /** @type {any} */ (wish).deviceId?.ideal ?? ''));
    this.tracks.push(...tracks);
    const of = (/** @type {string} */ kind) => tracks.filter((track) => track.kind === kind);
    return { getTracks: () => tracks, getAudioTracks: () => of('audio'), getVideoTracks: () => of('video') };
  }
}

function setUp(memory = new Map()) {
  const mediaDevices = new FakeMediaDevices();
  const storage = { getItem: (/** @type {string} */ key) => memory.get(key) ?? null, setItem: (/** @type {string} */ key, /** @type {string} */ value) => { memory.set(key, value); } };
  return { mediaDevices, memory, devices: new Devices({ mediaDevices: /** @type {any} */ (mediaDevices), storage }) };
}

test('camera and microphone are asked for in one question, at the party\'s size', async () => {
  const { devices, mediaDevices } = setUp();
  await devices.open();
  assert.equal(mediaDevices.requests.length, 1);
  assert.deepEqual(mediaDevices.requests[0].video.height, { ideal: 360 });
  assert.ok(devices.microphone.track && devices.camera.track);
});

test('without a camera the microphone still works', async () => {
  const { devices, mediaDevices } = setUp();
  mediaDevices.refuses = (constraints) => (constraints.video ? 'NotFoundError' : null);
  await devices.open();
  assert.ok(devices.microphone.track);
  assert.equal(devices.camera.problem, 'missing');
  assert.equal(devices.microphone.problem, null);
});

test('who refuses is asked once, not three times, and can try again', async () => {
  const { devices, mediaDevices } = setUp();
  mediaDevices.refuses = () => 'NotAllowedError';
  await devices.open();
  assert.equal(mediaDevices.requests.length, 1);
  assert.equal(devices.camera.problem, 'denied');
  mediaDevices.refuses = () => null;
  await devices.open();
  assert.equal(devices.camera.problem, null);
  assert.ok(devices.camera.track);
});

test('a camera in use elsewhere is told apart', async () => {
  const { devices, mediaDevices } = setUp();
  mediaDevices.refuses = (constraints) => (constraints.video ? 'NotReadableError' : null);
  await devices.open();
  assert.equal(devices.camera.problem, 'busy');
});

test('muting keeps the microphone open, camera off closes the camera', async () => {
  const { devices, mediaDevices } = setUp();
  await devices.open();
  const [microphone, camera] = mediaDevices.tracks;
  await devices.setOn('microphone', false);
  await devices.setOn('camera', false);
  assert.deepEqual([microphone.enabled, microphone.readyState, camera.readyState], [false, 'live', 'ended']);
  assert.equal(devices.sendable('microphone'), microphone);
  assert.equal(devices.sendable('camera'), null);
  await devices.setOn('microphone', true);
  assert.equal(microphone.enabled, true);
  assert.equal(mediaDevices.requests.length, 1);
  await devices.setOn('camera', true);
  assert.equal(mediaDevices.requests.length, 2);
});

test('a camera turned off while the browser was still asking stays off', async () => {
  const { devices, mediaDevices } = setUp();
  const opened = devices.open();
  devices.setOn('camera', false);
  await opened;
  assert.equal(devices.camera.track, null);
  assert.ok(mediaDevices.tracks.filter((track) => track.kind === 'video').every((track) => track.readyState === 'ended'));
});

test('choices are remembered', async () => {
  const { devices, memory } = setUp();
  await devices.choose('microphone', 'm2');
  await devices.setOn('camera', false);
  devices.chooseSpeaker('s1');
  const later = setUp(memory);
  assert.equal(later.devices.camera.on, false);
  assert.equal(later.devices.speaker, 's1');
  await later.devices.open();
  assert.deepEqual(later.mediaDevices.requests[0].audio.deviceId, { ideal: 'm2' });
});

test('broken or forbidden storage does no harm', () => {
  const devices = new Devices({ mediaDevices: /** @type {any} */ (new FakeMediaDevices()), storage: { getItem: () => '{nonsense', setItem: () => { throw new Error('full'); } } });
  devices.chooseSpeaker('x');
  assert.equal(devices.speaker, 'x');
});

test('another microphone takes over from one that is pulled out', async () => {
  const { devices, mediaDevices } = setUp();
  await devices.choose('microphone', 'm2');
  /** @type {any[]} */
  const told = [];
  devices.addEventListener('unplugged', (event) => told.push(/** @type {any} */ (event).detail));
  const first = mediaDevices.tracks[0];
  mediaDevices.list = mediaDevices.list.filter((device) => device.deviceId !== 'm2');
  first.unplug();
  await wait(5);
  assert.deepEqual(told, [{ source: 'microphone', replaced: true }]);
  assert.notEqual(devices.microphone.track, first);
  assert.equal(devices.microphone.track?.readyState, 'live');
});

test('the only camera pulled out is told as missing', async () => {
  const { devices, mediaDevices } = setUp();
  await devices.open();
  mediaDevices.list = mediaDevices.list.filter((device) => device.kind !== 'videoinput');
  mediaDevices.tracks[1].unplug();
  await wait(5);
  assert.equal(devices.camera.track, null);
  assert.equal(devices.camera.problem, 'missing');
});

test('an address where browsers give no devices is explained, not broken', async () => {
  const devices = new Devices({ mediaDevices: undefined, storage: { getItem: () => null, setItem: () => {} } });
  assert.equal(devices.available, false);
  await devices.open();
  assert.equal(devices.camera.problem, 'insecure');
  assert.equal(devices.canShareScreen, false);
});

test('what a link presets is not remembered', async () => {
  const { devices, memory } = setUp();
  devices.preset({ microphone: true, camera: false });
  await devices.open();
  assert.equal(devices.camera.track, null);
  assert.ok(devices.microphone.track);
  assert.equal(setUp(memory).devices.camera.on, true);
});
