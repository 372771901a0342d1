import test from 'node:test';
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { invitationFrom, isRoomId, newRoomId, partyLink, roomIdFromInput, roomIdFromPath, signalingURL } from '../../Sources/WebClient/Public/modules/party-link.js';

// Node 18 has it in a module only.
globalThis.crypto ??= /** @type {any} */ (webcrypto);

test('a new room id is one the server takes and carries at least 40 random bits', () => {
  const seen = new Set();
  for (let round = 0; round < 500; round += 1) {
    const id = newRoomId();
    assert.ok(isRoomId(id), id);
    const secret = id.slice(id.lastIndexOf('-') + 1);
    assert.ok(secret.length * 5 >= 40, id);
    seen.add(secret);
  }
  assert.equal(seen.size, 500);
});

test('each character of the secret follows its own random byte', () => {
  const id = (/** @type {number[]} */ bytes) => newRoomId((into) => { into.set(bytes); return into; });
  const base = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let at = 0; at < base.length; at += 1) {
    const other = [...base];
    other[at] = 3;
    assert.notEqual(id(other), id(base));
  }
});

test('a link leads back to its room', () => {
  const link = partyLink('film-night-x7k2q9mwt', 'https://party.example');
  assert.equal(link, 'https://party.example/party/film-night-x7k2q9mwt');
  assert.equal(roomIdFromInput(link), 'film-night-x7k2q9mwt');
  assert.equal(roomIdFromPath(new URL(link).pathname), 'film-night-x7k2q9mwt');
});

test('people may paste a link with spaces, a query, without scheme, or the bare room', () => {
  for (const text of ['  https://a.b/party/r-1?x=1 ', 'a.b/party/r-1', '/party/r-1/', 'r-1', 'see https://a.b/party/r-1#top']) {
    assert.equal(roomIdFromInput(text), 'r-1', text);
  }
});

test('what is no party link is refused', () => {
  for (const text of ['', 'https://a.b/', '/party/', '/party/a%20b', '/party/<b>', 'x'.repeat(65), 'https://a.b/party/' + 'x'.repeat(65)]) {
    assert.equal(roomIdFromInput(text), null, text);
  }
});

test('signaling uses TLS exactly when the page does', () => {
  assert.equal(signalingURL({ protocol: 'https:', host: 'a.b:444' }), 'wss://a.b:444/ws');
  assert.equal(signalingURL({ protocol: 'http:', host: 'localhost:4001' }), 'ws://localhost:4001/ws');
});

test('an invitation travels behind the # and is found in what people paste', () => {
  const link = partyLink('film-night', 'https://party.example', 'eyJh.eyJy.c2ln-_');
  assert.equal(link, 'https://party.example/party/film-night#token=eyJh.eyJy.c2ln-_');
  assert.equal(roomIdFromInput(link), 'film-night');
  assert.equal(invitationFrom(link), 'eyJh.eyJy.c2ln-_');
  assert.equal(invitationFrom('#token=abc'), 'abc');
  for (const text of ['', '#', '#token=', '#token=<b>', '?token=abc', partyLink('r', 'https://x')]) assert.equal(invitationFrom(text), null, text);
});
