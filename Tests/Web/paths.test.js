import test from 'node:test';
import assert from 'node:assert/strict';
import { PathMemory, detourOf, networkName, whyDetour } from '../../Sources/WebClient/Public/modules/paths.js';
import { memoryStorage } from './fakes.js';

const direct = (/** @type {string} */ protocol, answered = 0) => ({ protocol, relayed: false, sent: 5, answered });

function memory(now = () => 1_000) {
  const storage = memoryStorage();
  return { map: storage.map, memory: new PathMemory({ storage, now }) };
}

test('nothing is called blocked that answered, or was never tried', () => {
  assert.equal(detourOf('udp', [direct('udp')]), '');
  assert.equal(detourOf('tcp', [direct('udp', 1)]), '');
  assert.equal(detourOf('turn-tcp', []), '');
  assert.equal(whyDetour(detourOf('turn-udp', [direct('udp')])), 'The direct way is blocked here');
  assert.equal(whyDetour(detourOf('turn-tls', [direct('tcp')])), 'Plain TCP is blocked here');
});

test('what worked is known for its own network, until firewalls may have changed', () => {
  let now = 0;
  const { memory: paths } = memory(() => now);
  paths.remember('wifi 10.1.2', 'turn-tls');
  paths.remember('wifi 192.168.1', 'udp');
  assert.equal(paths.recall('wifi 10.1.2'), 'turn-tls');
  assert.equal(paths.recall('ethernet'), null);
  now = 15 * 86_400_000;
  assert.equal(paths.recall('wifi 10.1.2'), null);
});

test('only so many networks are kept, and nonsense is none', () => {
  const { map, memory: paths } = memory();
  for (let index = 0; index < 60; index += 1) paths.remember(`n${index}`, 'tcp');
  assert.equal(JSON.parse(map.get('toperparty.paths')).length, 20);
  for (const text of ['{', '7', '[null,{"network":3}]', '[{"network":"x","at":1000,"path":"<b>"}]']) {
    map.set('toperparty.paths', text);
    assert.equal(paths.recall('x'), null);
  }
});

test('networks differ by their addresses as far as the browser shows them', () => {
  const sdp = ['a=candidate:1 1 udp 2122 192.168.1.23 50000 typ host generation 0', 'a=candidate:2 1 udp 2122 2001:db8:1:2:3:4:5:6 50001 typ host',
    'a=candidate:3 1 udp 2122 4c1a.local 50002 typ host', 'a=candidate:5 1 udp 2122 127.0.0.1 50003 typ host', 'a=candidate:4 1 tcp 1518 192.168.7.1 9 typ host tcptype active'].join('\r\n');
  assert.equal(networkName(sdp, 'wifi'), '192.168.1 2001:db8:1:2 wifi');
  assert.equal(networkName(), 'unknown');
});
