import { bytes, filmTime } from './format.js';

/**
 * What the history says, in words. Everything that people chose stays text: whoever shows it sets it as text.
 *
 * @typedef {{seq: number, at: number, kind: string, room?: string, session?: string, member?: string, name?: string, filmSecond?: number,
 *   detail: Record<string, string>}} AuditRecord
 * @typedef {'people' | 'film' | 'connection' | 'operator'} Group
 */

/** @type {Record<Group, string>} */
export const GROUPS = { people: 'People', film: 'Film', connection: 'Connections', operator: 'Operator and rules' };

/** @type {Record<string, Group>} */
const GROUP_OF = {
  control: 'film', url: 'film', stall: 'film', path: 'connection', away: 'connection', resume: 'connection', relay: 'connection', summary: 'connection',
  operator: 'operator', kick: 'operator', policy: 'operator', lock: 'operator', mute: 'operator', role: 'operator', refused: 'operator',
  'auth-failure': 'operator', 'bad-input': 'operator', invitation: 'operator', erasure: 'operator', retention: 'operator',
  'server-start': 'operator', 'server-stop': 'operator', 'server-crash': 'operator', 'store-gap': 'operator',
};

/**
 * @template Value
 * @param {Record<string, Value>} table @param {string | undefined} key may be anything, such as the name of what every object has
 * @returns {Value | undefined}
 */
function look(table, key) {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** @param {string} kind @returns {Group} */
export function groupOf(kind) {
  return look(GROUP_OF, kind) ?? 'people';
}

/** @type {Record<string, string>} */
const LEAVING = {
  left: 'left', disconnected: 'lost the connection and did not come back', timeout: 'lost the connection and did not come back',
  removed: 'was sent away by the server', kicked: 'is gone',
  'server-stop': 'was there when the server stopped', 'server-crash': 'was there when the server crashed',
};

/** @type {Record<string, string>} */
const ENDING = {
  empty: 'The last one had left', operator: 'Closed by the operator', 'server-stop': 'The server stopped', 'server-crash': 'The server crashed',
};

/** @param {string | undefined} reason */
export function endingText(reason) {
  return look(ENDING, reason) ?? reason ?? 'Goes on';
}

/** @type {Record<string, (detail: Record<string, string>, nameOf: (id: string) => string) => string>} */
const SENTENCES = {
  'session-start': () => 'The party began',
  'session-end': ({ reason }) => `The party ended: ${lowerFirst(endingText(reason))}`,
  knock: () => 'knocked',
  join: ({ client }) => (client ? `came in with the ${client}` : 'came in'),
  resume: () => 'came back',
  away: () => 'lost the connection; the seat is kept',
  leave: ({ reason }) => look(LEAVING, reason) ?? `left (${reason})`,
  rename: () => 'has a new name',
  role: ({ role, reason, by }, nameOf) => `became ${role}${by ? `, made so by ${nameOf(by)}` : reason && reason !== 'joined' ? ` (${reason})` : ''}`,
  kick: ({ by }, nameOf) => `was removed by ${by === 'operator' ? 'the operator' : nameOf(by)}`,
  control: controlText,
  url: ({ film, title, url }) => `put on ${title ? `“${title}”` : url ?? (film === 'test' ? 'the test film' : 'a file')}${title && url ? ` (${url})` : ''}`,
  stall: () => 'stalled, and everyone waited',
  policy: ({ control, buffering, admission, locked }) =>
    `set the rules: ${control} may control, ${buffering === 'wait' ? 'everyone waits' : 'stragglers catch up'}, ${admission === 'knock' ? 'newcomers knock' : 'the door is open'}${locked === 'true' ? ', locked' : ''}`,
  mute: ({ by, source }, nameOf) => `was asked by ${nameOf(by)} to mute the ${source}`,
  summary: ({ bytesIn, bytesOut }) => `sent ${bytes(Number(bytesIn))} and received ${bytes(Number(bytesOut))} in all`,
  relay: ({ bytesIn, bytesOut }) => `sent ${bytes(Number(bytesIn))} and received ${bytes(Number(bytesOut))} of it through the relay`,
  refused: ({ reason }) => (reason === 'not let in' ? 'was not let in' : `was not let in: ${reason}`),
  path: ({ path, why }) => (path === 'none' ? 'has no media connection any more' : `sends media by ${path.toUpperCase()}${why ? ` (${why.replaceAll('-', ' ')})` : ''}`),
  operator: ({ action }) => look({ kick: 'was removed by the operator', 'close-room': 'The operator closed the room' }, action) ?? `Operator: ${action}`,
};

/** @param {string} text */
function lowerFirst(text) {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** @param {Record<string, string>} detail */
function controlText({ control, position, rate }) {
  const at = position === undefined ? '' : filmTime(Number(position), true);
  /** @type {Record<string, string>} */
  const words = {
    play: `pressed play at ${at}`, pause: `paused at ${at}`, seek: `went to ${at}`, rate: `set the speed to ${rate}`,
    wait: `Everyone waited at ${at}`, 'go-on': `The film went on at ${at}`, ended: 'The film ended',
  };
  return look(words, control) ?? `${control} ${at}`.trim();
}

/**
 * @param {AuditRecord} record @param {(id: string) => string} nameOf
 * @returns {{who: string, what: string}} who is empty where nobody did it
 */
export function describe(record, nameOf) {
  const sentence = look(SENTENCES, record.kind);
  const who = record.member ? record.name ?? nameOf(record.member) : '';
  const what = sentence ? sentence(record.detail, nameOf) : plain(record);
  return { who: /^[A-Z]/.test(what) && sentence ? '' : who, what: who || !sentence ? what : upperFirst(what) };
}

/** @param {string} text */
function upperFirst(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {AuditRecord} record */
function plain({ kind, detail }) {
  const facts = Object.entries(detail).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, value]) => `${name} ${value}`);
  return [kind.replaceAll('-', ' '), ...facts].join(' · ');
}
