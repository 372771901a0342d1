import test from 'node:test';
import assert from 'node:assert/strict';
import { areaPath, linePath, niceCeiling, runs, ticks } from '../../Sources/WebClient/Public/admin/geometry.js';
import { Series } from '../../Sources/WebClient/Public/admin/series.js';

const box = { range: { from: 0, to: 100 }, top: 10, width: 200, height: 50, gap: 30 };

test('a line goes through its points, higher values higher up, and stays in its box', () => {
  assert.equal(linePath([{ at: 0, value: 0 }, { at: 25, value: 5 }, { at: 50, value: 40 }], box), 'M0 50L50 25L100 0');
  assert.equal(areaPath([{ at: 0, value: 0 }, { at: 25, value: 5 }], box), 'M0 50L0 50L50 25L50 50Z');
  assert.equal(linePath([], box), '');
  assert.equal(linePath([{ at: -5, value: 1 }, { at: 101, value: 1 }], box), '');
});

test('times of which nothing is known are gaps; a point alone is seen', () => {
  const points = [{ at: 0, value: 0 }, { at: 10, value: 0 }, { at: 90, value: 10 }];
  assert.equal(runs(points, 30).length, 2);
  assert.equal(linePath(points, box), 'M0 50L20 50M180 0h1');
  assert.equal(areaPath(points, box), 'M0 50L0 50L20 50L20 50Z');
});

test('charts end at a round number', () => {
  assert.deepEqual([0, -1, 1, 3, 7, 10, 101, 0.012].map(niceCeiling), [1, 1, 1, 5, 10, 10, 200, 0.02]);
});

test('an axis has few marks, in whole steps', () => {
  const marks = ticks({ from: 1000, to: 1000 + 3 * 3_600_000 }, 6);
  assert.deepEqual(marks.map((at) => (at - 1000) / 60_000), [0, 30, 60, 90, 120, 150, 180]);
  assert.ok(ticks({ from: 0, to: 1e12 }, 6).length <= 8);
  assert.equal(ticks({ from: 5, to: 5 }, 6).length, 7 - 6);
});

test('what was seen is kept for a while, in order, and never without end', () => {
  const series = new Series({ span: 100, most: 3 });
  for (const at of [0, 10, 10, 5, 20, 30, 40]) series.add('a', at, at);
  assert.deepEqual(series.get('a').map(({ at }) => at), [20, 30, 40]);
  series.add('a', 130, 1);
  assert.deepEqual(series.get('a').map(({ at }) => at), [30, 40, 130]);
  series.add('a', 140, undefined);
  series.add('a', 150, Number.NaN);
  assert.equal(series.get('a').length, 3);
  series.retain((name) => name !== 'a');
  assert.deepEqual(series.get('a'), []);
});

test('what was measured before stands before what is seen now', () => {
  const series = new Series();
  series.add('a', 50, 1);
  series.prepend('a', [{ at: 10, value: 2 }, { at: 40, value: 3 }, { at: 60, value: 4 }]);
  assert.deepEqual(series.get('a').map(({ at }) => at), [10, 40, 50]);
});
