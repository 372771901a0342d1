import { PartyEvent } from './party-event.js';

/**
 * Who may do what in this party, and the commands of those who may. Of a server that knows no roles `isKnown` stays
 * false, and everybody is a plain member.
 *
 * @typedef {'host' | 'deputy' | 'member'} Role
 * @typedef {{control: string, buffering: string, admission: string, invite: string, locked: boolean}} Policy
 * @typedef {{memberId: string, name: string, suspicious?: boolean}} Knock `suspicious`: somebody was removed from the same network a while ago
 */

/** @type {Policy} */
const OPEN = { control: 'everyone', buffering: 'wait', admission: 'open', invite: 'host-and-deputies', locked: false };

/**
 * Events: `change`; `note` (string, for people: what somebody did about roles or rules); `knock` (Knock, who has just
 * come to the door); `mute-request` ({source, by}: somebody who may asks for quiet).
 */
export class Rights extends EventTarget {
  isKnown = false;
  /** @type {Role} */ role = 'member';
  /** @type {string | null} */ hostId = null;
  /** @type {Policy} */ policy = OPEN;
  /** @type {readonly Knock[]} */ knocks = [];
  #party;

  /** @param {import('./party.js').Party} party */
  constructor(party) {
    super();
    this.#party = party;
    const on = (/** @type {string} */ type, /** @type {(message: any) => void} */ handle) => {
      party.signaling.addEventListener(type, (event) => handle(/** @type {any} */ (event).detail));
    };
    on('WELCOME', (message) => this.#welcome(message));
    on('ROLE', (message) => this.#roleChanged(message));
    on('HOST_CHANGED', (message) => this.#hostChanged(message));
    on('POLICY', (message) => this.#policyChanged(message));
    on('KNOCKS', ({ knocks }) => this.#knocking(knocks));
    on('MUTE_REQUEST', ({ source, by }) => this.#tell('mute-request', { source, by: this.#name(by) }));
  }

  get isHost() { return this.role === 'host'; }

  /** Host and deputies lock, admit, and ask for quiet. */
  get isModerator() { return this.role !== 'member'; }

  /** Where the server asks for invitations. */
  get mayInvite() {
    return this.isHost || this.policy.invite === 'everyone' || (this.policy.invite !== 'host' && this.isModerator);
  }

  /** @param {import('./roster.js').MemberInfo} member */
  mayKick(member) {
    return this.isHost || (this.role === 'deputy' && member.role === 'member');
  }

  /** @param {string} memberId @param {Role} role `host` hands the seat over */
  setRole(memberId, role) { return this.#send({ type: 'ROLE', memberId, role }); }

  /** @param {string} memberId */
  kick(memberId) { return this.#send({ type: 'KICK', memberId }); }

  /** @param {string} memberId @param {'microphone' | 'camera'} source */
  askToMute(memberId, source) { return this.#send({ type: 'MUTE_REQUEST', memberId, source }); }

  /** @param {boolean} locked */
  lock(locked) { return this.#send({ type: 'LOCK', locked }); }

  /** @param {Partial<Pick<Policy, 'control' | 'buffering' | 'admission' | 'invite'>>} change */
  setPolicy(change) { return this.#send({ type: 'POLICY', ...change }); }

  /** @param {string} memberId */
  admit(memberId) { return this.#send({ type: 'ADMIT', memberId }); }

  /** @param {string} memberId */
  refuse(memberId) { return this.#send({ type: 'REFUSE', memberId }); }

  /** @param {any} message */
  #send(message) { return this.#party.signaling.send(message); }

  #welcome(/** @type {any} */ { role, hostId, policy }) {
    this.isKnown = typeof role === 'string';
    this.role = asRole(role);
    this.hostId = typeof hostId === 'string' ? hostId : null;
    this.policy = { ...OPEN, ...policy };
    this.knocks = [];
    this.#tell('change');
  }

  #roleChanged(/** @type {any} */ { memberId, role, by }) {
    if (memberId === this.#party.memberId) this.role = asRole(role);
    this.#tell('change');
    const who = memberId === this.#party.memberId ? 'You are' : `${this.#name(memberId)} is`;
    const what = { host: 'the host', deputy: 'a deputy', member: 'a member' }[asRole(role)];
    if (by) this.#tell('note', `${who} ${what} now.`);
  }

  #hostChanged(/** @type {any} */ { hostId, reason }) {
    const before = this.hostId;
    this.hostId = typeof hostId === 'string' ? hostId : null;
    if (hostId === this.#party.memberId) this.role = 'host';
    else if (this.role === 'host') this.role = reason === 'handed' ? 'deputy' : 'member';
    this.#tell('change');
    if (before === hostId || reason === 'joined') return;
    const who = hostId === this.#party.memberId ? 'You are' : `${this.#name(hostId)} is`;
    this.#tell('note', reason === 'returned' ? `${who} back as the host.` : `${who} the host now.`);
  }

  #policyChanged(/** @type {any} */ { policy, by }) {
    const before = this.policy;
    this.policy = { ...OPEN, ...policy };
    this.#tell('change');
    const who = by === this.#party.memberId ? 'You' : this.#name(by);
    for (const text of changes(before, this.policy)) this.#tell('note', `${who} ${text}.`);
  }

  /** @param {unknown} list */
  #knocking(list) {
    const before = new Set(this.knocks.map((knock) => knock.memberId));
    this.knocks = Array.isArray(list) ? list.filter((knock) => typeof knock?.memberId === 'string' && typeof knock.name === 'string') : [];
    this.#tell('change');
    for (const knock of this.knocks) if (!before.has(knock.memberId)) this.#tell('knock', knock);
  }

  /** @param {string} memberId */
  #name(memberId) {
    return this.#party.members.find((member) => member.memberId === memberId)?.name ?? 'Somebody';
  }

  /** @param {string} type @param {any} [detail] */
  #tell(type, detail) { this.dispatchEvent(new PartyEvent(type, detail)); }
}

/** @param {unknown} role @returns {Role} */
export function asRole(role) {
  return role === 'host' || role === 'deputy' ? role : 'member';
}

/** @param {Policy} before @param {Policy} after */
function changes(before, after) {
  const control = { everyone: 'let everyone control the film', host: 'let only the host control the film', 'host-and-deputies': 'let host and deputies control the film' };
  const invite = { everyone: 'lets everyone invite', host: 'lets only the host invite', 'host-and-deputies': 'lets host and deputies invite' };
  const texts = [];
  if (before.invite !== after.invite) texts.push(/** @type {Record<string, string>} */ (invite)[after.invite] ?? 'changed who invites');
  if (before.locked !== after.locked) texts.push(after.locked ? 'locked the party: nobody new can come in' : 'unlocked the party');
  if (before.admission !== after.admission) texts.push(after.admission === 'knock' ? 'asks newcomers to knock' : 'lets newcomers in without knocking');
  if (before.control !== after.control) texts.push(/** @type {Record<string, string>} */ (control)[after.control] ?? 'changed who controls the film');
  if (before.buffering !== after.buffering) texts.push(after.buffering === 'wait' ? 'lets everyone wait for whoever buffers' : 'lets the film go on when somebody buffers');
  return texts;
}
