import test from 'node:test';
import assert from 'node:assert/strict';
import { Party } from '../../Sources/WebClient/Public/modules/party.js';
import { MediaSession } from '../../Sources/WebClient/Public/modules/media-session.js';
import { Signaling } from '../../Sources/WebClient/Public/modules/signaling.js';
import { FakePeerConnection, FakeTrack } from './fake-peer-connection.js';
import { FakeSocket, ManualTimers, settle, wait } from './fakes.js';

const BO = { memberId: 'b', name: 'Bo', tracks: [{ mid: '0', source: 'microphone', muted: false }] };

function setUp() {
  const timers = new ManualTimers();
  /** @type {FakeSocket[]} */ const sockets = [];
  /** @type {FakePeerConnection[]} */ const connections = [];
  const signaling = new Signaling({
    url: 'ws://x', roomId: 'r', name: 'Ann', timers, random: () => 0,
    createSocket: () => { const socket = new FakeSocket(); sockets.push(socket); return /** @type {any} */ (socket); },
  });
  const party = new Party({
    url: 'ws://x', roomId: 'r', name: 'Ann', signaling,
    createSession: () => new MediaSession({ createPeerConnection: (configuration) => {
      const pc = new FakePeerConnection(configuration);
      connections.push(pc);
      return /** @type {any} */ (pc);
    } }),
  });
  /** @type {any[]} */ const events = [];
  for (const type of ['state', 'joined', 'left', 'labels', 'error', 'refused']) party.addEventListener(type, (event) => events.push([type, /** @type {any} */ (event).detail]));
  return { party, sockets, connections, timers, events };
}

/** @param {FakeSocket} socket @param {any} [welcome] */
async function welcome(socket, welcome = {}) {
  socket.open();
  sayWelcome(socket, welcome);
  await settle();
}

/** @param {FakeSocket} socket @param {any} [welcome] */
function sayWelcome(socket, welcome = {}) {
  socket.say({ type: 'WELCOME', memberId: 'a', members: [BO], iceServers: [{ urls: 'turn:x' }], limits: { slots: 32 }, ...welcome });
}

/** @param {FakeSocket} socket */
async function answer(socket) {
  const offers = socket.sentOf('OFFER');
  socket.say({ type: 'ANSWER', id: offers[offers.length - 1].id, sdp: 'v=0' });
  await settle();
}

test('WELCOME brings the members, and one offer does', async () => {
  const { party, sockets, connections } = setUp();
  party.start();
  await welcome(sockets[0]);
  assert.equal(party.memberId, 'a');
  assert.deepEqual(party.members.map((member) => member.name), ['Bo']);
  const [offer] = sockets[0].sentOf('OFFER');
  assert.deepEqual(offer.tracks.map((/** @type {any} */ track) => track.source), ['microphone', 'camera']);
  await answer(sockets[0]);
  connections[0].become('connected');
  assert.equal(party.state, 'connected');
  assert.equal(connections[0].signalingState, 'stable');
  party.leave();
});

test('the first offer goes right behind JOIN, without waiting for WELCOME', async () => {
  const { party, sockets, connections } = setUp();
  party.start();
  await settle();
  sockets[0].open();
  await settle();
  assert.deepEqual(sockets[0].sent.map((message) => message.type), ['JOIN', 'OFFER']);
  sayWelcome(sockets[0]);
  await settle();
  assert.equal(sockets[0].sentOf('OFFER').length, 1);
  await answer(sockets[0]);
  assert.equal(connections.length, 1);
  assert.equal(connections[0].signalingState, 'stable');
  party.leave();
});

test('an offer that came before the host opened the door is sent again with WELCOME', async () => {
  const { party, sockets, connections } = setUp();
  party.start();
  await settle();
  sockets[0].open();
  await settle();
  sockets[0].say({ type: 'ERROR', code: 'not_joined', message: 'JOIN must come first.', in: 'OFFER' });
  await settle();
  sayWelcome(sockets[0]);
  await settle();
  const offers = sockets[0].sentOf('OFFER');
  assert.equal(offers.length, 2);
  assert.deepEqual(offers[0], offers[1]);
  await answer(sockets[0]);
  assert.equal(connections[0].signalingState, 'stable');
  party.leave();
});

