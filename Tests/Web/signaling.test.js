import test from 'node:test';
import assert from 'node:assert/strict';
import { Signaling, backoffDelay } from '../../Sources/WebClient/Public/modules/signaling.js';
import { FakeSocket, ManualTimers } from './fakes.js';

function setUp() {
  const timers = new ManualTimers();
  /** @type {FakeSocket[]} */
  const sockets = [];
  const createSocket = () => { const socket = new FakeSocket(); sockets.push(socket); return /** @type {any} */ (socket); };
  const signaling = new Signaling({ url: 'ws://x/ws', roomId: 'r', name: 'Ann', createSocket, timers, random: () => 0 });
  /** @type {string[]} */
  const events = [];
  for (const type of ['state', 'lost', 'refused', 'WELCOME', 'SLOTS', 'ERROR']) {
    signaling.addEventListener(type, (event) => events.push(type === 'state' ? `state:${/** @type {any} */ (event).detail}` : type));
  }
  const join = () => { const socket = sockets[sockets.length - 1]; socket.open(); socket.say({ type: 'WELCOME', memberId: 'm', members: [] }); return socket; };
  return { timers, sockets, signaling, events, join };
}

/** Answers every PING, as a server does. */
function keepAlive(/** @type {FakeSocket} */ socket, /** @type {ManualTimers} */ timers, /** @type {number} */ ms) {
  for (let passed = 0; passed < ms; passed += 1000) {
    timers.advance(1000);
    for (const ping of socket.sentOf('PING')) socket.say({ type: 'PONG', timestamp: ping.timestamp, received: 1, sent: 1 });
  }
}

test('JOIN with the version is the first message', () => {
  const { sockets, signaling } = setUp();
  signaling.start();
  assert.deepEqual(sockets[0].sent, []);
  sockets[0].open();
  assert.deepEqual(sockets[0].sent, [{ type: 'JOIN', version: 1, roomId: 'r', name: 'Ann' }]);
});

test('messages arrive as events, and nothing is sent before WELCOME', () => {
  const { signaling, events, join, sockets } = setUp();
  signaling.start();
  sockets[0].open();
  assert.equal(signaling.send({ type: 'MEDIA' }), false);
  const socket = join();
  socket.say({ type: 'SLOTS', slots: [] });
  assert.deepEqual(events, ['state:connecting', 'state:joined', 'WELCOME', 'SLOTS']);
  assert.equal(signaling.send({ type: 'MEDIA' }), true);
});

test('a broken socket is opened again and joins anew', () => {
  const { timers, sockets, signaling, events, join } = setUp();
  signaling.start();
  join().drop();
  assert.deepEqual(events.slice(-2), ['lost', 'state:waiting']);
  timers.advance(250);
  assert.equal(sockets.length, 2);
  join();
  assert.equal(signaling.state, 'joined');
  assert.equal(sockets[1].sentOf('JOIN').length, 1);
});

test('waits grow up to a ceiling and are spread', () => {
  assert.deepEqual([0, 1, 2, 3].map((attempt) => backoffDelay(attempt, 1)), [500, 800, 1280, 2048]);
  assert.equal(backoffDelay(50, 1), 8_000);
  assert.equal(backoffDelay(50, 0), 4_000);
});

test('a server that takes and drops connections is not hammered', () => {
  const { timers, sockets, signaling, join } = setUp();
  signaling.start();
  for (let second = 0; second < 120; second += 1) {
    if (!sockets[sockets.length - 1].closed && signaling.state === 'connecting') join().drop();
    timers.advance(1_000);
  }
  assert.ok(sockets.length > 5 && sockets.length < 40, String(sockets.length));
});

test('a silent server is given up although the socket says nothing', () => {
  const { timers, sockets, signaling, events, join } = setUp();
  signaling.start();
  const socket = join();
  timers.advance(16_000);
  assert.ok(socket.closed);
  assert.ok(events.includes('lost'));
  assert.ok(sockets.length >= 2);
});

test('a server that answers PING keeps its socket', () => {
  const { timers, sockets, signaling, join } = setUp();
  signaling.start();
  keepAlive(join(), timers, 120_000);
  assert.equal(sockets.length, 1);
  assert.equal(signaling.state, 'joined');
});

