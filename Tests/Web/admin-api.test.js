import test from 'node:test';
import assert from 'node:assert/strict';
import { AdminAPI } from '../../Sources/WebClient/Public/admin/api.js';
import { Poller } from '../../Sources/WebClient/Public/admin/poller.js';
import { dayStart, hashOf, routeFrom, tokenFrom } from '../../Sources/WebClient/Public/admin/routes.js';
import { ManualTimers, settle } from './fakes.js';

test('the token is a header, never part of an address, and parts of an address are written so that they stay parts', async () => {
  /** @type {any[]} */ const asked = [];
  const fetch = /** @type {any} */ (async (/** @type {string} */ address, /** @type {any} */ options) => {
    asked.push({ address, ...options });
    return new Response('{"members":{}}');
  });
  const api = new AdminAPI({ token: 's3cret', fetch });
  await api.kick('room', '../a?b');
  await api.sessions({ room: 'a&b', member: '', since: null, limit: 5 });
  assert.deepEqual(asked.map(({ method, address }) => `${method} ${address}`), ['POST /admin/api/rooms/room/members/..%2Fa%3Fb/kick', 'GET /admin/api/sessions?room=a%26b&limit=5']);
  for (const { headers, credentials, cache } of asked) {
    assert.deepEqual([headers.authorization, credentials, cache], ['Bearer s3cret', 'omit', 'no-store']);
  }
});

test('a refusal is told in the server’s words, and a server that is not there as such', async () => {
  const refusing = new AdminAPI({ token: 't', fetch: /** @type {any} */ (async () => new Response('Try again in a minute.\n', { status: 429 })) });
  await assert.rejects(refusing.overview(), { status: 429, message: 'Try again in a minute.' });
  const gone = new AdminAPI({ token: 't', fetch: /** @type {any} */ (async () => { throw new TypeError('fetch failed'); }) });
  await assert.rejects(gone.overview(), { status: 0, message: 'The server cannot be reached.' });
  const cut = new AdminAPI({ token: 't', fetch: /** @type {any} */ (async () => new Response('{"rooms":[')) });
  await assert.rejects(cut.overview(), { status: 0 });
  const done = new AdminAPI({ token: 't', fetch: /** @type {any} */ (async () => new Response(null, { status: 204 })) });
  await done.closeRoom('r');
});

test('addresses name views, and nonsense names the first one', () => {
  for (const route of /** @type {any[]} */ ([{ view: 'live' }, { view: 'room', id: 'a b/ü' }, { view: 'session', id: 'x' }, { view: 'history', filter: { room: 'a&b', since: '2026-11-01' } }, { view: 'history', filter: {} }])) {
    assert.deepEqual(routeFrom(hashOf(route)), route);
  }
  for (const hash of ['', '#', '#/room/', '#/constructor/x', '#/room/%E0%A4%A']) assert.deepEqual(routeFrom(hash), { view: 'live' });
  assert.deepEqual(routeFrom('#/history?__proto__=x&kind=y'), { view: 'history', filter: {} });
});

test('an address with a token is known, days of a filter begin here', () => {
  assert.equal(tokenFrom('#token=abc123'), 'abc123');
  for (const hash of ['#token=', '#token=a b', '#/live', '#tokens=a']) assert.equal(tokenFrom(hash), null);
  assert.equal(dayStart('2026-11-30', 1), new Date(2026, 11, 1).getTime());
  for (const day of [undefined, '', 'tomorrow', '2026-1-1']) assert.equal(dayStart(day), null);
});

test('it asks again a while after each answer, more seldom while that fails, and not while nobody looks', async () => {
  const timers = new ManualTimers();
  let [rounds, fails, hidden] = [0, false, false];
  /** @type {any[]} */ const failures = [];
  const poller = new Poller({
    work: async () => { rounds += 1; if (fails) throw new Error('no'); }, failed: (error) => failures.push(error), interval: 100, longest: 1000, timers, isHidden: () => hidden,
  });
  const pass = async (/** @type {number} */ ms) => { timers.advance(ms); await settle(); };
  await poller.hurry();
  await pass(100);
  assert.equal(rounds, 2);
  fails = true;
  await pass(100);
  assert.deepEqual([rounds, failures.length], [3, 1]);
  await pass(100);
  assert.equal(rounds, 3, 'the wait has doubled');
  await pass(100);
  assert.equal(rounds, 4);
  [fails, hidden] = [false, true];
  await pass(400);
  assert.equal(rounds, 5);
  await pass(5000);
  assert.equal(rounds, 5, 'nobody looks');
  hidden = false;
  await poller.hurry();
  assert.equal(rounds, 6);
  poller.stop();
  await pass(5000);
  await poller.hurry();
  assert.equal(rounds, 6);
});
