/** Party links: `https://host/party/ROOM`, where ROOM is the secret that lets people in. */

const ROOM_ID = /^[A-Za-z0-9_-]{1,64}$/;
const OCCASIONS = ['film-night', 'movie-night', 'late-show', 'matinee', 'premiere', 'double-feature', 'popcorn', 'encore'];
/** 32 characters, five bits each, without those people mix up when they read a link aloud. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const SECRET_LENGTH = 9;

/** @param {Uint8Array} bytes */
function fillRandom(bytes) {
  return crypto.getRandomValues(bytes);
}

/**
 * A fresh room id such as `film-night-x7k2q9mwt`. The last part alone carries 45 random bits: whoever
 * has not been given the link cannot find the party by trying.
 * @param {(bytes: Uint8Array) => Uint8Array} [random]
 * @returns {string}
 */
export function newRoomId(random = fillRandom) {
  const bytes = random(new Uint8Array(SECRET_LENGTH + 1));
  const occasion = OCCASIONS[bytes[0] % OCCASIONS.length];
  const secret = Array.from(bytes.subarray(1), (byte) => ALPHABET[byte & 31]).join('');
  return `${occasion}-${secret}`;
}

/** @param {unknown} value @returns {value is string} */
export function isRoomId(value) {
  return typeof value === 'string' && ROOM_ID.test(value);
}

/** @param {string} roomId */
export function partyPath(roomId) {
  return `/party/${roomId}`;
}

/** @param {string} roomId @param {string} origin for example `https://party.example` @param {string | null} [invitation] */
export function partyLink(roomId, origin, invitation = null) {
  return origin + partyPath(roomId) + (invitation ? `#token=${invitation}` : '');
}

/** @param {string} path a URL's pathname @returns {string | null} */
export function roomIdFromPath(path) {
  const match = /^\/party\/([^/]+)\/?$/.exec(path);
  return match && isRoomId(match[1]) ? match[1] : null;
}

/**
 * What people paste: a whole link, a link without the scheme, or the bare room id.
 * @param {string} text @returns {string | null}
 */
export function roomIdFromInput(text) {
  const trimmed = text.trim();
  if (isRoomId(trimmed)) return trimmed;
  const path = /\/party\/[^?#\s]*/.exec(trimmed);
  return path ? roomIdFromPath(path[0]) : null;
}

/**
 * The invitation in a link. It stands behind the `#`, which browsers keep to themselves: it is in no log and no Referer.
 * @param {string} text a link, or a URL's hash @returns {string | null}
 */
export function invitationFrom(text) {
  return /#(?:.*&)?token=([A-Za-z0-9_.~-]{1,4096})/.exec(text)?.[1] ?? null;
}

/**
 * Where the signaling WebSocket of a page's server is.
 * @param {{protocol: string, host: string}} location
 */
export function signalingURL(location) {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  return `${scheme}//${location.host}/ws`;
}
