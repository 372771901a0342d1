/**
 * An event with a payload. `CustomEvent` is not a global in Node 18, where the tests run too.
 * @template T
 */
export class PartyEvent extends Event {
  /** @param {string} type @param {T} [detail] */
  constructor(type, detail) {
    super(type);
    /** @readonly */
    this.detail = detail;
  }
}