test('a socket that breaks before WELCOME takes its offer with it', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await settle();
  sockets[0].open();
  await settle();
  sockets[0].drop();
  timers.advance(1_000);
  await welcome(sockets[1]);
  assert.equal(sockets[1].sentOf('OFFER').length, 1);
  await answer(sockets[1]);
  assert.deepEqual(connections.map((connection) => connection.signalingState), ['closed', 'stable']);
  party.leave();
});

test('who comes, changes and goes is told, oneself and strangers are not', async () => {
  const { party, sockets, events } = setUp();
  party.start();
  await welcome(sockets[0]);
  const [socket] = sockets;
  socket.say({ type: 'JOIN', member: { memberId: 'c', name: 'Cy', tracks: [] } });
  socket.say({ type: 'JOIN', member: { memberId: 'a', name: 'Ann', tracks: [] } });
  socket.say({ type: 'MEDIA', memberId: 'b', tracks: [{ mid: '0', source: 'microphone', muted: true }] });
  socket.say({ type: 'MEDIA', memberId: 'nobody', tracks: [] });
  socket.say({ type: 'LEAVE', memberId: 'b', reason: 'left' });
  socket.say({ type: 'LEAVE', memberId: 'b', reason: 'left' });
  assert.deepEqual(events.map(([type]) => type).filter((type) => type !== 'state'), ['joined', 'labels', 'left']);
  assert.deepEqual(party.members.map((member) => member.memberId), ['c']);
  party.leave();
});

test('more members than seats make one more offer', async () => {
  const { party, sockets } = setUp();
  party.start();
  await welcome(sockets[0]);
  await answer(sockets[0]);
  party.session?.seats[0].video.receiver.track.dispatchEvent(new Event('unmute'));
  await wait(130);
  for (let index = 0; index < 7; index += 1) sockets[0].say({ type: 'JOIN', member: { memberId: `m${index}`, name: 'M', tracks: [] } });
  await settle();
  assert.equal(sockets[0].sentOf('OFFER').length, 1);
  sockets[0].say({ type: 'JOIN', member: { memberId: 'm8', name: 'M', tracks: [] } });
  await settle();
  assert.equal(sockets[0].sentOf('OFFER').length, 2);
  assert.equal(party.session?.seatCount, 12);
  party.leave();
});

test('muting tells the server once, and only what changed', async () => {
  const { party, sockets } = setUp();
  party.start();
  await welcome(sockets[0]);
  await answer(sockets[0]);
  const microphone = /** @type {any} */ (new FakeTrack('audio'));
  await party.setTrack('microphone', microphone);
  party.refreshLabels();
  assert.deepEqual(sockets[0].sentOf('MEDIA'), [{ type: 'MEDIA', tracks: [{ mid: '0', source: 'microphone', muted: false }] }]);
  microphone.enabled = false;
  party.refreshLabels();
  party.refreshLabels();
  assert.deepEqual(sockets[0].sentOf('MEDIA')[1].tracks, [{ mid: '0', source: 'microphone', muted: true }]);
  assert.equal(sockets[0].sentOf('MEDIA').length, 2);
  party.leave();
});

test('slots say who is shown where, until a new membership begins', async () => {
  const { party, sockets, timers } = setUp();
  party.start();
  await welcome(sockets[0]);
  await answer(sockets[0]);
  sockets[0].say({ type: 'SLOTS', slots: [{ mid: '3', kind: 'video', memberId: 'b', source: 'camera' }] });
  assert.equal(party.midOf('b', 'camera'), '3');
  sockets[0].drop();
  assert.equal(party.midOf('b', 'camera'), '3', 'media may well go on without the socket');
  timers.advance(1_000);
  await welcome(sockets[1]);
  assert.equal(party.midOf('b', 'camera'), null);
  party.leave();
});