test('a page that slept through its own timers does not blame the server', () => {
  const { timers, sockets, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  timers.advance(4_000);
  socket.say({ type: 'PONG', timestamp: 0, received: 1, sent: 1 });
  timers.oversleep(60_000);
  assert.equal(signaling.state, 'joined', 'the first late timer only asks');
  for (const ping of socket.sentOf('PING')) socket.say({ type: 'PONG', timestamp: ping.timestamp, received: 1, sent: 1 });
  timers.advance(9_000);
  assert.equal(signaling.state, 'joined');
  assert.equal(sockets.length, 1);
});

test('a probe after a network change finds a dead socket in a few seconds', () => {
  const { timers, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  signaling.probe();
  timers.advance(3_500);
  assert.ok(socket.closed);
});

test('a probe that is answered changes nothing', () => {
  const { timers, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  timers.advance(1_000);
  signaling.probe();
  timers.advance(100);
  socket.say({ type: 'PONG', timestamp: 0, received: 1, sent: 1 });
  timers.advance(3_000);
  assert.equal(signaling.state, 'joined');
});

test('a network that is back ends the wait', () => {
  const { sockets, signaling, join } = setUp();
  signaling.start();
  join().drop();
  signaling.hurry();
  assert.equal(sockets.length, 2);
});

test('a full room is not tried again', () => {
  const { timers, sockets, signaling, events } = setUp();
  signaling.start();
  sockets[0].open();
  sockets[0].say({ type: 'ERROR', code: 'room_full', message: 'full', in: 'JOIN' });
  sockets[0].drop(1008);
  timers.advance(60_000);
  assert.equal(sockets.length, 1);
  assert.equal(signaling.state, 'refused');
  assert.equal(events.filter((event) => event === 'refused').length, 1);
});

test('a draining server is tried again', () => {
  const { timers, sockets, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  socket.say({ type: 'ERROR', code: 'draining', message: '' });
  socket.drop(1012);
  timers.advance(1_000);
  assert.equal(sockets.length, 2);
});

test('a server that never welcomes is left', () => {
  const { timers, sockets, signaling } = setUp();
  signaling.start();
  sockets[0].open();
  timers.advance(10_000);
  assert.ok(sockets[0].closed);
  assert.equal(signaling.state, 'waiting');
});

test('who leaves says so and never comes back by itself', () => {
  const { timers, sockets, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  signaling.stop();
  assert.equal(socket.sentOf('LEAVE').length, 1);
  timers.advance(100_000);
  assert.equal(sockets.length, 1);
});

test('frames that are no messages are ignored', () => {
  const { signaling, events, join } = setUp();
  signaling.start();
  const socket = join();
  const before = events.length;
  for (const frame of ['', '{', 'null', '7', '[]', '{"type":7}']) socket.say(frame);
  assert.equal(events.length, before);
  assert.equal(signaling.state, 'joined');
});

test('PONG sets the clock', () => {
  const { timers, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  const [ping] = socket.sentOf('PING');
  timers.time += 40;
  socket.say({ type: 'PONG', timestamp: ping.timestamp, received: 1_000_020, sent: 1_000_020 });
  assert.equal(signaling.clock.roundTrip, 40);
  assert.equal(signaling.clock.offset, 1_000_000);
});

test('the clock is known with the WELCOME, and well a moment later', () => {
  const { timers, sockets, signaling } = setUp();
  signaling.start();
  sockets[0].open();
  timers.time += 200;
  sockets[0].say({ type: 'WELCOME', memberId: 'm', members: [], serverTime: 5_000_100 });
  assert.equal(signaling.clock.time, 5_000_200);
  timers.advance(2_000);
  const pings = sockets[0].sentOf('PING');
  assert.equal(pings.length, 5);
  sockets[0].say({ type: 'PONG', timestamp: timers.time - 4, received: 5_002_200, sent: 5_002_200 });
  assert.equal(signaling.clock.roundTrip, 4);
});

test('the server is told how long round trips take', () => {
  const { timers, signaling, join } = setUp();
  signaling.start();
  const socket = join();
  timers.time += 30;
  socket.say({ type: 'PONG', timestamp: 0, received: 1_000, sent: 1_000 });
  timers.advance(400);
  assert.equal(socket.sentOf('PING').pop().roundTrip, 30);
});

test('who knocks waits as long as it takes', () => {
  const { timers, sockets, signaling } = setUp();
  signaling.start();
  sockets[0].open();
  sockets[0].say({ type: 'KNOCKING', roomId: 'r' });
  assert.equal(signaling.state, 'knocking');
  keepAlive(sockets[0], timers, 60_000);
  assert.equal(sockets.length, 1);
  sockets[0].say({ type: 'WELCOME', memberId: 'm', members: [] });
  assert.equal(signaling.state, 'joined');
  keepAlive(sockets[0], timers, 12_000);
  assert.ok(sockets[0].sentOf('PING').length < 25, 'one row of pings');
});

test('who is refused, removed, moved to another tab, or was in a room that the operator closed is not knocking again', () => {
  for (const end of [
    (/** @type {FakeSocket} */ socket) => socket.say({ type: 'ERROR', code: 'refused', message: '', in: 'JOIN' }),
    (/** @type {FakeSocket} */ socket) => socket.say({ type: 'ERROR', code: 'kicked', message: '' }),
    (/** @type {FakeSocket} */ socket) => socket.drop(4003),
    (/** @type {FakeSocket} */ socket) => socket.drop(4001),
    (/** @type {FakeSocket} */ socket) => socket.say({ type: 'ERROR', code: 'room_closed', message: '' }),
    (/** @type {FakeSocket} */ socket) => socket.drop(4004),
  ]) {
    const { timers, sockets, signaling, events, join } = setUp();
    signaling.start();
    end(join());
    timers.advance(60_000);
    assert.equal(sockets.length, 1);
    assert.equal(signaling.state, 'refused');
    assert.ok(events.includes('refused'));
  }
});
