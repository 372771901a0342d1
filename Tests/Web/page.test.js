import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';

const page = new URL('../../Sources/WebClient/Public/', import.meta.url);
const read = (/** @type {string} */ path) => readFileSync(new URL(path, page), 'utf8');
const modules = readdirSync(new URL('modules/', page)).filter((name) => name.endsWith('.js')).sort();

test('every module is fetched at once, not one import after another', () => {
  const preloaded = [...read('index.html').matchAll(/rel="modulepreload" href="\/modules\/([^"]+)"/g)].map((match) => match[1]);
  assert.deepEqual(preloaded, modules);
});

test('the page needs nothing that its content security policy forbids', () => {
  const html = read('index.html');
  assert.doesNotMatch(html, /<style|style=|<script>|<script[^>]*>[^<]| on[a-z]+=/);
  for (const text of [html, read('base.css'), read('party.css'), read('film.css')]) assert.doesNotMatch(text, /https?:\/\//);
});

test('modules that others import look nothing up in the document', () => {
  const views = /^(announcer|chat-panel|control-bar|device-picker|dialogs|dom|film-controls|film-dialog|film-sources|film-stage|icons|party-view|people-panel|side-panel|shortcuts|stage|tile|wake-lock|welcome-view)\.js$/;
  for (const name of modules.filter((module) => !views.test(module))) {
    assert.doesNotMatch(read(`modules/${name}`), /\bdocument\./, name);
  }
});

test('strangers\' names never become markup', () => {
  for (const name of modules) assert.doesNotMatch(read(`modules/${name}`), /innerHTML|outerHTML|insertAdjacentHTML|document\.write/, name);
});

const operator = readdirSync(new URL('admin/', page)).filter((name) => name.endsWith('.js')).sort();

test('the operator\'s page needs nothing that its content security policy forbids, and nothing from elsewhere', () => {
  const html = read('admin/index.html');
  assert.doesNotMatch(html, /<style|style=|<script>|<script[^>]*>[^<]| on[a-z]+=/);
  for (const text of [html, read('admin/admin.css')]) assert.doesNotMatch(text, /https?:\/\//);
  for (const name of operator) {
    assert.doesNotMatch(read(`admin/${name}`), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?:\/\/(?!www\.w3\.org\/2000\/svg)/, name);
  }
});

test('the operator\'s page fetches none of the party page\'s media modules', () => {
  const reached = new Set();
  const follow = (/** @type {string} */ path) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const [, target] of read(path).matchAll(/^import .* from '([^']+)';$/gm)) follow(new URL(target, new URL(path, page)).href.slice(page.href.length));
  };
  follow('admin/admin.js');
  assert.deepEqual([...reached].filter((path) => path.startsWith('admin/')).map((path) => path.slice(6)).sort(), operator, 'every module is used');
  assert.deepEqual([...reached].filter((path) => path.startsWith('modules/')).sort(), ['modules/announcer.js', 'modules/dom.js', 'modules/paths.js']);
});
