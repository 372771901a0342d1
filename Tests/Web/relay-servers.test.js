import test from 'node:test';
import assert from 'node:assert/strict';
import { doesAnswer, noSuchRelay, relayWish, relaysOver } from '../../Sources/WebClient/Public/modules/relay-servers.js';

const SERVERS = [
  { urls: 'stun:192.0.2.1:3478' },
  { urls: ['turn:192.0.2.1:443?transport=udp', 'turn:192.0.2.1:443?transport=tcp', 'turns:party.example:443?transport=tcp'], username: 'ann', credential: 'secret' },
  { urls: 'turn:other.example' },
];

test('only what the page understands is a wish', () => {
  assert.deepEqual(['udp', 'tcp', 'tls', 'any', '1', '', 'TLS', '<b>', null].map(relayWish), ['udp', 'tcp', 'tls', 'any', 'any', null, null, null, null]);
});

test('relays are told apart by how they are reached', () => {
  const urls = (/** @type {import('../../Sources/WebClient/Public/modules/relay-servers.js').RelayWish} */ wish) => relaysOver(SERVERS, wish).map((server) => server.urls).flat();
  assert.deepEqual(urls('udp'), ['turn:192.0.2.1:443?transport=udp', 'turn:other.example']);
  assert.deepEqual(urls('tcp'), ['turn:192.0.2.1:443?transport=tcp']);
  assert.deepEqual(urls('tls'), ['turns:party.example:443?transport=tcp']);
  assert.equal(urls('any').length, 4);
  assert.deepEqual(relaysOver(SERVERS, 'tls')[0], { urls: ['turns:party.example:443?transport=tcp'], username: 'ann', credential: 'secret' });
  assert.deepEqual(relaysOver([{ urls: 'stun:x' }], 'any'), []);
});

test('a server without such a relay is told from one that does not answer', () => {
  assert.match(noSuchRelay('tls').message, /no relay over TLS.*relay=tls/);
  assert.equal(noSuchRelay('any').code, 'no_relay');
});

class Asking extends EventTarget {
  static closed = 0;
  constructor(/** @type {any} */ configuration, /** @type {string | null} */ candidate) {
    super();
    this.configuration = configuration;
    this.candidate = candidate;
  }
  createDataChannel() {}
  async setLocalDescription() {
    if (this.candidate === null) throw new Error('no ports left');
    const gathered = Object.assign(new Event('icecandidate'), { candidate: this.candidate ? { candidate: this.candidate } : null });
    setTimeout(() => this.dispatchEvent(gathered), 1);
  }
  close() { Asking.closed += 1; }
}

test('a relay answers when it gives an address, and the connection that asked is closed', async () => {
  /** @type {any} */ let used;
  const ask = (/** @type {string | null} */ candidate) => doesAnswer(SERVERS, (configuration) => { used = configuration; return /** @type {any} */ (new Asking(configuration, candidate)); });
  assert.equal(await ask('candidate:1 1 udp 41 192.0.2.1 50000 typ relay'), true);
  assert.equal(used.iceTransportPolicy, 'relay');
  await assert.rejects(ask(null));
  assert.equal(Asking.closed, 2);
});

test('a relay that stays silent does not answer', async () => {
  const silent = doesAnswer(SERVERS, (configuration) => /** @type {any} */ (new Asking(configuration, '')));
  assert.equal(await silent, false);
});
