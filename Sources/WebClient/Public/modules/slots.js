/**
 * Book-keeping of receive slots: which member is in which m-line, and how many seats to ask for.
 * @typedef {import('./signaling.js').SlotInfo} SlotInfo
 * @typedef {import('./signaling.js').Source} Source
 */

const FIRST_SEATS = 4;
const SEAT_STEP = 4;
const MOST_SEATS = 16;
/** Microphone, camera, screen and the screen's sound. */
const SENDING_LINES = 4;
/** How many m-lines the server takes in one offer when it does not say. */
const DEFAULT_MEDIA_LINES = 32;

/**
 * How many seats (pairs of an audio and a video slot) the server's limits leave room for.
 * @param {{slots?: number, mediaLines?: number}} limits from WELCOME
 */
export function seatLimit({ slots = 32, mediaLines = DEFAULT_MEDIA_LINES } = {}) {
  const bySlots = Math.floor(slots / 2);
  const byLines = Math.floor((mediaLines - SENDING_LINES) / 2);
  return Math.max(1, Math.min(MOST_SEATS, bySlots, byLines));
}

/**
 * Seats to have when `needed` are wanted and `present` exist already. Seats are never given back (an m-line cannot
 * leave an SDP) and grow by fours, so that a party filling up does not offer anew for every guest.
 * @param {number} needed @param {number} present @param {number} limit
 */
export function seatTarget(needed, present, limit) {
  const floor = Math.max(FIRST_SEATS, present);
  const wanted = needed <= floor ? floor : Math.ceil(needed / SEAT_STEP) * SEAT_STEP;
  return Math.min(Math.max(wanted, present), Math.max(limit, present));
}

export class SlotBoard {
  /** @type {SlotInfo[]} */
  #slots = [];

  /** @param {unknown} slots the whole map, from SLOTS */
  assign(slots) {
    this.#slots = Array.isArray(slots) ? slots.filter(isSlot) : [];
  }

  clear() {
    this.#slots = [];
  }

  /** @returns {readonly SlotInfo[]} */
  get all() {
    return this.#slots;
  }

  /**
   * The m-line that shows this source now.
   * @param {string} memberId @param {Source} source @returns {string | null}
   */
  midOf(memberId, source) {
    return this.#slots.find((slot) => slot.memberId === memberId && slot.source === source)?.mid ?? null;
  }

  /** @param {string} mid @returns {SlotInfo | null} */
  occupant(mid) {
    return this.#slots.find((slot) => slot.mid === mid && slot.memberId !== null) ?? null;
  }

  /**
   * The audio slots in use.
   * @returns {SlotInfo[]}
   */
  get audible() {
    return this.#slots.filter((slot) => slot.kind === 'audio' && slot.memberId !== null);
  }
}

/** @param {any} slot @returns {slot is SlotInfo} */
function isSlot(slot) {
  return slot !== null && typeof slot === 'object' && typeof slot.mid === 'string' && (slot.kind === 'audio' || slot.kind === 'video');
}
