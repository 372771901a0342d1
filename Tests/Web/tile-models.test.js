import test from 'node:test';
import assert from 'node:assert/strict';
import { heightStep, tileModels, viewRequests } from '../../Sources/WebClient/Public/modules/tile-models.js';
import { explainError, explainLabels, explainLeave } from '../../Sources/WebClient/Public/modules/words.js';

const tracks = (/** @type {string[]} */ ...sources) => /** @type {any} */ (sources.map((source, index) => ({ mid: String(index), source: source.replace('-', ''), muted: source.startsWith('-') })));
const party = (/** @type {any[]} */ members, /** @type {string[]} */ shown = []) => /** @type {any} */ ({
  name: 'Ann', members, slots: [{ mid: '3' }],
  stream: (/** @type {string} */ memberId, /** @type {string} */ source) => (shown.includes(`${memberId}/${source}`) ? {} : null),
});
const own = { camera: null, cameraOn: false, microphoneOn: true, screen: null };
const notes = { pins: new Set(), speaking: new Set(), waiting: new Set() };
const BO = { memberId: 'b', name: 'Bo', tracks: tracks('microphone', 'camera') };
const CY = { memberId: 'c', name: 'Cy', tracks: tracks('-microphone', '-camera', 'screen') };

test('screens come first and oneself last', () => {
  const models = tileModels(party([BO, CY]), own, notes);
  assert.deepEqual(models.map((model) => model.key), ['c/screen', 'b/camera', 'c/camera', 'self/camera']);
});

test('a shared screen takes the stage until the user decides otherwise', () => {
  const pinned = (/** @type {any} */ more) => tileModels(party([BO, CY]), own, { ...notes, ...more }).filter((model) => model.pinned).map((model) => model.key);
  assert.deepEqual(pinned({}), ['c/screen']);
  assert.deepEqual(pinned({ pins: new Set(['b/camera']) }), ['b/camera']);
  assert.deepEqual(pinned({ unpinned: new Set(['c/screen']) }), []);
});

test('one\'s own screen never takes the stage by itself', () => {
  const models = tileModels(party([BO]), { ...own, screen: /** @type {any} */ ({}) }, notes);
  assert.ok(models.some((model) => model.key === 'self/screen'));
  assert.ok(models.every((model) => !model.pinned));
});

test('muted, camera off, waiting and without a slot are told apart', () => {
  const of = (/** @type {any} */ member, /** @type {string[]} */ shown, /** @type {any} */ more = {}) => tileModels(party([member], shown), own, { ...notes, ...more }).find((model) => model.key === `${member.memberId}/camera`);
  assert.deepEqual([of(BO, ['b/camera'])?.status, of(BO, ['b/camera'])?.videoOn], ['', true]);
  assert.match(of(BO, [])?.status ?? '', /Not on your screen/);
  assert.match(of(BO, ['b/camera'], { waiting: new Set(['b/camera']) })?.status ?? '', /Waiting/);
  assert.deepEqual([of(CY, [])?.muted, of(CY, [])?.videoOn, of(CY, [])?.status], [true, false, '']);
});

test('the server is asked for what is shown, pinned first, and for no pictures of a hidden page', () => {
  const models = tileModels(party([BO, CY]), own, { ...notes, pins: new Set(['b/camera']) });
  const asked = viewRequests(models, () => 300, true);
  assert.deepEqual(asked[0], { memberId: 'b', source: 'camera', height: 360, pinned: true });
  assert.equal(asked.length, 3);
  assert.ok(viewRequests(models, () => 300, false).every((request) => request.height === 0));
});

test('sizes asked for go in steps, never below what is shown', () => {
  assert.deepEqual([heightStep(1), heightStep(90), heightStep(91), heightStep(5_000)], [90, 90, 180, 2160]);
});

test('what happened is told in words', () => {
  assert.equal(explainLeave('left', 'Bo'), 'Bo left.');
  assert.equal(explainLeave('timeout', 'Bo'), 'Bo lost the connection.');
  const muted = { ...BO, tracks: tracks('-microphone', 'camera') };
  assert.equal(explainLabels(muted, BO.tracks), 'Bo muted.');
  assert.equal(explainLabels(BO, muted.tracks), 'Bo unmuted.');
  assert.equal(explainLabels(BO, []), '', 'the first labels of a newcomer are no news');
  assert.match(explainLabels(CY, tracks('-microphone', '-camera')), /shares a screen/);
});

test('every error code has words, unknown ones show the server\'s', () => {
  assert.match(explainError({ code: 'room_full', message: '' }), /full/);
  assert.equal(explainError({ code: 'brand_new', message: 'The moon is full.' }), 'The moon is full.');
  assert.match(explainError({ code: 'brand_new', message: '' }), /brand_new/);
});

test('whoever was removed and knocks again is told for how long', () => {
  assert.equal(explainError({ code: 'kicked', message: 'You were removed from this room.' }), 'You were removed from this party.');
  const message = 'You were removed from this room, and cannot come back for 43 minutes.';
  assert.equal(explainError({ code: 'kicked', message, in: 'JOIN' }), 'You were removed from this party, and cannot come back for 43 minutes.');
});
