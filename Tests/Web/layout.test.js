import test from 'node:test';
import assert from 'node:assert/strict';
import { arrange, bestGrid } from '../../Sources/WebClient/Public/modules/layout.js';

const SIZES = [[1280, 640], [390, 680], [2560, 1300], [800, 800], [320, 480], [844, 300]];
const people = (/** @type {number} */ count, /** @type {string[]} */ pinned = []) => Array.from({ length: count }, (_, index) => ({ key: `t${index}`, prominent: pinned.includes(`t${index}`) }));
const area = (/** @type {{width: number, height: number}} */ place) => place.width * place.height;

/** @param {Map<string, import('../../Sources/WebClient/Public/modules/layout.js').Rectangle>} places */
function overlap(places) {
  const list = [...places.values()];
  return list.some((a, index) => list.slice(index + 1).some((b) => a.x + a.width > b.x + 0.01 && b.x + b.width > a.x + 0.01 && a.y + a.height > b.y + 0.01 && b.y + b.height > a.y + 0.01));
}

test('every tile gets a place of its own inside the stage, for any count and shape', () => {
  for (const [width, height] of SIZES) {
    for (let count = 1; count <= 40; count += 1) {
      for (const pinned of [[], ['t0']]) {
        const { places, contentHeight } = arrange(people(count, pinned), { width, height });
        const message = `${count} in ${width}×${height}, pinned ${pinned}`;
        assert.equal(places.size, count, message);
        assert.ok(!overlap(places), `overlap: ${message}`);
        for (const place of places.values()) {
          assert.ok(place.x >= -0.01 && place.x + place.width <= width + 0.01, `sideways: ${message}`);
          assert.ok(place.y >= -0.01 && place.y + place.height <= contentHeight + 0.01, `below: ${message}`);
          assert.ok(place.width > 40 && place.height > 40, `too small: ${message}`);
        }
      }
    }
  }
});

test('two people sit side by side on a desktop and one above the other on a phone', () => {
  assert.equal(arrange(people(2), { width: 1280, height: 640 }).columns, 2);
  assert.equal(arrange(people(2), { width: 390, height: 680 }).columns, 1);
});

test('four people make a square of tiles, nine make three rows', () => {
  assert.deepEqual([bestGrid(4, 1280, 720, 12).columns, bestGrid(9, 1280, 720, 12).columns], [2, 3]);
});

test('no other number of columns gives larger tiles', () => {
  const best = bestGrid(7, 1280, 640, 12);
  for (let columns = 1; columns <= 7; columns += 1) {
    const rows = Math.ceil(7 / columns);
    const height = (640 - 12 * (rows - 1)) / rows;
    const width = Math.min((1280 - 12 * (columns - 1)) / columns, height * 16 / 9);
    assert.ok(Math.min(height, width / 1.2) * width <= area(best) * 1.001, `${columns} columns`);
  }
});

test('an incomplete last row is centred', () => {
  const { places } = arrange(people(3), { width: 900, height: 900 });
  const last = places.get('t2');
  assert.ok(last && Math.abs(last.x + last.width / 2 - 450) < 1);
});

test('a pinned tile is the largest by far', () => {
  for (const [width, height] of SIZES) {
    const { places } = arrange(people(6, ['t3']), { width, height });
    const pinned = area(/** @type {any} */ (places.get('t3')));
    for (const [key, place] of places) if (key !== 't3') assert.ok(pinned > 2.5 * area(place), `${width}×${height}`);
  }
});

test('a shared screen keeps its shape when it is alone on the stage', () => {
  const { places } = arrange([{ key: 's', aspect: 2, prominent: true }, { key: 'a' }], { width: 1280, height: 640 });
  const screen = /** @type {any} */ (places.get('s'));
  assert.ok(Math.abs(screen.width / screen.height - 2) < 0.01);
});

test('more people than fit make the stage scroll instead of shrinking faces away', () => {
  const { contentHeight, places } = arrange(people(40), { width: 390, height: 600 });
  assert.ok(contentHeight > 600);
  for (const place of places.values()) assert.ok(place.height >= 90);
});

test('an empty stage is no trouble', () => {
  assert.equal(arrange([], { width: 100, height: 100 }).places.size, 0);
});
