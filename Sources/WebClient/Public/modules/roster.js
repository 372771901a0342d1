import { asRole } from './rights.js';
import { isPathKind } from './paths.js';

/**
 * Who is in the room besides this client, in the order they came.
 * @typedef {import('./signaling.js').MemberInfo} MemberInfo
 * @typedef {import('./signaling.js').TrackLabel} TrackLabel
 */
export class Roster {
  /** @type {Map<string, MemberInfo>} */
  #members = new Map();

  /** @param {MemberInfo[]} members everyone else, from WELCOME */
  reset(members) {
    this.#members = new Map(members.map((member) => [member.memberId, normalised(member)]));
  }

  /** @param {MemberInfo} member @returns {MemberInfo} */
  add(member) {
    const known = normalised(member);
    this.#members.set(known.memberId, known);
    return known;
  }

  /** @param {string} memberId @returns {MemberInfo | null} the one who left */
  remove(memberId) {
    const member = this.#members.get(memberId) ?? null;
    this.#members.delete(memberId);
    return member;
  }

  /**
   * @param {string} memberId @param {TrackLabel[]} tracks the member's whole list
   * @returns {{member: MemberInfo, before: TrackLabel[]} | null}
   */
  relabel(memberId, tracks) {
    const member = this.#members.get(memberId);
    if (!member) return null;
    const before = member.tracks;
    member.tracks = tracks;
    return { member, before };
  }

  /**
   * @param {string} memberId @param {Partial<Pick<MemberInfo, 'role' | 'away' | 'path' | 'roundTrip'>>} change
   * @returns {MemberInfo | null} null when nobody here is called so
   */
  update(memberId, change) {
    const member = this.#members.get(memberId);
    if (!member) return null;
    return Object.assign(member, change);
  }

  /** There is one host: whoever was it before is a member like others, until told otherwise. */
  setHost(/** @type {string} */ hostId) {
    for (const member of this.#members.values()) {
      if (member.memberId === hostId) member.role = 'host';
      else if (member.role === 'host') member.role = 'member';
    }
  }

  /** @param {string} memberId */
  get(memberId) {
    return this.#members.get(memberId) ?? null;
  }

  /** @returns {MemberInfo[]} */
  get all() {
    return [...this.#members.values()];
  }

  /** Seats a receiver needs to see everyone: one a member, one more for each shared screen. */
  get seatsNeeded() {
    return this.all.reduce((sum, member) => sum + 1 + (hasSource(member.tracks, 'screen') ? 1 : 0), 0);
  }
}

/** @param {TrackLabel[]} tracks @param {string} source */
export function hasSource(tracks, source) {
  return tracks.some((track) => track.source === source);
}

/**
 * Whether the source is there and sending.
 * @param {TrackLabel[]} tracks @param {string} source
 */
export function isLive(tracks, source) {
  return tracks.some((track) => track.source === source && !track.muted);
}

/** @param {any} member @returns {MemberInfo} */
function normalised({ memberId, name, tracks, role, away, path, roundTrip }) {
  return {
    memberId, name, tracks: Array.isArray(tracks) ? tracks : [], role: asRole(role), away: away === true,
    path: isPathKind(path) ? path : null, roundTrip: Number.isFinite(roundTrip) ? roundTrip : null,
  };
}
