import test from 'node:test';
import assert from 'node:assert/strict';
import { ConnectionGuard } from '../../Sources/WebClient/Public/modules/connection-guard.js';
import { FakePeerConnection } from './fake-peer-connection.js';
import { ManualTimers } from './fakes.js';

function setUp() {
  const timers = new ManualTimers();
  const pc = new FakePeerConnection({});
  /** @type {string[]} */
  const log = [];
  const guard = new ConnectionGuard({
    peerConnection: /** @type {any} */ (pc), timers,
    restart: (reason) => log.push(reason),
    giveUp: () => log.push('give up'),
  });
  return { timers, pc, log, guard };
}

test('a short break mends itself', () => {
  const { timers, pc, log } = setUp();
  pc.become('connected');
  pc.become('disconnected');
  timers.advance(2_900);
  pc.become('connected');
  timers.advance(60_000);
  assert.deepEqual(log, []);
});

test('three seconds of disconnection restart ICE', () => {
  const { timers, pc, log } = setUp();
  pc.become('connected');
  pc.become('disconnected');
  timers.advance(3_000);
  assert.deepEqual(log, ['disconnected']);
});

test('failure restarts at once', () => {
  const { pc, log } = setUp();
  pc.become('failed');
  assert.deepEqual(log, ['failed']);
});

test('restarts that lead nowhere end in a new connection', () => {
  const { timers, pc, log } = setUp();
  pc.become('failed');
  timers.advance(60_000);
  assert.deepEqual(log, ['failed', 'again', 'again', 'give up']);
});

test('a restart that works forgives the earlier ones', () => {
  const { timers, pc, log } = setUp();
  for (let round = 0; round < 10; round += 1) {
    pc.become('failed');
    timers.advance(1_000);
    pc.become('connected');
    timers.advance(10_000);
  }
  assert.equal(log.length, 10);
  assert.ok(!log.includes('give up'));
});

test('DTLS that failed on a good path needs a new connection, not ICE', () => {
  const { pc, log } = setUp();
  pc.become('connected', 'failed');
  assert.ok(log.includes('give up'));
});

test('another network restarts ICE although the state looks fine', () => {
  const { pc, log, guard } = setUp();
  guard.networkChanged();
  assert.deepEqual(log, [], 'nothing to restart before the first offer');
  pc.become('connected');
  guard.networkChanged();
  assert.deepEqual(log, ['network']);
});

test('a stopped guard does nothing', () => {
  const { timers, pc, log, guard } = setUp();
  pc.become('disconnected');
  guard.stop();
  timers.advance(60_000);
  pc.become('failed');
  assert.deepEqual(log, []);
});
