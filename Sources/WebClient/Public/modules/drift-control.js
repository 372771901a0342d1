/**
 * Decides what to do about a player that is a little ahead or behind. Pure: give it one measurement after the other.
 *
 * Small drift is corrected by playing at most 5 % faster or slower, which nobody hears; it begins beyond `begin` and ends
 * within `end`, so that noise does not make it flap. Large drift needs a seek. Seeks that do not help grow rarer.
 * Right after a seek nobody has an ear for the speed yet: for a moment it may be further off, so that all are together sooner. After a start it may not: a
 * change of rate costs a player some time itself, more than most are off by.
 *
 * @typedef {{kind: 'rate', factor: number} | {kind: 'seek'}} Correction
 * @typedef {{slew: number, repairTime: number}} Pace
 */

export const SLEW = 0.05;
const LIMITS = { begin: 0.007, end: 0.002, seek: 0.35, seekWithoutSlew: 0.12 };
/** `repairTime`: seconds in which a drift shall be gone, as long as that takes no more than `slew`. */
const CALM = { slew: SLEW, repairTime: 1.2 };
const BRISK = { slew: 0.2, repairTime: 0.6 };
/** How long it is right after a seek, in milliseconds. */
const BRISK_FOR = 2_500;
/** What is further off than noise makes it is believed at once after a seek. Seconds. */
const BEYOND_NOISE = 0.04;
const STEP = 0.01;
const MEASUREMENTS = 3;
const SEEK_PAUSE = { first: 1_000, most: 30_000 };
/** Milliseconds without a seek after which the next one is a first one again. */
const GOOD_FOR = 15_000;

export class DriftControl {
  /** @type {number[]} */ #recent = [];
  #factor = 1;
  #seeks = 0;
  #lastSeek = -Infinity;
  #isAfterSeek = false;
  /** @type {number | null} when the first measurement since the last restart came */ #landedAt = null;
  /** Some players know a few rates only. */
  canSlew = true;

  /** What the rate is multiplied by now. */
  get factor() {
    return this.#factor;
  }

  /**
   * Measurements from before a jump say nothing about what comes after it.
   * @param {boolean} [isAfterSeek]
   */
  restart(isAfterSeek = false) {
    this.#recent = [];
    this.#factor = 1;
    this.#isAfterSeek = isAfterSeek;
    this.#landedAt = null;
  }

  /**
   * @param {number} error seconds, positive when ahead @param {number} now milliseconds on any clock
   * @returns {Correction}
   */
  update(error, now) {
    this.#landedAt ??= now;
    const pace = this.#isAfterSeek && now - this.#landedAt < BRISK_FOR ? BRISK : CALM;
    this.#recent.push(error);
    if (this.#recent.length > MEASUREMENTS) this.#recent.shift();
    const isSure = this.#recent.length === MEASUREMENTS;
    if (!isSure && (pace === CALM || Math.abs(error) < BEYOND_NOISE)) return { kind: 'rate', factor: this.#factor };
    const drift = median(this.#recent);
    if (isSure && Math.abs(drift) > (this.canSlew ? LIMITS.seek : LIMITS.seekWithoutSlew) && this.#maySeek(now)) return this.#seek(now);
    return { kind: 'rate', factor: this.#slew(drift, pace) };
  }

  /** @param {number} drift @param {Pace} pace */
  #slew(drift, pace) {
    const wanted = slewFactor(drift, pace);
    const overshot = (drift > 0) !== (this.#factor < 1);
    if (!this.canSlew) this.#factor = 1;
    else if (this.#factor === 1) this.#factor = Math.abs(drift) > LIMITS.begin ? wanted : 1;
    else if (overshot || Math.abs(drift) < LIMITS.end) this.#factor = 1;
    // Each change of rate disturbs the sound a little: only stronger or clearly weaker ones are worth it.
    else if (Math.abs(wanted - this.#factor) > STEP * 1.5) this.#factor = wanted;
    return this.#factor;
  }

  /** @param {number} now */
  #maySeek(now) {
    if (now - this.#lastSeek > Math.max(GOOD_FOR, 2 * this.#pause)) this.#seeks = 0;
    return this.#seeks === 0 || now - this.#lastSeek >= this.#pause;
  }

  get #pause() {
    return Math.min(SEEK_PAUSE.most, SEEK_PAUSE.first * 2 ** this.#seeks);
  }

  /** @param {number} now @returns {Correction} */
  #seek(now) {
    this.#seeks += 1;
    this.#lastSeek = now;
    this.restart();
    return { kind: 'seek' };
  }
}

/** @param {number} drift seconds @param {Pace} pace */
function slewFactor(drift, { slew, repairTime }) {
  const share = Math.min(slew, Math.max(STEP, Math.abs(drift) / repairTime));
  return 1 - Math.sign(drift) * Math.ceil(share / STEP - 1e-9) * STEP;
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
