import test from 'node:test';
import assert from 'node:assert/strict';
import { initials } from '../../Sources/WebClient/Public/modules/tile.js';
import { cleanName } from '../../Sources/WebClient/Public/modules/welcome-view.js';

test('initials are letters, whatever the name', () => {
  const names = ['Ann', 'carmen díaz', 'Jean-Luc Picard', '<b>Bo</b> Berg', '山田 太郎', '🎉', '   ', 'Élodie'];
  assert.deepEqual(names.map(initials), ['A', 'CD', 'JP', 'BB', '山太', '🎉', '?', 'É']);
});

test('a name is one line of at most 64 characters', () => {
  assert.equal(cleanName('  Ann \n\t of\u0000 Cleves\u2028 '), 'Ann of Cleves');
  assert.equal([...cleanName('🎉'.repeat(100))].length, 64);
  assert.equal(cleanName('\u0007 '), '');
});
