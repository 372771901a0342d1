import test from 'node:test';
import assert from 'node:assert/strict';
import { bitrate, bytes, duration, filmTime, filmTitle, milliseconds, percent } from '../../Sources/WebClient/Public/admin/format.js';

test('numbers have a unit that fits, and what is not known is a dash', () => {
  assert.deepEqual([0, 999, 1500, 2_000_000].map(bitrate), ['0 kbit/s', '999 kbit/s', '1.5 Mbit/s', '2.00 Gbit/s']);
  assert.deepEqual([0, 999, 1000, 12_345_678].map(bytes), ['0 B', '999 B', '1.0 kB', '12 MB']);
  assert.deepEqual([0, 0.012, 0.5, 1].map(percent), ['0.0 %', '1.2 %', '50 %', '100 %']);
  for (const format of [bitrate, bytes, duration, milliseconds, percent, filmTime]) {
    assert.equal(format(undefined), '–');
    assert.equal(format(Number.NaN), '–');
  }
});

test('times are told by their two largest units, places in a film by the clock', () => {
  assert.deepEqual([400, 59_499, 61_000, 3_720_000, 90_000_000].map(duration), ['0 s', '59 s', '1 min 1 s', '1 h 2 min', '1 d 1 h']);
  assert.deepEqual([0, 61.96, 3723.45].map((seconds) => filmTime(seconds, true)), ['0:00.0', '1:01.9', '1:02:03.4']);
  assert.deepEqual([9.9, 600, 36_000].map((seconds) => filmTime(seconds)), ['0:09', '10:00', '10:00:00']);
});

test('a film is named by its title, else by what it is', () => {
  assert.equal(filmTitle(undefined), 'No film yet');
  assert.equal(filmTitle({ kind: 'web', url: 'https://a.example/b.mp4', title: '<i>B</i>' }), '<i>B</i>');
  assert.equal(filmTitle({ kind: 'web', url: 'https://a.example/b.mp4' }), 'https://a.example/b.mp4');
  assert.equal(filmTitle({ kind: 'file' }), 'A file of each member');
});
