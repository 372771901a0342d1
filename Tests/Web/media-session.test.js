import test from 'node:test';
import assert from 'node:assert/strict';
import { MediaSession } from '../../Sources/WebClient/Public/modules/media-session.js';
import { FakePeerConnection, FakeTrack } from './fake-peer-connection.js';
import { memoryStorage, settle, wait } from './fakes.js';
import { PathMemory } from '../../Sources/WebClient/Public/modules/paths.js';

/** @param {Parameters<MediaSession['configure']>[0]} [welcome] */
function setUp(welcome = {}, pathMemory = new PathMemory({ storage: memoryStorage() }), relay = /** @type {import('../../Sources/WebClient/Public/modules/relay-servers.js').RelayWish | null} */ (null)) {
  /** @type {{sdp: string, tracks: any[], answer: (sdp?: string) => void, refuse: () => void}[]} */
  const offers = [];
  const pc = new FakePeerConnection({});
  const session = new MediaSession({
    createPeerConnection: (configuration) => { pc.configuration = configuration; return /** @type {any} */ (pc); },
    pathMemory, relay,
  });
  const exchange = (/** @type {string} */ sdp, /** @type {any[]} */ tracks) => new Promise((/** @type {(sdp: string) => void} */ resolve, reject) => {
    offers.push({ sdp, tracks, answer: (answer = 'v=0') => resolve(answer), refuse: () => reject(new Error('no')) });
  });
  const start = async () => {
    session.start(exchange);
    session.configure({ seats: 4, seatLimit: 14, ...welcome });
    await settle();
  };
  /** Starts, and is answered and connected. */
  const connect = async () => {
    await start();
    offers[0].answer();
    await settle();
    pc.become('connected');
    await firstPicture(session);
  };
  return { session, pc, offers, exchange, start, connect };
}

/** The first packet of a picture; seats may grow a moment later. */
async function firstPicture(/** @type {MediaSession} */ session) {
  session.seats[0].video.receiver.track.dispatchEvent(new Event('unmute'));
  await wait(130);
}

const mediaLines = (/** @type {string} */ sdp) => sdp.split('\n').filter((line) => line.startsWith('m='));
const track = (/** @type {string} */ kind) => /** @type {any} */ (new FakeTrack(kind));

test('the first offer sends microphone and camera, then receives in pairs of audio and video', async () => {
  const { session, offers, pc, start } = setUp({ seats: 5 });
  await start();
  const lines = mediaLines(offers[0].sdp);
  assert.deepEqual(lines.slice(0, 4), ['m=audio sendonly', 'm=video sendonly', 'm=audio recvonly', 'm=video recvonly']);
  assert.equal(lines.length, 2 + 8 * 2);
  assert.equal(pc.configuration.bundlePolicy, 'max-bundle');
  assert.deepEqual(offers[0].tracks, [{ mid: '0', source: 'microphone', muted: true }, { mid: '1', source: 'camera', muted: true }]);
});

test('only one offer is under way, and wishes that come meanwhile share the next', async () => {
  const { session, offers, connect } = setUp();
  await connect();
  session.restartIce();
  await settle();
  session.ensureSeats(10);
  session.ensureSeats(12);
  session.restartIce();
  await settle();
  assert.equal(offers.length, 2);
  offers[1].answer();
  await settle();
  assert.equal(offers.length, 3);
  assert.equal(session.seatCount, 12);
  assert.match(offers[2].sdp, /^ufrag 2/);
  offers[2].answer();
  await settle();
  assert.equal(offers.length, 3);
});

test('members within the seats cost no offer', async () => {
  const { session, offers, connect } = setUp();
  await connect();
  for (const needed of [1, 4, 2]) session.ensureSeats(needed);
  await settle();
  assert.equal(offers.length, 1);
});

test('a camera that comes later or goes costs no offer, but changes the labels', async () => {
  const { session, offers, connect } = setUp();
  let changes = 0;
  session.addEventListener('labels', () => { changes += 1; });
  await connect();
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
  const { session, start } = setUp();
  await start();
  const microphone = track('audio');
  await session.setTrack('microphone', microphone);
  assert.equal(session.labels[0].muted, false);
  microphone.enabled = false;
  assert.equal(session.labels[0].muted, true);
});

test('a screen and its sound come in one offer, go in one, and come back on the same lines', async () => {
  const { session, offers, connect } = setUp();
  await connect();
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
  const { session, offers, pc, connect } = setUp();
  await connect();
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
  const roomy = setUp({ seats: 16, seatLimit: 16, frameBytes: 8_000 });
  await roomy.connect();
  assert.equal(roomy.session.seatCount, 16, 'these short lines fit sixteen times');
  const tight = setUp({ seats: 16, seatLimit: 16, frameBytes: 6_400 });
  await tight.connect();
  assert.equal(tight.session.seatCount, 8);
  assert.equal(tight.offers.length, 1);
});

