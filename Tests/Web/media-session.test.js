import test from 'node:test';
import assert from 'node:assert/strict';
import { MediaSession } from '../../Sources/WebClient/Public/modules/media-session.js';
import { FakePeerConnection, FakeTrack } from './fake-peer-connection.js';
import { settle, wait } from './fakes.js';

/** @param {Partial<ConstructorParameters<typeof MediaSession>[0]>} [options] */
function setUp(options = {}) {
  /** @type {{sdp: string, tracks: any[], answer: (sdp?: string) => void, refuse: () => void}[]} */
  const offers = [];
  const pc = new FakePeerConnection({});
  const session = new MediaSession({
    exchange: (sdp, tracks) => new Promise((resolve, reject) => {
      offers.push({ sdp, tracks, answer: (answer = 'v=0') => resolve(answer), refuse: () => reject(new Error('no')) });
    }),
    createPeerConnection: (configuration) => { pc.configuration = configuration; return /** @type {any} */ (pc); },
    ...options,
  });
  return { session, pc, offers };
}

const track = (/** @type {string} */ kind) => /** @type {any} */ (new FakeTrack(kind));

test('the first offer sends microphone and camera, then receives in pairs of audio and video', async () => {
  const { session, offers, pc } = setUp({ seats: 5 });
  session.start();
  await settle();
  const lines = offers[0].sdp.split('\n').slice(1);
  assert.deepEqual(lines.slice(0, 4), ['m=audio sendonly', 'm=video sendonly', 'm=audio recvonly', 'm=video recvonly']);
  assert.equal(lines.length, 2 + 8 * 2);
  assert.equal(pc.configuration.bundlePolicy, 'max-bundle');
  assert.deepEqual(offers[0].tracks, [{ mid: '0', source: 'microphone', muted: true }, { mid: '1', source: 'camera', muted: true }]);
});

test('only one offer is under way, and wishes that come meanwhile share the next', async () => {
  const { session, offers } = setUp();
  session.start();
  await settle();
  session.ensureSeats(6);
  session.ensureSeats(8);
  session.restartIce();
  await settle();
  assert.equal(offers.length, 1);
  offers[0].answer();
  await settle();
  assert.equal(offers.length, 2);
  assert.equal(session.seatCount, 8);
  assert.match(offers[1].sdp, /^ufrag 1/);
  offers[1].answer();
  await settle();
  assert.equal(offers.length, 2);
});

test('members within the seats cost no offer', async () => {
  const { session, offers } = setUp();
  session.start();
  await settle();
  offers[0].answer();
  await settle();
  for (const needed of [1, 4, 2]) session.ensureSeats(needed);
  await settle();
  assert.equal(offers.length, 1);
});

test('a camera that comes later or goes costs no offer, but changes the labels', async () => {
  const { session, offers } = setUp();
  let changes = 0;
  session.addEventListener('labels', () => { changes += 1; });
  session.start();
  await settle();
  offers[0].answer();
  await settle();
  const before = changes;
  await session.setTrack('camera', track('video'));
  assert.equal(session.labels[1].muted, false);
  await session.setTrack('camera', null);
  assert.equal(session.labels[1].muted, true);
  await settle();
  assert.equal(offers.length, 1);
  assert.ok(changes >= before + 2);
});

test('a muted microphone is labelled so while its track stays', async () => {
  const { session } = setUp();
  session.start();
  await settle();
  const microphone = track('audio');
  await session.setTrack('microphone', microphone);
  assert.equal(session.labels[0].muted, false);
  microphone.enabled = false;
  assert.equal(session.labels[0].muted, true);
});

test('a screen and its sound come in one offer, go in one, and come back on the same lines', async () => {
  const { session, offers } = setUp();
  session.start();
  await settle();
  offers[0].answer();
  await settle();
  session.setTrack('screen', track('video'));
  session.setTrack('screen-audio', track('audio'));
  await settle();
  assert.equal(offers.length, 2);
  const screen = offers[1].tracks.slice(2);
  assert.deepEqual(screen.map((label) => label.source), ['screen', 'screen-audio']);
  offers[1].answer();
  await settle();
  session.setTrack('screen', null);
  session.setTrack('screen-audio', null);
  await settle();
  assert.deepEqual(offers[2].tracks.map((label) => label.source), ['microphone', 'camera']);
  offers[2].answer();
  await settle();
  session.setTrack('screen', track('video'));
  await settle();
  assert.equal(offers[3].tracks.find((label) => label.source === 'screen').mid, screen[0].mid);
  assert.equal(offers.length, 4);
});

test('a refused offer is rolled back and offered again with what it wanted', async () => {
  const { session, offers, pc } = setUp();
  session.start();
  await settle();
  offers[0].answer();
  await settle();
  session.restartIce();
  await settle();
  offers[1].refuse();
  await settle();
  assert.equal(pc.log[pc.log.length - 1], 'rollback');
  assert.equal(pc.signalingState, 'stable');
  await wait(700);
  assert.match(offers[2].sdp, /^ufrag 2/);
});

test('offers never outgrow a signaling frame', async () => {
  const { session, offers } = setUp({ seats: 14, seatLimit: 16, frameBytes: 7_000 });
  session.start();
  await settle();
  assert.equal(session.seatCount, 8);
  offers[0].answer();
  await settle();
  session.ensureSeats(16);
  await settle();
  assert.equal(session.seatCount, 16, 'these short lines fit sixteen times');
  const tight = setUp({ seats: 14, seatLimit: 16, frameBytes: 6_400 });
  tight.session.start();
  await settle();
  tight.offers[0].answer();
  await settle();
  tight.session.ensureSeats(16);
  assert.equal(tight.session.seatCount, 8);
});

test('more seats than the first offer held follow by themselves', async () => {
  const { session, offers } = setUp({ seats: 14, seatLimit: 14 });
  session.start();
  await settle();
  assert.equal(session.seatCount, 8);
  offers[0].answer();
  await settle();
  assert.equal(session.seatCount, 14);
  assert.equal(offers.length, 2);
});

test('a slot is found by its mid', async () => {
  const { session } = setUp();
  session.start();
  await settle();
  assert.equal(session.receiver('2'), session.seats[0].audio.receiver);
  assert.equal(session.receiver('3'), session.seats[0].video.receiver);
  assert.equal(session.receiver('0'), null);
  assert.equal(session.receiver('99'), null);
});

test('a closed session is silent', async () => {
  const { session, offers, pc } = setUp();
  let states = 0;
  session.addEventListener('state', () => { states += 1; });
  session.start();
  await settle();
  session.close();
  offers[0].answer();
  session.restartIce();
  pc.become('failed');
  await settle();
  assert.equal(offers.length, 1);
  assert.equal(states, 0);
});
