import test from 'node:test';
import assert from 'node:assert/strict';
import { StatsReader, bitrateText, describe, quality } from '../../Sources/WebClient/Public/modules/stats.js';

const pair = { id: 'P', type: 'candidate-pair', localCandidateId: 'L', remoteCandidateId: 'R', currentRoundTripTime: 0.0234, state: 'succeeded', nominated: true };
const transport = { id: 'T', type: 'transport', selectedCandidatePairId: 'P' };
const local = { id: 'L', type: 'local-candidate', protocol: 'udp', candidateType: 'host' };
const video = (/** @type {object} */ rest) => ({
  id: 'V', type: 'inbound-rtp', kind: 'video', mid: '3', codecId: 'C', timestamp: 1000, bytesReceived: 1000, packetsReceived: 100, packetsLost: 0,
  frameWidth: 640, frameHeight: 360, framesPerSecond: 30, framesDecoded: 10, ...rest,
});
const codec = { id: 'C', type: 'codec', mimeType: 'video/VP8' };

test('the path says how packets travel', () => {
  const read = (/** @type {any[]} */ stats) => new StatsReader().read(stats).path;
  assert.deepEqual(read([transport, pair, local]), { kind: 'udp', path: 'UDP', detour: '', why: '', relayed: false, roundTrip: 23, outgoingBitrate: null });
  assert.equal(read([transport, pair, { ...local, protocol: 'tcp' }])?.path, 'TCP');
  assert.equal(read([transport, pair, { ...local, candidateType: 'relay', relayProtocol: 'tls' }])?.path, 'TURN-TLS');
  assert.equal(read([]), null);
});

test('a detour tells its reason, and keeps it when the browser has forgotten what it tried', () => {
  const relay = { ...local, candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' };
  const tried = (/** @type {string} */ protocol) => [
    { id: `L-${protocol}`, type: 'local-candidate', protocol, candidateType: 'host' },
    { id: `P-${protocol}`, type: 'candidate-pair', localCandidateId: `L-${protocol}`, requestsSent: 7, responsesReceived: 0, state: 'in-progress' },
  ];
  const reader = new StatsReader();
  assert.equal(reader.read([transport, pair, relay, ...tried('udp'), ...tried('tcp')]).path?.why, 'UDP and plain TCP are blocked here');
  assert.equal(reader.read([transport, pair, relay]).path?.why, 'UDP and plain TCP are blocked here');
  assert.equal(reader.read([transport, pair, local]).path?.why, '');
  assert.equal(new StatsReader().read([transport, pair, { ...local, protocol: 'tcp' }, ...tried('udp')]).path?.why, 'UDP is blocked here');
  const line = describe(new StatsReader().read([transport, pair, { ...local, protocol: 'tcp' }, ...tried('udp')]).path, null, null);
  assert.equal(line, 'TCP · 23 ms · UDP is blocked here');
});

test('a browser without transport stats still tells its path', () => {
  const other = { ...pair, id: 'Q', nominated: false, selected: false, localCandidateId: 'X' };
  assert.equal(new StatsReader().read([other, { ...pair, selected: true }, local]).path?.path, 'UDP');
  assert.equal(new StatsReader().read([other, pair, local]).path?.path, 'UDP');
});

test('bit rate and loss are those of the time between two readings', () => {
  const reader = new StatsReader();
  const first = reader.read([video({}), codec]).inbound.get('3');
  assert.equal(first?.bitrate, 0);
  assert.equal(first?.lossPercent, null);
  const second = reader.read([video({ timestamp: 3000, bytesReceived: 251_000, packetsReceived: 190, packetsLost: 10 }), codec]).inbound.get('3');
  assert.equal(second?.bitrate, 1_000_000);
  assert.equal(second?.lossPercent, 10);
  assert.equal(second?.codec, 'VP8');
});

test('counters that start again give no nonsense', () => {
  const reader = new StatsReader();
  reader.read([video({ bytesReceived: 9_000_000 })]);
  const stream = reader.read([video({ timestamp: 3000, bytesReceived: 10 })]).inbound.get('3');
  assert.equal(stream?.bitrate, 0);
});

test('a browser without mid in its stats is asked by track', () => {
  const stats = [video({ mid: undefined, trackIdentifier: 'track-7' })];
  const { inbound } = new StatsReader().read(stats, (id) => (id === 'track-7' ? '5' : null));
  assert.ok(inbound.has('5'));
});

test('loss of what we send is what the other end reports', () => {
  const sent = { id: 'O', type: 'outbound-rtp', kind: 'video', mid: '1', timestamp: 1, bytesSent: 1, packetsSent: 1, remoteId: 'RI' };
  const { outbound } = new StatsReader().read([sent, { id: 'RI', type: 'remote-inbound-rtp', localId: 'O', fractionLost: 0.05 }]);
  assert.equal(outbound.get('1')?.lossPercent, 5);
});

test('three bars are fine, one is bad, none is unknown', () => {
  const path = (/** @type {number} */ roundTrip) => ({ kind: /** @type {const} */ ('udp'), path: 'UDP', detour: /** @type {const} */ (''), why: '', relayed: false, roundTrip, outgoingBitrate: null });
  assert.deepEqual([quality(path(20), 0), quality(path(20), 4), quality(path(300), 0), quality(path(20), 12), quality(path(900), 0), quality(null, 0)], [3, 2, 2, 1, 1, 0]);
});

test('a tile is told in one line, without what is unknown', () => {
  const reader = new StatsReader();
  reader.read([video({})]);
  const { path, inbound } = reader.read([transport, pair, local, codec, video({ timestamp: 2000, bytesReceived: 101_000, packetsReceived: 199, packetsLost: 1 })]);
  assert.equal(describe(path, inbound.get('3') ?? null, null), 'UDP · 23 ms · 1.0 % loss · 640×360 · 30 fps · 800 kbit/s · VP8');
  assert.equal(describe(null, null, null), '');
  assert.equal(bitrateText(2_345_678), '2.3 Mbit/s');
});
