import { h } from './dom.js';
import { icon } from './icons.js';
import { isLive } from './roster.js';
import { pathName } from './paths.js';

/** @typedef {{label: string, run: () => void, danger?: boolean}} Action */

const CONTROL = [['everyone', 'Everyone'], ['host-and-deputies', 'Host and deputies'], ['host', 'Only the host']];

/** Who is here, who knocks, and what host and deputies may do about it. */
export class PeoplePanel {
  #party; #announcer;
  #off = new AbortController();
  #shown = '';
  #knocks = h('div', { class: 'knocks', role: 'group', 'aria-label': 'At the door' });
  #list = h('ul', { class: 'people-list' });
  #rules = h('div', { class: 'rules', role: 'group', 'aria-label': 'Rules of this party' });
  /** @type {HTMLElement} @readonly */ element;

  /** @param {{party: import('./party.js').Party, announcer: import('./announcer.js').Announcer}} options */
  constructor({ party, announcer }) {
    this.#party = party;
    this.#announcer = announcer;
    this.element = h('section', { class: 'people-panel', 'aria-label': 'People' }, this.#knocks, this.#list, this.#rules);
    const { signal } = this.#off;
    party.addEventListener('members', () => this.#show(), { signal });
    party.addEventListener('media', () => this.#show(), { signal });
    party.rights.addEventListener('change', () => this.#show(), { signal });
    party.invitations.addEventListener('change', () => this.#show(), { signal });
    this.#show();
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.element.querySelector('button, summary, select, input'))?.focus();
  }

  destroy() {
    this.#off.abort();
  }

  /** Built anew only when something shown has changed; the focus and an open menu stay where they are. */
  #show() {
    const { rights, members, memberId, name, ownTracks } = this.#party;
    const facts = JSON.stringify([members, memberId, name, ownTracks, rights.role, rights.policy, rights.knocks, rights.isKnown, this.#party.invitations.isNeeded]);
    if (facts === this.#shown) return;
    this.#shown = facts;
    const focused = this.element.querySelector(':focus')?.getAttribute('data-focus');
    const open = this.element.querySelector('details[open] > summary')?.getAttribute('data-focus');
    this.#knocks.replaceChildren(...rights.knocks.map((knock) => this.#knock(knock)));
    this.#knocks.hidden = rights.knocks.length === 0;
    this.#list.replaceChildren(this.#own(), ...members.map((member) => this.#member(member)));
    this.#rules.replaceChildren(...this.#ruleFields());
    this.#rules.hidden = !rights.isKnown;
    if (open) this.#find(open)?.parentElement?.setAttribute('open', '');
    if (focused) this.#find(focused)?.focus();
  }

  /** @param {string} name @returns {HTMLElement | null} */
  #find(name) {
    return this.element.querySelector(`[data-focus="${CSS.escape(name)}"]`);
  }

  /** @param {import('./rights.js').Knock} knock */
  #knock({ memberId, name, suspicious }) {
    const { rights } = this.#party;
    return h('div', { class: 'knock' }, h('span', { class: 'knock-text' }, h('strong', { text: name }),
      suspicious === true ? ' would like to come in, from a network from which somebody was removed' : ' would like to come in'),
      h('button', { type: 'button', class: 'button small primary', 'data-focus': `admit-${memberId}`, text: 'Let in', 'aria-label': `Let ${name} in`, on: { click: () => rights.admit(memberId) } }),
      h('button', { type: 'button', class: 'button small', 'data-focus': `refuse-${memberId}`, text: 'Refuse', 'aria-label': `Refuse ${name}`, on: { click: () => rights.refuse(memberId) } }));
  }

  #own() {
    const { name, rights, ownTracks } = this.#party;
    return h('li', { class: 'person' }, ...facts(`${name} (you)`, rights.role, ownTracks, ''));
  }

  /** @param {import('./roster.js').MemberInfo} member */
  #member(member) {
    const { memberId, name, role, tracks, away, path } = member;
    const state = away ? 'lost the connection, may come back' : path ? pathName(path) : '';
    const actions = this.#actions(member);
    return h('li', { class: `person${away ? ' is-away' : ''}`, 'data-member-id': memberId }, ...facts(name, role, tracks, state),
      actions.length > 0 ? this.#menu(member, actions) : null);
  }

  /** @param {import('./roster.js').MemberInfo} member @returns {Action[]} */
  #actions(member) {
    const { rights } = this.#party;
    const { memberId, role, tracks } = member;
    /** @type {Action[]} */
    const actions = [];
    if (rights.isModerator && isLive(tracks, 'microphone')) actions.push({ label: 'Ask to mute', run: () => { rights.askToMute(memberId, 'microphone'); } });
    if (rights.isModerator && isLive(tracks, 'camera')) actions.push({ label: 'Ask to turn the camera off', run: () => { rights.askToMute(memberId, 'camera'); } });
    if (rights.isHost && role === 'member') actions.push({ label: 'Make deputy', run: () => { rights.setRole(memberId, 'deputy'); } });
    if (rights.isHost && role === 'deputy') actions.push({ label: 'Take deputy’s rights back', run: () => { rights.setRole(memberId, 'member'); } });
    if (rights.isHost) actions.push({ label: 'Make host instead of me', run: () => { rights.setRole(memberId, 'host'); } });
    if (rights.mayKick(member)) actions.push({ label: 'Remove from the party', danger: true, run: () => { rights.kick(memberId); } });
    return actions;
  }

  /**
   * A disclosure works with a keyboard, a finger and a screen reader as it is.
   * @param {import('./roster.js').MemberInfo} member @param {Action[]} actions
   */
  #menu({ memberId, name }, actions) {
    const summary = h('summary', { class: 'round quiet', 'data-focus': `menu-${memberId}`, 'aria-label': `What to do about ${name}`, title: 'More' }, icon('more'));
    const menu = h('details', { class: 'person-menu', name: 'person-menu' }, summary, h('div', { class: 'menu' }, ...actions.map(({ label, run, danger }) => (
      h('button', { type: 'button', class: `menu-item${danger ? ' is-danger' : ''}`, text: label, on: { click: () => { menu.open = false; run(); summary.focus(); this.#announcer.say(`${label}: ${name}.`); } } })))));
    menu.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      event.stopPropagation();
      menu.open = false;
      summary.focus();
    });
    return menu;
  }

  #ruleFields() {
    const { rights } = this.#party;
    const { policy, isHost, isModerator } = rights;
    return [
      h('h3', { text: isModerator ? 'Rules' : 'Rules, set by the host' }),
      this.#choice('control', 'Who controls the film', policy.control, isHost),
      ...(this.#party.invitations.isNeeded ? [this.#choice('invite', 'Who may invite', policy.invite, isHost)] : []),
      this.#check('buffering', 'Everyone waits for whoever buffers', policy.buffering === 'wait', isHost, (on) => rights.setPolicy({ buffering: on ? 'wait' : 'catch-up' })),
      this.#check('admission', 'Newcomers knock first', policy.admission === 'knock', isHost, (on) => rights.setPolicy({ admission: on ? 'knock' : 'open' })),
      this.#check('locked', 'Locked: nobody new comes in', policy.locked, isModerator, (on) => rights.lock(on)),
    ];
  }

  /** @param {'control' | 'invite'} key @param {string} text @param {string} current @param {boolean} mayChange */
  #choice(key, text, current, mayChange) {
    const choice = h('select', { 'data-focus': key, disabled: !mayChange, on: { change: () => this.#party.rights.setPolicy({ [key]: choice.value }) } },
      ...CONTROL.map(([value, label]) => h('option', { value, text: label, selected: current === value })));
    return h('label', { class: 'field' }, h('span', { class: 'field-label', text }), choice);
  }

  /** @param {string} key @param {string} text @param {boolean} on @param {boolean} mayChange @param {(on: boolean) => void} change */
  #check(key, text, on, mayChange, change) {
    const box = h('input', { type: 'checkbox', checked: on, disabled: !mayChange, 'data-focus': key, on: { change: () => change(box.checked) } });
    return h('label', { class: 'check' }, box, text);
  }
}

/** @param {string} name @param {string} role @param {import('./roster.js').TrackLabel[]} tracks @param {string} state */
function facts(name, role, tracks, state) {
  const badge = { host: 'Host', deputy: 'Deputy' }[role];
  return [
    h('span', { class: 'person-name', dir: 'auto', text: name }),
    badge ? h('span', { class: `badge is-${role}`, text: badge }) : null,
    state ? h('span', { class: 'person-state', text: state }) : null,
    h('span', { class: 'person-media' }, mediaIcon(tracks, 'microphone'), mediaIcon(tracks, 'camera')),
  ];
}

/** @param {import('./roster.js').TrackLabel[]} tracks @param {'microphone' | 'camera'} source */
function mediaIcon(tracks, source) {
  const on = isLive(tracks, source);
  return h('span', { class: on ? 'is-on' : 'is-off', role: 'img', 'aria-label': `${source} ${on ? 'on' : 'off'}` }, icon(on ? source : `${source}-off`));
}
