import test from 'node:test';
import assert from 'node:assert/strict';
import { ServerClock } from '../../Sources/WebClient/Public/modules/server-clock.js';
import { chance } from './film-fakes.js';

const OFFSET = 1_795_348_800_000;

function setUp() {
  let time = 0;
  const clock = new ServerClock({ now: () => time });
  /** One exchange that takes `there` and `back` milliseconds. */
  const exchange = (/** @type {number} */ there, /** @type {number} */ back, offset = OFFSET) => {
    const sentAt = time;
    time += there + back;
    clock.record({ sentAt, received: sentAt + there + offset, sent: sentAt + there + offset, arrivedAt: time });
  };
  return { clock, exchange, pass: (/** @type {number} */ ms) => { time += ms; }, now: () => time };
}

test('nothing is known before the first exchange', () => {
  const { clock } = setUp();
  assert.deepEqual([clock.offset, clock.time, clock.roundTrip, clock.uncertainty, clock.usualRoundTrip], [null, null, null, null, null]);
});

test('the exchange with the shortest round trip is believed', () => {
  const { clock, exchange } = setUp();
  exchange(400, 20);
  exchange(10, 12);
  exchange(30, 300);
  assert.equal(clock.offset, OFFSET - 1);
  assert.equal(clock.roundTrip, 22);
  assert.equal(clock.usualRoundTrip, 330);
});

test('the truth is always within the uncertainty, on any network', () => {
  const next = chance(7);
  for (let round = 0; round < 200; round += 1) {
    const { clock, exchange, pass } = setUp();
    for (let count = 0; count < 20; count += 1) {
      exchange(next() * 400, next() * 400);
      pass(next() * 10_000);
      assert.ok(Math.abs(/** @type {number} */ (clock.offset) - OFFSET) <= /** @type {number} */ (clock.uncertainty) + 1e-3);
    }
  }
});

test('drift is followed: an old exchange, however quick, gives way to a new one', () => {
  const { clock, exchange, pass, now } = setUp();
  exchange(1, 1);
  for (let minute = 0; minute < 30; minute += 1) {
    pass(60_000);
    exchange(10, 10, OFFSET + now() * 5e-5);
    assert.ok(Math.abs(/** @type {number} */ (clock.offset) - OFFSET - now() * 5e-5) < 6, `minute ${minute}`);
  }
});

test('a computer that slept, or a clock that was set, is believed at once', () => {
  const { clock, exchange } = setUp();
  for (let count = 0; count < 10; count += 1) exchange(5, 5);
  exchange(40, 60, OFFSET + 3_600_000);
  assert.equal(clock.offset, OFFSET + 3_600_000 - 10);
});

test('impossible exchanges are ignored', () => {
  const { clock } = setUp();
  clock.record({ sentAt: 10, received: 5, sent: 5, arrivedAt: 5 });
  clock.record({ sentAt: NaN, received: 5, sent: 5, arrivedAt: 5 });
  clock.record(/** @type {any} */ ({ sentAt: 1, arrivedAt: 2 }));
  assert.equal(clock.offset, null);
});