test('after a break everything is made anew and the tracks go on', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await welcome(sockets[0]);
  await answer(sockets[0]);
  connections[0].become('connected');
  await party.setTrack('microphone', /** @type {any} */ (new FakeTrack('audio')));
  sockets[0].drop();
  assert.equal(party.state, 'reconnecting');
  assert.notEqual(connections[0].signalingState, 'closed');
  timers.advance(1_000);
  await welcome(sockets[1], { memberId: 'a2' });
  assert.equal(connections[0].signalingState, 'closed');
  assert.equal(party.memberId, 'a2');
  assert.equal(connections.length, 2);
  assert.equal(sockets[1].sentOf('OFFER')[0].tracks[0].muted, false);
  party.leave();
});

test('an answer to an older offer is not taken for this one', async () => {
  const { party, sockets, connections } = setUp();
  party.start();
  await welcome(sockets[0]);
  const [offer] = sockets[0].sentOf('OFFER');
  sockets[0].say({ type: 'ANSWER', id: offer.id + 7, sdp: 'v=0' });
  await settle();
  assert.equal(connections[0].signalingState, 'have-local-offer');
  await answer(sockets[0]);
  assert.equal(connections[0].signalingState, 'stable');
  party.leave();
});

test('a refused offer is rolled back, other errors are shown', async () => {
  const { party, sockets, connections, events } = setUp();
  party.start();
  await welcome(sockets[0]);
  sockets[0].say({ type: 'ERROR', code: 'bad_offer', message: 'line 3', in: 'OFFER' });
  await settle();
  assert.equal(connections[0].log[1], 'rollback');
  sockets[0].say({ type: 'ERROR', code: 'rate_limited', message: 'slow down', in: 'MEDIA' });
  assert.deepEqual(events.filter(([type]) => type === 'error').map(([, error]) => error.code), ['rate_limited']);
  party.leave();
});

test('a full room ends it', async () => {
  const { party, sockets, events } = setUp();
  party.start();
  sockets[0].open();
  sockets[0].say({ type: 'ERROR', code: 'room_full', message: 'full', in: 'JOIN' });
  assert.equal(party.state, 'refused');
  assert.equal(events.filter(([type]) => type === 'refused').length, 1);
});

test('what is shown is told after the first answer, and only when it changed', async () => {
  const { party, sockets } = setUp();
  party.start();
  await welcome(sockets[0]);
  const view = [{ memberId: 'b', source: /** @type {const} */ ('camera'), height: 360, pinned: false }];
  party.setView(view);
  await wait(300);
  assert.equal(sockets[0].sentOf('VIEW').length, 0);
  await answer(sockets[0]);
  assert.deepEqual(sockets[0].sentOf('VIEW'), [{ type: 'VIEW', streams: view }]);
  party.setView([...view]);
  await wait(300);
  assert.equal(sockets[0].sentOf('VIEW').length, 1);
  party.setView([{ ...view[0], height: 720 }]);
  await wait(300);
  assert.equal(sockets[0].sentOf('VIEW').length, 2);
  party.leave();
});

test('a server that takes no offer at all is left with its reason', async () => {
  const { party, sockets, events } = setUp();
  party.start();
  await welcome(sockets[0]);
  for (let round = 0; round < 4; round += 1) {
    sockets[0].say({ type: 'ERROR', code: 'bad_offer', message: 'line 3', in: 'OFFER' });
    await wait([600, 2_100, 5_100, 50][round]);
  }
  assert.equal(party.state, 'refused');
  assert.deepEqual(events[events.length - 1], ['refused', { code: 'bad_offer', message: 'line 3', in: 'OFFER' }]);
});

test('a path that no restart mends, because the server forgot the connection, ends in joining anew', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await welcome(sockets[0]);
  await answer(sockets[0]);
  connections[0].become('connected');
  connections[0].become('failed');
  await settle();
  for (const pause of [600, 2_100, 5_100, 50]) {
    sockets[0].say({ type: 'ERROR', code: 'bad_offer', message: 'gone', in: 'OFFER' });
    await wait(pause);
  }
  timers.advance(1_000);
  assert.equal(sockets.length, 2);
  await welcome(sockets[1]);
  assert.equal(connections.length, 2);
  party.leave();
});