test('a party of more than the first offer holds gets its seats behind the first picture, not before it', async () => {
  const { session, pc, offers, start } = setUp({ seats: 14, seatLimit: 14 });
  await start();
  offers[0].answer();
  await settle();
  pc.become('connected');
  await settle();
  assert.equal(session.seatCount, 8);
  assert.equal(offers.length, 1);
  await firstPicture(session);
  assert.equal(session.seatCount, 14);
  assert.equal(offers.length, 2);
});

test('where nobody shows a picture the seats come all the same', async () => {
  const { session, offers, start } = setUp({ seats: 14, seatLimit: 14 });
  await start();
  offers[0].answer();
  await wait(1_700);
  assert.equal(session.seatCount, 14);
});

test('the first offer is ready before it is asked for, and leaves before WELCOME', async () => {
  const { session, pc, offers, exchange } = setUp();
  await settle();
  assert.deepEqual(pc.log, [], 'nothing is gathered while somebody types a name');
  session.gather();
  await settle();
  assert.deepEqual(pc.log, ['offer']);
  session.start(exchange);
  await settle();
  assert.equal(offers.length, 1);
  assert.deepEqual(offers[0].tracks.map((label) => label.mid), ['0', '1']);
});

test('an offer that leaves before it is in force names its lines all the same', async () => {
  const { session, offers, exchange } = setUp();
  session.start(exchange);
  await settle();
  assert.deepEqual(offers[0].tracks.map((label) => label.mid), ['0', '1']);
});

test('relays are asked when the direct path does not answer, and only then', async () => {
  const iceServers = [{ urls: 'turn:x' }];
  const direct = setUp({ iceServers });
  await direct.connect();
  const blocked = setUp({ iceServers });
  await blocked.start();
  blocked.offers[0].answer();
  await settle();
  blocked.pc.become('checking', 'connecting');
  assert.equal(blocked.pc.configuration.iceServers, undefined);
  await wait(1_300);
  assert.equal(direct.offers.length, 1);
  assert.equal(direct.pc.configuration.iceServers, undefined);
  assert.equal(blocked.offers.length, 2);
  assert.match(blocked.offers[1].sdp, /^ufrag 1/);
  assert.deepEqual(blocked.pc.configuration.iceServers, iceServers);
  direct.session.close();
  blocked.session.close();
});

test('in a network where only a relay worked before, relays are asked at once', async () => {
  const pathMemory = new PathMemory({ storage: memoryStorage() });
  pathMemory.remember('10.1.2 unknown', 'turn-tls');
  pathMemory.remember('10.9.9 unknown', 'udp');
  for (const [address, expected] of /** @type {[string, number][]} */ ([['10.1.2.3', 2], ['10.9.9.9', 1], ['10.5.5.5', 1]])) {
    const { session, pc, offers, start } = setUp({ iceServers: [{ urls: 'turn:x' }] }, pathMemory);
    await start();
    pc.gather(address);
    offers[0].answer();
    await settle();
    assert.equal(offers.length, expected, address);
    session.close();
  }
});

test('whoever asks for a relay only gets no other path, and offers when the relay is known', async () => {
  const iceServers = [{ urls: ['turn:x?transport=udp', 'turns:x?transport=tcp'], username: 'ann', credential: 'secret' }];
  const { session, pc, offers, exchange, start } = setUp({ iceServers }, undefined, 'tls');
  assert.equal(pc.configuration.iceTransportPolicy, 'relay');
  session.start(exchange);
  await settle();
  assert.equal(offers.length, 0);
  await start();
  assert.equal(offers.length, 1);
  assert.match(offers[0].sdp, /^ufrag 0/);
  assert.deepEqual(pc.configuration.iceServers, [{ ...iceServers[0], urls: ['turns:x?transport=tcp'] }]);
  session.close();
});

test('a relay that the server does not have is an error that says so', async () => {
  const { session, start } = setUp({ iceServers: [{ urls: 'turn:x' }] }, undefined, 'tls');
  /** @type {any[]} */
  const refusals = [];
  session.addEventListener('refused', (event) => refusals.push(/** @type {any} */ (event).detail));
  await start();
  assert.deepEqual(refusals.map(({ code }) => code), ['no_relay']);
  session.close();
});

test('a slot is found by its mid', async () => {
  const { session, start } = setUp();
  await start();
  assert.equal(session.receiver('2'), session.seats[0].audio.receiver);
  assert.equal(session.receiver('3'), session.seats[0].video.receiver);
  assert.equal(session.receiver('0'), null);
  assert.equal(session.receiver('99'), null);
});

test('a closed session is silent', async () => {
  const { session, offers, pc, start } = setUp();
  let states = 0;
  session.addEventListener('state', () => { states += 1; });
  await start();
  session.close();
  offers[0].answer();
  session.restartIce();
  pc.become('failed');
  await settle();
  assert.equal(offers.length, 1);
  assert.equal(states, 0);
});
