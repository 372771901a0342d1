import test from 'node:test';
import assert from 'node:assert/strict';
import { SpeakingGate, SpeakingMonitor, meterFraction, receivedLevel } from '../../Sources/WebClient/Public/modules/speaking.js';

test('a click is no speech, two loud moments are', () => {
  const gate = new SpeakingGate();
  assert.equal(gate.update(0.5, 0), false);
  assert.equal(gate.update(0, 100), false);
  assert.equal(gate.update(0.1, 200), false);
  assert.equal(gate.update(0.1, 300), true);
});

test('the pause between two words does not end speech, a longer one does', () => {
  const gate = new SpeakingGate();
  gate.update(0.1, 0);
  gate.update(0.1, 100);
  assert.equal(gate.update(0, 600), true);
  assert.equal(gate.update(0, 900), false);
});

test('background noise never speaks', () => {
  const gate = new SpeakingGate();
  for (let now = 0; now < 10_000; now += 100) assert.equal(gate.update(0.003, now), false);
});

test('the monitor tells changes only, also for somebody who vanishes while speaking', () => {
  let now = 0;
  let levels = new Map([['a', 0.2], ['b', 0]]);
  const monitor = new SpeakingMonitor({ levels: () => levels, now: () => now });
  /** @type {any[]} */
  const told = [];
  monitor.addEventListener('speaking', (event) => told.push(/** @type {any} */ (event).detail));
  for (let round = 0; round < 5; round += 1) { now += 120; monitor.poll(); }
  levels = new Map();
  monitor.poll();
  monitor.poll();
  assert.deepEqual(told, [{ key: 'a', speaking: true }, { key: 'a', speaking: false }]);
});

test('a receiver that hears nothing any more is silent', () => {
  const now = 1_800_000_000_000;
  const receiver = (/** @type {number} */ timestamp) => ({ getSynchronizationSources: () => [{ timestamp, audioLevel: 0.3, source: 1, rtpTimestamp: 1 }] });
  assert.equal(receivedLevel(receiver(now - 100), now), 0.3);
  assert.equal(receivedLevel(receiver(now - 5_000), now), 0);
  assert.equal(receivedLevel({ getSynchronizationSources: () => [] }, now), 0);
});

test('the meter is even to the ear', () => {
  assert.deepEqual([meterFraction(0), meterFraction(1), meterFraction(5)], [0, 1, 1]);
  assert.ok(Math.abs(meterFraction(0.0316) - 0.5) < 0.01);
});
