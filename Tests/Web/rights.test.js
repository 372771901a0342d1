import test from 'node:test';
import assert from 'node:assert/strict';
import { Rights } from '../../Sources/WebClient/Public/modules/rights.js';
import { Chat } from '../../Sources/WebClient/Public/modules/chat.js';
import { PartyEvent } from '../../Sources/WebClient/Public/modules/party-event.js';

/** As much of a party as roles and chat need. */
function setUp() {
  /** @type {any[]} */ const sent = [];
  const signaling = Object.assign(new EventTarget(), { send: (/** @type {any} */ message) => { sent.push(message); return true; } });
  const party = /** @type {any} */ ({ signaling, memberId: 'a', members: [{ memberId: 'b', name: 'Bo', role: 'member' }] });
  const say = (/** @type {any} */ message) => { signaling.dispatchEvent(new PartyEvent(message.type, message)); };
  const rights = new Rights(party);
  const chat = new Chat(party);
  /** @type {string[]} */ const notes = [];
  rights.addEventListener('note', (event) => notes.push(/** @type {any} */ (event).detail));
  return { sent, say, rights, chat, notes };
}

const WELCOME = { type: 'WELCOME', role: 'member', hostId: 'b', policy: { control: 'host', buffering: 'wait', admission: 'open', locked: false }, history: [] };

test('a server without roles makes nobody host', () => {
  const { rights, chat, say } = setUp();
  say({ type: 'WELCOME' });
  assert.deepEqual([rights.isKnown, rights.role, rights.policy.control, chat.isKnown], [false, 'member', 'everyone', false]);
});

test('a deputy may remove members but not other deputies, a host everyone', () => {
  const { rights, say } = setUp();
  say(WELCOME);
  const member = /** @type {any} */ ({ role: 'member' });
  const deputy = /** @type {any} */ ({ role: 'deputy' });
  assert.deepEqual([rights.isModerator, rights.mayKick(member)], [false, false]);
  say({ type: 'ROLE', memberId: 'a', role: 'deputy', by: 'b' });
  assert.deepEqual([rights.isModerator, rights.mayKick(member), rights.mayKick(deputy)], [true, true, false]);
  say({ type: 'HOST_CHANGED', hostId: 'a', reason: 'left' });
  assert.deepEqual([rights.isHost, rights.mayKick(deputy)], [true, true]);
});

test('people are told who is host and what the rules are now', () => {
  const { say, notes, rights } = setUp();
  say(WELCOME);
  say({ type: 'HOST_CHANGED', hostId: 'a', reason: 'disconnected' });
  say({ type: 'HOST_CHANGED', hostId: 'b', reason: 'returned' });
  say({ type: 'POLICY', policy: { ...WELCOME.policy, locked: true, control: 'everyone' }, by: 'b' });
  say({ type: 'POLICY', policy: { ...WELCOME.policy, locked: true, control: 'everyone' }, by: 'b' });
  assert.deepEqual(notes, ['You are the host now.', 'Bo is back as the host.', 'Bo locked the party: nobody new can come in.', 'Bo let everyone control the film.']);
  assert.equal(rights.role, 'member');
});

test('who knocks is told once, and nonsense does not knock', () => {
  const { say, rights, sent } = setUp();
  /** @type {string[]} */ const knocks = [];
  rights.addEventListener('knock', (event) => knocks.push(/** @type {any} */ (event).detail.name));
  say({ type: 'KNOCKS', knocks: [{ memberId: 'c', name: 'Cy' }, null, { memberId: 7, name: 'X' }] });
  say({ type: 'KNOCKS', knocks: [{ memberId: 'c', name: 'Cy' }, { memberId: 'd', name: 'Di' }] });
  assert.deepEqual(knocks, ['Cy', 'Di']);
  rights.admit('c');
  rights.refuse('d');
  assert.deepEqual(sent, [{ type: 'ADMIT', memberId: 'c' }, { type: 'REFUSE', memberId: 'd' }]);
});

test('every control sends its message', () => {
  const { rights, sent } = setUp();
  rights.setRole('b', 'host');
  rights.kick('b');
  rights.askToMute('b', 'microphone');
  rights.lock(true);
  rights.setPolicy({ admission: 'knock' });
  assert.deepEqual(sent, [
    { type: 'ROLE', memberId: 'b', role: 'host' }, { type: 'KICK', memberId: 'b' }, { type: 'MUTE_REQUEST', memberId: 'b', source: 'microphone' },
    { type: 'LOCK', locked: true }, { type: 'POLICY', admission: 'knock' },
  ]);
});

const line = (/** @type {string} */ text, memberId = 'b') => ({ type: 'CHAT', memberId, name: 'Bo', text, at: 1 });

test('a newcomer reads the history, one who comes back only what was missed', () => {
  const { chat, say } = setUp();
  say({ ...WELCOME, history: [line('one'), { type: 'REACTION', memberId: 'b', name: 'Bo', text: '🎉', at: 2 }, { type: 'CHAT' }] });
  say(line('two', 'a'));
  assert.deepEqual(chat.entries.map((entry) => [entry.kind, entry.text, entry.isOwn]), [['chat', 'one', false], ['reaction', '🎉', false], ['chat', 'two', true]]);
  say({ ...WELCOME, seat: { resumed: true, complete: true } });
  say(line('three'));
  assert.deepEqual(chat.entries.map((entry) => entry.text), ['one', '🎉', 'two', 'three']);
  say({ ...WELCOME, history: [line('whole')], seat: { resumed: true, complete: false } });
  assert.deepEqual(chat.entries.map((entry) => entry.text), ['whole']);
});

test('nothing empty or too long is sent, and a long evening is cut at its beginning', () => {
  const { chat, say, sent } = setUp();
  say({ ...WELCOME, limits: { chatLength: 5 } });
  assert.deepEqual([chat.say('  '), chat.say('toolong'), chat.say(' hi ')], [false, false, true]);
  assert.deepEqual(sent, [{ type: 'CHAT', id: 'k1', text: 'hi' }]);
  for (let index = 0; index < 600; index += 1) say(line(String(index)));
  assert.equal(chat.entries.length, 500);
  assert.equal(chat.entries[499].text, '599');
});
