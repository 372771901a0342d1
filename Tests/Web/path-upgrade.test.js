import test from 'node:test';
import assert from 'node:assert/strict';
import { PathUpgrade } from '../../Sources/WebClient/Public/modules/path-upgrade.js';
import { ManualTimers, settle } from './fakes.js';

/** @param {(boolean | null | Error)[]} answers in order; the last one repeats */
function setUp(...answers) {
  const timers = new ManualTimers();
  /** @type {string[]} */
  const log = [];
  const seconds = () => Math.round(timers.time / 1000);
  const upgrade = new PathUpgrade({
    timers,
    beginAnew: () => log.push(`anew ${seconds()}`),
    canReachByUDP: async () => {
      log.push(`ask ${seconds()}`);
      const answer = answers.length > 1 ? answers.shift() : answers[0];
      if (answer instanceof Error) throw answer;
      return answer ?? null;
    },
  });
  const pass = async (/** @type {number} */ total) => {
    for (let second = 0; second < total; second += 1) {
      timers.advance(1_000);
      await settle();
    }
  };
  return { upgrade, log, pass };
}

test('nobody is asked while media takes the direct way', async () => {
  const { upgrade, log, pass } = setUp(true);
  upgrade.pathIs('udp');
  await pass(600);
  assert.deepEqual(log, []);
});

test('ICE begins anew once UDP answers, and no more when that has helped', async () => {
  const { upgrade, log, pass } = setUp(false, true);
  upgrade.pathIs('tcp');
  await pass(30);
  assert.deepEqual(log, ['ask 10', 'ask 25', 'anew 25']);
  upgrade.pathIs('udp');
  await pass(600);
  assert.equal(log.length, 3);
});

test('while UDP stays blocked the question is put once a minute, and media is mostly left alone', async () => {
  const { upgrade, log, pass } = setUp(false);
  upgrade.pathIs('turn-tls');
  await pass(600);
  const anew = log.filter((line) => line.startsWith('anew'));
  assert.ok(log.length > 8 && log.length < 16, log.join());
  assert.deepEqual(anew.length, 1, log.join());
});

test('where nobody can be asked, beginning anew is the question, and comes ever more rarely', async () => {
  const { upgrade, log, pass } = setUp(null);
  upgrade.pathIs('tcp');
  await pass(1_200);
  assert.deepEqual(log.filter((line) => line.startsWith('anew')), ['anew 10', 'anew 40', 'anew 130', 'anew 400', 'anew 1000']);
});

test('a question that fails is an answer, and one that is stopped has no consequences', async () => {
  const failing = setUp(new Error('no more connections'));
  failing.upgrade.pathIs('tcp');
  await failing.pass(30);
  assert.deepEqual(failing.log, ['ask 10', 'ask 25']);
  const stopped = setUp(true);
  stopped.upgrade.pathIs('tcp');
  await stopped.pass(5);
  stopped.upgrade.stop();
  await stopped.pass(60);
  assert.deepEqual(stopped.log, []);
});

test('a new detour after the direct way starts over', async () => {
  const { upgrade, log, pass } = setUp(false);
  upgrade.pathIs('tcp');
  await pass(300);
  upgrade.pathIs('udp');
  log.length = 0;
  await pass(100);
  upgrade.pathIs('tcp');
  await pass(10);
  assert.deepEqual(log, ['ask 410']);
});
