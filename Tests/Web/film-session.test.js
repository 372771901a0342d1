import test from 'node:test';
import assert from 'node:assert/strict';
import { FilmSession } from '../../Sources/WebClient/Public/modules/film-session.js';
import { ServerClock } from '../../Sources/WebClient/Public/modules/server-clock.js';
import { PartyEvent } from '../../Sources/WebClient/Public/modules/party-event.js';
import { filmAt, filmInFile, filmTitle, isSameFile, probeDuration, sizeText, timeText } from '../../Sources/WebClient/Public/modules/film-sources.js';
import { FakePlayer } from './film-fakes.js';
import { ManualTimers, settle } from './fakes.js';

const WELCOME = { memberId: 'm_1', hostId: 'm_2', role: 'member', policy: { control: 'everyone' } };
const timeline = (/** @type {any} */ change = {}) => ({ type: 'TIMELINE', revision: 1, film: { kind: 'web', url: 'https://films.example/a.webm' }, position: 0, playing: false, rate: 1, held: false, applyAt: 1_000, serverTime: 1_000, cause: 'film', by: 'm_2', ...change });

function setUp(durationOfFile = 60) {
  const timers = new ManualTimers();
  const player = Object.assign(new FakePlayer(timers), { source: '' });
  /** @type {any[]} */
  const sent = [];
  const signaling = Object.assign(new EventTarget(), { clock: new ServerClock({ now: timers.now }), send: (/** @type {any} */ message) => { sent.push(message); return true; } });
  const sync = Object.assign(new EventTarget(), {
    timeline: { film: null, revision: 0, playing: false }, position: 30, stop() {}, refused() {}, reconnected() {}, seek: (/** @type {number} */ to) => sent.push(['seek', to]),
    play: () => sent.push(['play']), pause: () => sent.push(['pause']),
    apply(/** @type {any} */ message) { this.timeline = { ...message, film: message.film ?? null }; },
  });
  const session = new FilmSession({ signaling: /** @type {any} */ (signaling), player, sync: /** @type {any} */ (sync), probe: async () => durationOfFile, objectURL: () => 'blob:1' });
  const hear = (/** @type {string} */ type, /** @type {any} */ message = {}) => signaling.dispatchEvent(new PartyEvent(type, message));
  return { session, hear, player, sent, sync };
}

test('a film from the web, the test film and a film of another service find their sources', () => {
  const { hear, player } = setUp();
  hear('TIMELINE', timeline());
  assert.equal(player.source, 'https://films.example/a.webm');
  hear('TIMELINE', timeline({ revision: 2, film: { kind: 'test' } }));
  assert.equal(player.source, '/films/test.webm');
  hear('TIMELINE', timeline({ revision: 3, film: { kind: 'netflix', url: 'https://www.netflix.com/watch/1' } }));
  assert.equal(player.source, '');
});

test('an address that is none of a film is never loaded, whatever the server says', () => {
  const { hear, player } = setUp();
  for (const [index, url] of ['javascript:alert(1)', 'data:video/mp4,x', 'file:///etc/passwd', 'blob:x'].entries()) {
    hear('TIMELINE', timeline({ revision: index + 1, film: { kind: 'web', url } }));
    assert.equal(player.source, '');
  }
});

test('a joiner gets the running film with the WELCOME, and is told of nobody\'s old deeds', () => {
  const { session, hear, player } = setUp();
  let deeds = 0;
  session.addEventListener('did', () => { deeds += 1; });
  hear('WELCOME', { ...WELCOME, timeline: timeline({ playing: true, cause: 'sync' }), waiting: { members: ['m_2'], deadline: 9_000 } });
  assert.equal(player.source, 'https://films.example/a.webm');
  assert.deepEqual(session.waiting, { memberIds: ['m_2'], deadline: 9_000 });
  assert.equal(deeds, 0);
  hear('TIMELINE', timeline({ cause: 'pause', playing: false }));
  assert.equal(deeds, 1);
});

test('who may control the film follows role, host and policy', () => {
  const { session, hear } = setUp();
  hear('WELCOME', WELCOME);
  assert.equal(session.mayControl, true);
  hear('POLICY', { policy: { control: 'host' } });
  assert.equal(session.mayControl, false);
  hear('HOST_CHANGED', { hostId: 'm_1' });
  assert.equal(session.mayControl, true);
  hear('HOST_CHANGED', { hostId: 'm_3' });
  hear('POLICY', { policy: { control: 'host-and-deputies' } });
  assert.equal(session.mayControl, false);
  hear('ROLE', { memberId: 'm_1', role: 'deputy' });
  assert.equal(session.mayControl, true);
});

