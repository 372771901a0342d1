import test from 'node:test';
import assert from 'node:assert/strict';
import { SlotBoard, seatLimit, seatTarget } from '../../Sources/WebClient/Public/modules/slots.js';
import { Roster } from '../../Sources/WebClient/Public/modules/roster.js';

test('a small party starts with four seats, and a party filling up grows by fours', () => {
  const needs = [0, 1, 4, 5, 8, 9, 13, 40];
  assert.deepEqual(needs.map((needed) => seatTarget(needed, 0, 16)), [4, 4, 4, 8, 8, 12, 16, 16]);
});

test('seats never shrink, not even below a limit that fell', () => {
  assert.equal(seatTarget(1, 8, 16), 8);
  assert.equal(seatTarget(9, 8, 6), 8);
});

test('the server\'s limits bound the seats', () => {
  assert.equal(seatLimit({ slots: 8 }), 4);
  assert.equal(seatLimit({ slots: 100, mediaLines: 32 }), 14);
  assert.equal(seatLimit({ slots: 100, mediaLines: 100 }), 16);
  assert.equal(seatLimit({ slots: 0 }), 1);
  assert.ok(seatLimit() * 2 + 4 <= 32);
});

test('a source is found in its slot, until the slot shows somebody else', () => {
  const board = new SlotBoard();
  board.assign([{ mid: '2', kind: 'audio', memberId: 'a', source: 'microphone' }, { mid: '3', kind: 'video', memberId: 'a', source: 'camera' }, { mid: '5', kind: 'video', memberId: null, source: null }]);
  assert.equal(board.midOf('a', 'camera'), '3');
  assert.equal(board.midOf('a', 'screen'), null);
  assert.equal(board.occupant('5'), null);
  assert.deepEqual(board.audible.map((slot) => slot.mid), ['2']);
  board.assign([{ mid: '3', kind: 'video', memberId: 'b', source: 'camera' }]);
  assert.equal(board.midOf('a', 'camera'), null);
  assert.equal(board.occupant('3')?.memberId, 'b');
});

test('a malformed slot map leaves nothing broken behind', () => {
  const board = new SlotBoard();
  for (const nonsense of [null, undefined, 7, 'x', {}, [null, 1, { mid: 2 }, { mid: '1', kind: 'data' }]]) {
    board.assign(nonsense);
    assert.deepEqual(board.all, []);
  }
});

test('a shared screen needs a seat of its own', () => {
  const roster = new Roster();
  roster.reset([{ memberId: 'a', name: 'A', tracks: [] }]);
  assert.equal(roster.seatsNeeded, 1);
  roster.add({ memberId: 'b', name: 'B', tracks: [{ mid: '1', source: 'camera', muted: false }] });
  roster.relabel('a', [{ mid: '4', source: 'screen', muted: false }]);
  assert.equal(roster.seatsNeeded, 3);
  assert.equal(roster.remove('a')?.name, 'A');
  assert.equal(roster.seatsNeeded, 1);
  assert.equal(roster.remove('a'), null);
});
