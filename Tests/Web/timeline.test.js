import test from 'node:test';
import assert from 'node:assert/strict';
import { Timeline, positionAt, readTimeline } from '../../Sources/WebClient/Public/modules/timeline.js';

const FILM = { kind: 'web', url: 'https://films.example/one.webm', duration: 100 };
const message = { type: 'TIMELINE', film: FILM, revision: 3, position: 10, playing: true, rate: 1, held: false, applyAt: 5_000, serverTime: 4_800, cause: 'play', by: 'm_1', id: 'c7' };
const state = (/** @type {any} */ change = {}) => /** @type {import('../../Sources/WebClient/Public/modules/timeline.js').TimelineState} */ (readTimeline({ ...message, ...change }));

test('a TIMELINE is read, and what is none is not', () => {
  assert.deepEqual(state(), { film: FILM, revision: 3, position: 10, playing: true, rate: 1, applyAt: 5_000, held: false, cause: 'play', by: 'm_1', commandId: 'c7' });
  assert.equal(state({ film: undefined }).film, null);
  assert.equal(state({ film: undefined }).playing, false);
  assert.equal(state({ position: 'ten', rate: -1 }).position, 0);
  assert.equal(state({ rate: 'fast' }).rate, 1);
  for (const wrong of [null, 7, 'x', {}, { ...message, revision: 'x' }, { ...message, applyAt: null }]) assert.equal(readTimeline(wrong), null);
});

test('the position runs from applyAt on, at its rate, and ends with the film', () => {
  assert.equal(positionAt(state(), 4_000), 10);
  assert.equal(positionAt(state(), 7_000), 12);
  assert.equal(positionAt(state({ rate: 1.5 }), 7_000), 13);
  assert.equal(positionAt(state({ playing: false }), 7_000), 10);
  assert.equal(positionAt(state(), 1e9), 100);
  assert.equal(positionAt(state({ film: { kind: 'test' } }), 205_000), 210);
});

test('until an announced change holds, what was before goes on', () => {
  const timeline = new Timeline();
  timeline.apply(state(), 5_000);
  timeline.apply(state({ position: 12.2, playing: false, applyAt: 7_200 }), 7_000);
  assert.equal(timeline.position(7_100), 12.1);
  assert.equal(timeline.latest.playing, false);
  assert.equal(timeline.position(7_200), 12.2);
  assert.equal(timeline.position(9_000), 12.2);
});

test('a second announcement takes the place of the first', () => {
  const timeline = new Timeline();
  timeline.apply(state(), 5_000);
  timeline.apply(state({ position: 50, applyAt: 7_200 }), 7_000);
  timeline.apply(state({ position: 80, applyAt: 7_300 }), 7_050);
  assert.equal(timeline.position(7_250), 12.25);
  assert.equal(timeline.position(7_300), 80);
});

test('another film does not wait for the one before', () => {
  const timeline = new Timeline();
  timeline.apply(state(), 5_000);
  timeline.apply(state({ revision: 4, position: 0, playing: false, applyAt: 7_200 }), 7_000);
  assert.equal(timeline.state(7_000).revision, 4);
  assert.equal(timeline.position(7_100), 0);
});