test('a file is only taken when it is the film that the party watches', async () => {
  const { session, hear, player } = setUp(61.9);
  const film = { kind: 'file', size: 1_000, duration: 60, title: 'Home' };
  hear('TIMELINE', timeline({ film }));
  assert.ok(session.needsFile);
  assert.match(await session.pick(/** @type {any} */ ({ name: 'x.mp4', size: 1_000 })), /another file/);
  assert.ok(session.needsFile);
  const same = setUp(60.2);
  same.hear('TIMELINE', timeline({ film }));
  assert.equal(await same.session.pick(/** @type {any} */ ({ name: 'y.mp4', size: 1_000 })), '');
  assert.equal(same.player.source, 'blob:1');
  assert.equal(player.source, '');
});

test('of a file that is chosen for the party only size, duration and title are told', async () => {
  const { session, sent } = setUp(60);
  assert.equal(await session.pick(/** @type {any} */ ({ name: 'Holiday.mp4', size: 5 }), true), '');
  assert.deepEqual(sent[0].film, { kind: 'file', size: 5, duration: 60, title: 'Holiday' });
  assert.equal(sent[0].type, 'URL_CHANGE');
});

test('the button pauses what plays, and a skip goes on from where the party is', () => {
  const { session, hear, sent } = setUp();
  session.skip(10);
  hear('TIMELINE', timeline({ playing: true }));
  session.playPause();
  hear('TIMELINE', timeline({ playing: false }));
  session.playPause();
  session.skip(-50);
  assert.deepEqual(sent, [['pause'], ['play'], ['seek', 0]]);
});

test('while everyone waits for somebody the button pauses, as it says; who leads goes on by a button of its own', () => {
  const { session, hear, sent } = setUp();
  hear('WELCOME', WELCOME);
  hear('TIMELINE', timeline({ held: true, cause: 'wait' }));
  session.playPause();
  assert.deepEqual(sent.splice(0), [['pause']]);
  assert.equal(session.mayGoOn, false, 'a member cannot decide that');
  hear('ROLE', { memberId: 'm_1', role: 'deputy' });
  assert.equal(session.mayGoOn, true);
  session.goOn();
  assert.deepEqual(sent, [['play']]);
  hear('POLICY', { policy: { control: 'host' } });
  assert.equal(session.mayGoOn, false, 'nor who may not control the film');
  hear('HOST_CHANGED', { hostId: 'm_1' });
  assert.equal(session.mayGoOn, true);
  hear('TIMELINE', timeline({ playing: true, cause: 'go-on' }));
  assert.equal(session.mayGoOn, false, 'nobody is waited for');
});

test('addresses that people type', () => {
  assert.deepEqual(filmAt(' https://films.example/My%20Film.mp4#t=5 ').film, { kind: 'web', url: 'https://films.example/My%20Film.mp4', title: 'My Film' });
  assert.equal(filmAt('films.example/a.webm').film?.url, 'https://films.example/a.webm');
  for (const wrong of ['', 'javascript:alert(1)', 'file:///a.mp4', 'https://u:p@films.example/a', 'data:video/mp4,x', 'https://', `https://a.example/${'x'.repeat(2100)}`]) {
    assert.ok(filmAt(wrong).problem, wrong);
  }
  assert.ok(filmAt('http://films.example/a.mp4', true).problem);
  assert.ok(filmAt('http://films.example/a.mp4', false).film);
});

test('films are named, and files told apart by size and duration', () => {
  const film = filmInFile({ name: 'A\u202eb.mp4', size: 10 }, 5.25);
  assert.deepEqual(film, { kind: 'file', size: 10, duration: 5.25, title: 'A b' });
  assert.ok(isSameFile(film, { size: 10 }, 5.3));
  assert.ok(!isSameFile(film, { size: 11 }, 5.25) && !isSameFile(film, { size: 10 }, 9));
  assert.deepEqual([filmTitle({ kind: 'test' }), filmTitle(film), filmTitle({ kind: 'web', url: 'https://a.example/' })], ['Test film', 'A b', 'https://a.example/']);
});

test('times and sizes are written as people read them', () => {
  assert.deepEqual([0, 65.9, 3_661].map(timeText), ['0:00', '1:05', '1:01:01']);
  assert.deepEqual([0, 900, 274_545, 1_234_567_890].map(sizeText), ['0 bytes', '900 bytes', '275 kB', '1.2 GB']);
});

test('what cannot be played is told before the party is asked to watch it', async () => {
  const element = () => Object.assign(new EventTarget(), { src: '', preload: '', muted: false, duration: 12.5, load() {}, removeAttribute() { this.src = ''; } });
  const good = element();
  const answer = probeDuration('https://a.example/', { createElement: () => /** @type {any} */ (good) });
  good.dispatchEvent(new Event('loadedmetadata'));
  assert.equal(await answer, 12.5);
  assert.equal(good.src, '');
  const bad = element();
  const refusal = assert.rejects(probeDuration('https://a.example/', { createElement: () => /** @type {any} */ (bad) }), /cannot|can play/);
  bad.dispatchEvent(new Event('error'));
  await refusal;
  await assert.rejects(probeDuration('https://a.example/', { createElement: () => /** @type {any} */ (element()), patience: 5 }), /too long/);
  await settle();
});
