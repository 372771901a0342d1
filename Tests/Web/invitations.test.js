import test from 'node:test';
import assert from 'node:assert/strict';
import { Invitations } from '../../Sources/WebClient/Public/modules/invitations.js';
import { Rights } from '../../Sources/WebClient/Public/modules/rights.js';
import { invitationFrom } from '../../Sources/WebClient/Public/modules/party-link.js';
import { PartyEvent } from '../../Sources/WebClient/Public/modules/party-event.js';

function setUp() {
  /** @type {any[]} */ const sent = [];
  let isJoined = true;
  const signaling = Object.assign(new EventTarget(), { send: (/** @type {any} */ message) => { if (isJoined) sent.push(message); return isJoined; } });
  const party = /** @type {any} */ ({ signaling, roomId: 'film-night', memberId: 'a', members: [] });
  const say = (/** @type {any} */ message) => { signaling.dispatchEvent(new PartyEvent(message.type, message)); };
  return { sent, say, lose: () => { isJoined = false; }, invitations: new Invitations(party, 'https://party.example'), rights: new Rights(party) };
}

test('where everybody may come in the link is the address, and nobody is asked', async () => {
  const { sent, say, invitations } = setUp();
  say({ type: 'WELCOME' });
  assert.equal(await invitations.link(), 'https://party.example/party/film-night');
  assert.deepEqual(sent, []);
});

test('where invitations are needed each link has a fresh one', async () => {
  const { sent, say, invitations } = setUp();
  let changes = 0;
  invitations.addEventListener('change', () => { changes += 1; });
  say({ type: 'WELCOME', invitations: true });
  say({ type: 'WELCOME', invitations: true });
  assert.equal(changes, 1);
  const links = [invitations.link(), invitations.link()];
  assert.deepEqual(sent.map(({ type }) => type), ['INVITE', 'INVITE']);
  say({ type: 'INVITATION', id: sent[1].id, token: 'two', expires: 1, link: 'https://known.example/party/film-night#token=two' });
  say({ type: 'INVITATION', id: sent[0].id, token: 'one.x_y-z', expires: 1 });
  assert.deepEqual(await Promise.all(links), ['https://party.example/party/film-night#token=one.x_y-z', 'https://known.example/party/film-night#token=two']);
  assert.equal(invitationFrom(await links[0]), 'one.x_y-z');
});

test('a link that is none of the web is not believed', async () => {
  const { sent, say, invitations } = setUp();
  say({ type: 'WELCOME', invitations: true });
  const link = invitations.link();
  say({ type: 'INVITATION', id: sent[0].id, token: 'one', link: 'javascript:alert(1)' });
  assert.equal(await link, 'https://party.example/party/film-night#token=one');
});

test('who may not invite is told why, and a lost connection keeps nobody waiting', async () => {
  const { say, lose, invitations } = setUp();
  say({ type: 'WELCOME', invitations: true });
  const refused = assert.rejects(invitations.link(), /Only the host/);
  say({ type: 'ERROR', code: 'not_allowed', message: 'An error of something else.', in: 'LOCK' });
  say({ type: 'ERROR', code: 'not_allowed', message: 'Only the host may invite.', in: 'INVITE' });
  await refused;
  const waiting = assert.rejects(invitations.link(), /lost/);
  say({ type: 'lost' });
  await waiting;
  lose();
  await assert.rejects(invitations.link(), /no connection/);
});

test('who may invite follows from role and rule', () => {
  const { say, rights } = setUp();
  const may = (/** @type {string} */ role, /** @type {string | undefined} */ invite) => {
    say({ type: 'WELCOME', role, hostId: role === 'host' ? 'a' : 'b', policy: { control: 'everyone', buffering: 'wait', admission: 'open', locked: false, ...(invite && { invite }) } });
    return rights.mayInvite;
  };
  assert.deepEqual(['host', 'deputy', 'member'].map((role) => may(role, undefined)), [true, true, false]);
  assert.deepEqual(['host', 'deputy', 'member'].map((role) => may(role, 'host')), [true, false, false]);
  assert.deepEqual(['host', 'deputy', 'member'].map((role) => may(role, 'everyone')), [true, true, true]);
});
