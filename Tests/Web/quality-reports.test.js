import test from 'node:test';
import assert from 'node:assert/strict';
import { QualityReports } from '../../Sources/WebClient/Public/modules/quality-reports.js';

function reports(joined = () => true) {
  /** @type {any[]} */ const sent = [];
  const reader = new QualityReports((message) => joined() && sent.push(message) > 0);
  const look = (/** @type {Record<string, number>} */ freezes, /** @type {number} */ seconds, detour = '') => reader.look(/** @type {any} */ ({
    path: { detour }, inbound: new Map(Object.entries(freezes).map(([mid, count]) => [mid, { mid, freezes: count }])),
  }), seconds * 1000);
  return { reader, sent, look };
}

test('freezes of all pictures are told once, and not more often than each ten seconds', () => {
  const { sent, look } = reports();
  look({ 3: 0, 5: 0 }, 0);
  assert.deepEqual(sent, []);
  look({ 3: 2, 5: 1 }, 2);
  assert.deepEqual(sent, [{ type: 'QUALITY_REPORT', freezes: 3 }]);
  look({ 3: 4, 5: 1 }, 4);
  look({ 3: 4, 5: 1 }, 11);
  assert.equal(sent.length, 1);
  look({ 3: 5, 5: 1 }, 12);
  assert.deepEqual(sent[1], { type: 'QUALITY_REPORT', freezes: 3 });
  look({ 3: 5, 5: 1 }, 30);
  assert.equal(sent.length, 2);
});

test('a new connection begins to count anew, and so does a stream that began anew', () => {
  const { reader, sent, look } = reports();
  look({ 3: 7 }, 0);
  reader.begin();
  look({ 3: 2 }, 20);
  look({ 3: 1 }, 40);
  assert.deepEqual(sent.map(({ freezes }) => freezes), [7, 2, 1]);
});

test('the reason for a detour is told when it changes', () => {
  const { sent, look } = reports();
  look({}, 0, 'udp-blocked');
  look({}, 20, 'udp-blocked');
  look({}, 40);
  assert.deepEqual(sent, [{ type: 'QUALITY_REPORT', freezes: 0, detour: 'udp-blocked' }, { type: 'QUALITY_REPORT', freezes: 0 }]);
});

test('what could not be told is told later, and never more than the server takes', () => {
  let joined = false;
  const { sent, look } = reports(() => joined);
  look({ 3: 900 }, 0);
  look({ 3: 1800 }, 12);
  joined = true;
  look({ 3: 1800 }, 14);
  assert.deepEqual(sent, [{ type: 'QUALITY_REPORT', freezes: 1000 }]);
});
