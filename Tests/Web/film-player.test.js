import test from 'node:test';
import assert from 'node:assert/strict';
import { MediaElementPlayer } from '../../Sources/WebClient/Public/modules/film-player.js';
import { DriftControl } from '../../Sources/WebClient/Public/modules/drift-control.js';
import { ManualTimers } from './fakes.js';
import { ExpectedEvents } from '../../Sources/WebClient/Public/modules/expected-events.js';

function setUp() {
  const media = Object.assign(new EventTarget(), {
    readyState: 0, currentTime: 0, duration: NaN, paused: true, seeking: false, ended: false, playbackRate: 1, preload: '', src: '', loads: 0, error: null,
    load() { this.loads += 1; }, removeAttribute() { this.src = ''; }, pause() {}, async play() {},
  });
  const timers = new ManualTimers();
  const player = new MediaElementPlayer(/** @type {any} */ (media), timers);
  /** @type {string[]} */
  const events = [];
  for (const type of ['play', 'pause', 'seeking', 'seeked', 'ratechange', 'ready', 'film', 'error']) player.addEventListener(type, () => events.push(type));
  return { media, player, events, timers };
}

test('a player without a source is absent, and one whose source fails is again', () => {
  const { media, player, events } = setUp();
  assert.ok(player.absent && !player.loaded);
  player.source = 'https://films.example/one.webm';
  assert.ok(!player.absent && !player.loaded);
  media.dispatchEvent(new Event('error'));
  assert.ok(player.absent);
  assert.deepEqual(events, ['film', 'film', 'error']);
  player.source = 'https://films.example/one.webm';
  assert.ok(!player.absent, 'the same one may be tried again');
});

test('a film that played and breaks off is fetched again, a few times', () => {
  const { media, player, events, timers } = setUp();
  player.source = 'a';
  for (const wait of [500, 2_000, 8_000]) {
    Object.assign(media, { readyState: 4, error: null });
    media.dispatchEvent(new Event('canplay'));
    media.error = /** @type {any} */ ({ code: 2, message: 'network' });
    media.dispatchEvent(new Event('error'));
    assert.ok(!player.absent && !player.loaded, 'it loads again');
    const before = media.loads;
    timers.advance(wait);
    assert.equal(media.loads, before + 1);
  }
  media.dispatchEvent(new Event('error'));
  assert.ok(player.absent);
  assert.equal(events.filter((event) => event === 'error').length, 1);
});

test('the same source is not loaded twice', () => {
  const { media, player } = setUp();
  player.source = 'a';
  player.source = 'a';
  assert.equal(media.loads, 1);
  player.source = '';
  assert.equal(media.src, '');
});

test('it is ready when it could play on, or has nothing left to play', () => {
  const { media, player } = setUp();
  player.source = 'a';
  Object.assign(media, { readyState: 2, duration: 60, currentTime: 10 });
  assert.ok(player.loaded && !player.ready);
  media.readyState = 3;
  assert.ok(player.ready);
  Object.assign(media, { readyState: 2, currentTime: 60 });
  assert.ok(player.ready);
});

test('a rate that the element does not support is no end', () => {
  const { media, player } = setUp();
  Object.defineProperty(media, 'playbackRate', { get: () => 1, set: () => { throw new Error('NotSupportedError'); } });
  player.setRate(32);
  assert.equal(player.rate, 1);
});

test('noise within the limits changes nothing', () => {
  const control = new DriftControl();
  for (let step = 0; step < 100; step += 1) assert.deepEqual(control.update(step % 2 ? 0.006 : -0.006, step * 250), { kind: 'rate', factor: 1 });
});

test('a correction goes on until the drift is gone, and never beyond 5 %', () => {
  const control = new DriftControl();
  control.update(0, -10_000);
  let error = 0.3;
  for (let step = 0; step < 60; step += 1) {
    const correction = control.update(error, step * 250);
    assert.equal(correction.kind, 'rate');
    assert.ok(Math.abs(control.factor - 1) <= 0.0501);
    error += (control.factor - 1) * 0.25;
  }
  assert.ok(Math.abs(error) < 0.015, String(error));
  assert.equal(control.factor, 1);
});

test('right after a seek what is off is made up for in less than a second, and then gently again', () => {
  for (const off of [0.15, -0.12, 0.05]) {
    const control = new DriftControl();
    for (let step = 0; step < 60; step += 1) control.update(0, step * 100);
    control.restart(true);
    let error = off;
    for (let step = 0; step < 10; step += 1) {
      control.update(error, 10_000 + step * 100);
      assert.ok(Math.abs(control.factor - 1) <= 0.2001);
      error += (control.factor - 1) * 0.1;
    }
    assert.ok(Math.abs(error) < 0.025, `${off} s became ${error.toFixed(3)} s`);
    for (let step = 0; step < 20; step += 1) {
      control.update(0.3, 13_000 + step * 100);
      assert.ok(Math.abs(control.factor - 1) <= 0.0501);
    }
  }
});

test('right after a start it is made up for gently', () => {
  const control = new DriftControl();
  for (let step = 0; step < 10; step += 1) {
    control.update(0.12, step * 100);
    assert.ok(Math.abs(control.factor - 1) <= 0.0501);
  }
});

test('noise right after a seek changes nothing', () => {
  const control = new DriftControl();
  control.restart(true);
  for (let step = 0; step < 25; step += 1) assert.deepEqual(control.update(step % 2 ? 0.006 : -0.006, step * 100), { kind: 'rate', factor: 1 });
});

test('seeks that do not help grow rarer', () => {
  const control = new DriftControl();
  let seeks = 0;
  for (let step = 0; step < 1_200; step += 1) if (control.update(-2, step * 250).kind === 'seek') seeks += 1;
  assert.ok(seeks > 3 && seeks <= 20, `${seeks} seeks in 5 minutes`);
});

test('an expected event is met once; the next one of its kind is the user\'s', () => {
  const expected = new ExpectedEvents();
  expected.expect('play');
  assert.equal(expected.meet('pause'), false);
  assert.equal(expected.meet('play'), true);
  assert.equal(expected.meet('play'), false);
});

test('events in a row are told apart by their order', () => {
  const expected = new ExpectedEvents();
  for (const type of /** @type {const} */ (['pause', 'play', 'pause'])) expected.expect(type);
  assert.equal(expected.meet('play'), true, 'the first pause never came');
  assert.equal(expected.meet('pause'), true);
  assert.equal(expected.meet('pause'), false);
});

test('a seek is recognised by its target, however many there are, until it has ended', () => {
  const expected = new ExpectedEvents();
  expected.expectSeek(100);
  expected.expectSeek(200);
  assert.deepEqual([expected.meetSeek(200.1), expected.meetSeek(200), expected.meetSeek(100)], [true, true, false]);
  expected.seekEnded();
  assert.equal(expected.meetSeek(200), false);
});