test('who comes back to the seat keeps the connection that still flows', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await welcome(sockets[0], { seat: { resume: 't1', seq: 3, resumed: false, media: false } });
  await answer(sockets[0]);
  connections[0].become('connected');
  sockets[0].say({ type: 'SLOTS', slots: [{ mid: '3', kind: 'video', memberId: 'b', source: 'camera' }], seq: 4 });
  sockets[0].drop();
  timers.advance(1_000);
  await welcome(sockets[1], { seat: { resume: 't2', seq: 9, resumed: true, complete: true, media: true } });
  assert.deepEqual(sockets[1].sent[0], { type: 'JOIN', version: 1, roomId: 'r', name: 'Ann', resume: 't1', seq: 4 });
  assert.equal(connections.length, 1);
  assert.equal(sockets[1].sentOf('OFFER').length, 0);
  assert.equal(party.midOf('b', 'camera'), '3');
  assert.equal(party.state, 'connected');
  party.leave();
});

test('who comes back with a broken path mends it by new ICE credentials', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await welcome(sockets[0], { seat: { resume: 't1', seq: 3 } });
  await answer(sockets[0]);
  connections[0].become('connected');
  sockets[0].drop();
  connections[0].become('disconnected');
  timers.advance(1_000);
  await welcome(sockets[1], { seat: { resume: 't2', seq: 3, resumed: true, complete: true, media: true } });
  assert.equal(connections.length, 1);
  assert.match(sockets[1].sentOf('OFFER')[0].sdp, /^ufrag 1/);
  party.leave();
});

test('a connection beyond repair is made anew, although the server would still have it', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await welcome(sockets[0], { seat: { resume: 't1', seq: 3 } });
  await answer(sockets[0]);
  connections[0].become('connected', 'failed');
  assert.equal(sockets[0].code, 4000, 'the seat is to be kept');
  timers.advance(1_000);
  await welcome(sockets[1], { seat: { resume: 't2', seq: 3, resumed: true, complete: true, media: true } });
  assert.equal(connections.length, 2);
  assert.equal(sockets[1].sentOf('OFFER').length, 1);
  party.leave();
  assert.equal(sockets[1].code, 1000);
});

test('after a server restart the same person comes with a new connection', async () => {
  const { party, sockets, connections, timers } = setUp();
  party.start();
  await welcome(sockets[0], { seat: { resume: 't1', seq: 3 } });
  await answer(sockets[0]);
  connections[0].become('connected');
  sockets[0].drop();
  timers.advance(1_000);
  await welcome(sockets[1], { seat: { resume: 't2', seq: 3, resumed: true, complete: false, media: false } });
  assert.equal(connections.length, 2);
  assert.equal(sockets[1].sentOf('OFFER').length, 1);
  party.leave();
});

test('roles, absence and paths of members are known', async () => {
  const { party, sockets } = setUp();
  party.start();
  await welcome(sockets[0], { role: 'member', hostId: 'b', members: [{ ...BO, role: 'host', away: false, path: 'turn-tls' }, { memberId: 'c', name: 'Cy' }] });
  assert.deepEqual(party.members.map(({ role, away, path }) => [role, away, path]), [['host', false, 'turn-tls'], ['member', false, null]]);
  sockets[0].say({ type: 'AWAY', memberId: 'b', away: true, seq: 1 });
  sockets[0].say({ type: 'HOST_CHANGED', hostId: 'c', reason: 'disconnected', seq: 2 });
  sockets[0].say({ type: 'PATH', memberId: 'b', path: 'udp', roundTrip: 12.4 });
  sockets[0].say({ type: 'PATH', memberId: 'c', path: '<script>' });
  assert.deepEqual(party.members.map(({ role, away, path, roundTrip }) => [role, away, path, roundTrip]), [['member', true, 'udp', 12], ['host', false, null, null]]);
  party.leave();
});
