import { hasSource, isLive } from './roster.js';

/**
 * What the stage shall show, from what the party knows. Pure: no elements.
 *
 * @typedef {import('./stage.js').TileModel} TileModel
 * @typedef {import('./party.js').Party} Party
 * @typedef {{camera: MediaStream | null, cameraOn: boolean, microphoneOn: boolean, screen: MediaStream | null}} OwnMedia
 * @typedef {{pins: ReadonlySet<string>, speaking: ReadonlySet<string>, waiting: ReadonlySet<string>, unpinned?: ReadonlySet<string>}} Notes all of tile keys
 */

/** @param {string} memberId @param {string} source */
export function tileKey(memberId, source) {
  return `${memberId}/${source}`;
}

export const OWN = 'self';

/**
 * @param {Pick<Party, 'members' | 'name' | 'slots' | 'stream' | 'rights'>} party
 * @param {OwnMedia} own @param {Notes} notes
 * @returns {TileModel[]} screens first, then others, then oneself
 */
export function tileModels(party, own, notes) {
  const people = party.members.map((member) => cameraTile(party, member, notes));
  const screens = party.members.filter((member) => hasSource(member.tracks, 'screen')).map((member) => screenTile(party, member, notes));
  const mine = ownTiles(party, own, notes);
  const all = [...screens, ...mine.filter((tile) => tile.source === 'screen'), ...people, ...mine.filter((tile) => tile.source === 'camera')];
  return withProminentScreen(all, notes);
}

/**
 * A shared screen is what people came to look at: as long as nothing is pinned it takes the stage by itself, unless
 * the user has taken it down. One's own screen never does: it would show itself.
 * @param {TileModel[]} tiles @param {Notes} notes
 */
function withProminentScreen(tiles, notes) {
  if (tiles.some((tile) => tile.pinned)) return tiles;
  const screen = tiles.find((tile) => tile.source === 'screen' && !tile.isSelf && !notes.unpinned?.has(tile.key));
  return tiles.map((tile) => (tile === screen ? { ...tile, pinned: true } : tile));
}

/** @param {Pick<Party, 'slots' | 'stream'>} party @param {import('./roster.js').MemberInfo} member @param {Notes} notes @returns {TileModel} */
function cameraTile(party, { memberId, name, tracks, role, away }, notes) {
  const key = tileKey(memberId, 'camera');
  const stream = party.stream(memberId, 'camera');
  const videoOn = isLive(tracks, 'camera');
  return {
    key, memberId, name, source: 'camera', isSelf: false, stream, videoOn,
    muted: !isLive(tracks, 'microphone'),
    speaking: notes.speaking.has(memberId),
    pinned: notes.pins.has(key),
    role: role ?? 'member',
    status: away && (!videoOn || notes.waiting.has(key)) ? 'Lost the connection…' : videoOn ? waitingText(party, stream, notes.waiting.has(key)) : '',
  };
}

/** @param {Pick<Party, 'slots' | 'stream'>} party @param {import('./roster.js').MemberInfo} member @param {Notes} notes @returns {TileModel} */
function screenTile(party, { memberId, name }, notes) {
  const key = tileKey(memberId, 'screen');
  const stream = party.stream(memberId, 'screen');
  return {
    key, memberId, name, source: 'screen', isSelf: false, stream, videoOn: true, muted: false, speaking: false, role: 'member',
    pinned: notes.pins.has(key),
    status: waitingText(party, stream, notes.waiting.has(key)),
  };
}

/** @param {Pick<Party, 'name' | 'rights'>} party @param {OwnMedia} own @param {Notes} notes @returns {TileModel[]} */
function ownTiles({ name, rights }, own, notes) {
  const tile = (/** @type {'camera' | 'screen'} */ source, /** @type {Partial<TileModel>} */ rest) => {
    const key = tileKey(OWN, source);
    return { key, memberId: OWN, name, source, isSelf: true, role: 'member', muted: false, speaking: false, videoOn: true, status: '', stream: null, pinned: notes.pins.has(key), ...rest };
  };
  const camera = tile('camera', { role: rights?.role ?? 'member', stream: own.camera, videoOn: own.cameraOn, muted: !own.microphoneOn, speaking: own.microphoneOn && notes.speaking.has(OWN) });
  return own.screen ? [tile('screen', { stream: own.screen }), camera] : [camera];
}

/** @param {Pick<Party, 'slots'>} party @param {MediaStream | null} stream @param {boolean} waiting */
function waitingText({ slots }, stream, waiting) {
  if (slots.length === 0) return 'Connecting…';
  if (stream === null) return 'Not on your screen right now';
  return waiting ? 'Waiting for the picture…' : '';
}

/**
 * What to ask the server for: pinned pictures first, each at the height it is shown at, in device pixels. Heights
 * are rounded up to steps, so that a window being resized does not send a message for every pixel.
 * @param {readonly TileModel[]} models @param {(key: string) => number} heightOf in device pixels @param {boolean} visible
 * @returns {import('./party.js').StreamRequest[]}
 */
export function viewRequests(models, heightOf, visible) {
  const remote = models.filter((model) => !model.isSelf).sort((a, b) => Number(b.pinned) - Number(a.pinned));
  return remote.map(({ key, memberId, source, pinned }) => ({
    memberId, source, height: visible ? heightStep(heightOf(key)) : 0, pinned,
  }));
}

const STEPS = [90, 180, 270, 360, 540, 720, 1080, 1440, 2160];

/** @param {number} height */
export function heightStep(height) {
  return STEPS.find((step) => height <= step) ?? STEPS[STEPS.length - 1];
}
