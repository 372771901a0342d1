import test from 'node:test';
import assert from 'node:assert/strict';
import { PathKeeper } from '../../Sources/WebClient/Public/modules/path-keeper.js';
import { PathMemory } from '../../Sources/WebClient/Public/modules/paths.js';
import { FakePeerConnection } from './fake-peer-connection.js';
import { ManualTimers, memoryStorage, settle } from './fakes.js';

const SERVERS = [{ urls: ['turn:x?transport=udp', 'turn:x?transport=tcp'] }];

/** @param {{only?: import('../../Sources/WebClient/Public/modules/relay-servers.js').RelayWish | null, answers?: boolean}} [options] */
function setUp({ only = null, answers = true } = {}) {
  const timers = new ManualTimers();
  const pc = new FakePeerConnection({});
  const memory = new PathMemory({ storage: memoryStorage(), now: () => 1 });
  /** @type {any[]} the relays in use at each restart */
  const restarts = [];
  /** @type {any[]} */
  const asked = [];
  const keeper = new PathKeeper({
    peerConnection: /** @type {any} */ (pc), memory, only, timers,
    restart: () => { keeper.useRelays(); restarts.push(pc.configuration.iceServers); },
    canReach: async (servers) => { asked.push(servers); return answers; },
  });
  const pass = async (/** @type {number} */ ms) => { timers.advance(ms); await settle(); };
  return { keeper, pc, memory, restarts, asked, pass };
}

test('a detour by TCP asks the relay over UDP, and then looks for the direct way without it', async () => {
  const { keeper, pc, restarts, asked, pass } = setUp();
  keeper.learn(SERVERS);
  pc.become('connected');
  keeper.pathIs('tcp');
  await pass(10_000);
  assert.deepEqual(asked, [[{ urls: ['turn:x?transport=udp'] }]]);
  assert.deepEqual(restarts, [undefined]);
});

test('while a relay is in use the search goes on beside it', async () => {
  const { keeper, pc, restarts, pass } = setUp();
  pc.become('checking', 'connecting');
  keeper.learn(SERVERS);
  await pass(1_200);
  pc.become('connected');
  keeper.pathIs('turn-tcp');
  await pass(10_000);
  assert.deepEqual(restarts, [SERVERS, SERVERS]);
});

test('media stays where it is while UDP is still blocked', async () => {
  const { keeper, pc, restarts, asked, pass } = setUp({ answers: false });
  keeper.learn(SERVERS);
  pc.become('connected');
  keeper.pathIs('tcp');
  await pass(10_000);
  await pass(15_000);
  assert.equal(asked.length, 2);
  assert.deepEqual(restarts, []);
});

test('without a relay, and over one reached by UDP, there is nobody to ask', async () => {
  for (const [servers, kind] of /** @type {[RTCIceServer[], import('../../Sources/WebClient/Public/modules/paths.js').PathKind][]} */ ([[[], 'tcp'], [SERVERS, 'turn-udp']])) {
    const { keeper, pc, restarts, asked, pass } = setUp();
    keeper.learn(servers);
    pc.become('connected');
    keeper.pathIs(kind);
    await pass(10_000);
    assert.equal(asked.length, 0);
    assert.equal(restarts.length, 1);
  }
});

test('whoever asked for a relay keeps it, and it is not remembered for others', async () => {
  const { keeper, pc, memory, restarts, pass } = setUp({ only: 'tcp' });
  keeper.learn(SERVERS);
  assert.deepEqual(pc.configuration.iceServers, [{ urls: ['turn:x?transport=tcp'] }]);
  pc.become('connected');
  keeper.pathIs('turn-tcp');
  await pass(60_000);
  assert.equal(restarts.length, 0);
  assert.equal(memory.recall('unknown'), null);
});
