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
