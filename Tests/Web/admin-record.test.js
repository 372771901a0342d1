import test from 'node:test';
import assert from 'node:assert/strict';
import { describe, endingText, groupOf } from '../../Sources/WebClient/Public/admin/record-words.js';
import { filmLane, memberLanes } from '../../Sources/WebClient/Public/admin/lanes.js';

let seq = 0;
const record = (/** @type {string} */ kind, /** @type {number} */ at, /** @type {object} */ rest = {}) =>
  /** @type {any} */ ({ seq: seq += 1, kind, at, detail: {}, ...rest });
const nameOf = (/** @type {string} */ id) => ({ m1: 'Ann', m2: 'Bo' })[id] ?? id;
const text = (/** @type {any} */ event) => Object.values(describe(event, nameOf)).join(' ').trim();

test('events are sentences about somebody', () => {
  assert.equal(text(record('join', 0, { member: 'm1', name: 'Ann' })), 'Ann came in');
  assert.equal(text(record('control', 0, { member: 'm2', detail: { control: 'pause', position: '3723.4' } })), 'Bo paused at 1:02:03.4');
  assert.equal(text(record('kick', 0, { member: 'm2', detail: { by: 'operator' } })), 'Bo was removed by the operator');
  assert.equal(text(record('kick', 0, { member: 'm2', detail: { by: 'm1' } })), 'Bo was removed by Ann');
  assert.equal(text(record('operator', 0, { detail: { action: 'close-room' } })), 'The operator closed the room');
  assert.equal(text(record('session-end', 0, { detail: { reason: 'operator' } })), 'The party ended: closed by the operator');
  assert.equal(text(record('path', 0, { member: 'm1', detail: { path: 'turn-tls', why: 'udp-blocked' } })), 'Ann sends media by TURN-TLS (udp blocked)');
  assert.equal(endingText(undefined), 'Goes on');
});

test('events that nobody did name nobody, and what is not known is told as it is', () => {
  assert.deepEqual(describe(record('control', 0, { member: 'm1', detail: { control: 'go-on', position: '5' } }), nameOf), { who: '', what: 'The film went on at 0:05.0' });
  assert.equal(text(record('constructor', 0, { detail: { b: '2', a: '1' } })), 'constructor · a 1 · b 2');
  assert.equal(groupOf('constructor'), 'people');
  assert.equal(groupOf('url'), 'film');
});

test('names and titles stay as they were given', () => {
  const name = '<img src=x onerror=alert(1)>';
  assert.deepEqual(describe(record('join', 0, { member: 'm1', name }), nameOf), { who: name, what: 'came in' });
  assert.equal(describe(record('url', 0, { member: 'm1', name, detail: { film: 'web', title: name } }), nameOf).what, `put on “${name}”`);
});

test('a member is there in bars, by path, with gaps while away', () => {
  const records = [
    record('join', 10, { member: 'm1' }), record('path', 12, { member: 'm1', detail: { path: 'udp' } }), record('away', 40, { member: 'm1' }),
    record('path', 41, { member: 'm1', detail: { path: 'none' } }),
    record('resume', 50, { member: 'm1' }), record('path', 52, { member: 'm1', detail: { path: 'tcp' } }), record('leave', 90, { member: 'm1' }),
    record('control', 60, { member: 'm1', detail: { control: 'play' } }),
  ].sort((one, other) => one.at - other.at);
  const [lane] = memberLanes([{ member: 'm1', name: 'Ann', joined: 10, left: 90 }], records, 100);
  assert.deepEqual(lane.bars.map(({ from, to, state }) => [from, to, state]), [[10, 12, 'none'], [12, 40, 'udp'], [40, 41, 'away'], [41, 52, 'none'], [52, 90, 'tcp']]);
  assert.deepEqual(lane.marks.map(({ at }) => at), [60]);
});

test('who is still there is drawn to the end, and so is who came before the first event that is known', () => {
  const lanes = memberLanes([{ member: 'm1', joined: 0, left: 30 }, { member: 'm2', joined: 50 }], [record('join', 50, { member: 'm2' })], 100);
  assert.deepEqual(lanes.map(({ bars }) => bars.map(({ from, to }) => [from, to])), [[[0, 30]], [[50, 100]]]);
});

test('the film plays from play to pause, and not while everyone waits', () => {
  const control = (/** @type {number} */ at, /** @type {string} */ what) => record('control', at, { detail: { control: what } });
  const lane = filmLane([record('url', 5), control(10, 'play'), control(20, 'wait'), control(25, 'go-on'), control(27, 'seek'), control(40, 'pause'), control(90, 'play')], 100);
  assert.deepEqual(lane.bars.map(({ from, to }) => [from, to]), [[10, 20], [25, 40], [90, 100]]);
  assert.deepEqual(lane.marks.map(({ at }) => at), [5, 27]);
});
