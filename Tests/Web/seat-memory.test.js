import test from 'node:test';
import assert from 'node:assert/strict';
import { SeatMemory } from '../../Sources/WebClient/Public/modules/seat-memory.js';
import { memoryStorage } from './fakes.js';

test('a reloaded page claims the seat it had, in its own room only', () => {
  const tab = memoryStorage();
  const seat = new SeatMemory({ roomId: 'r', storage: tab });
  assert.deepEqual(seat.claim, {});
  seat.keep({ resume: 't1', seq: 5 });
  seat.saw(9);
  seat.saw(7);
  seat.saw('x');
  assert.deepEqual(new SeatMemory({ roomId: 'r', storage: tab }).claim, { resume: 't1', seq: 9 });
  assert.deepEqual(new SeatMemory({ roomId: 'other', storage: tab }).claim, {});
});

test('what was missed is still to come after a complete WELCOME', () => {
  const seat = new SeatMemory({ roomId: 'r', storage: memoryStorage() });
  seat.keep({ resume: 't1', seq: 5 });
  seat.keep({ resume: 't2', seq: 12, resumed: true, complete: true });
  assert.deepEqual(seat.claim, { resume: 't2', seq: 5 });
  seat.keep({ resume: 't3', seq: 12, resumed: true, complete: false });
  assert.deepEqual(seat.claim, { resume: 't3', seq: 12 });
});

test('who has left has no seat, nor has one of a server without them', () => {
  const tab = memoryStorage();
  const seat = new SeatMemory({ roomId: 'r', storage: tab });
  seat.keep({ resume: 't1', seq: 5 });
  seat.forget();
  assert.deepEqual([seat.claim, tab.map.size], [{}, 0]);
  seat.keep(undefined);
  assert.deepEqual(seat.claim, {});
});

test('forbidden or broken storage only means a shorter memory', () => {
  const seat = new SeatMemory({ roomId: 'r', storage: { getItem: () => '{', setItem: () => { throw new Error('full'); }, removeItem: () => { throw new Error('no'); } } });
  seat.keep({ resume: 't', seq: 1 });
  assert.deepEqual(seat.claim, { resume: 't', seq: 1 });
  seat.forget();
  assert.deepEqual(seat.claim, {});
});
