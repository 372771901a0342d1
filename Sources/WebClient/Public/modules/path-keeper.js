import { networkName } from './paths.js';
import { PathUpgrade } from './path-upgrade.js';
import { doesAnswer, relaysOver } from './relay-servers.js';

/** A direct path answers within one round trip; after this long, in ms, the relays are asked too. */
const DIRECT_PATIENCE = 1_200;

/**
 * How one RTCPeerConnection gets around a firewall: when the relays are asked, what worked in this network the last time,
 * and when the direct path is tried again.
 *
 * @typedef {import('./paths.js').PathKind} PathKind
 * @typedef {import('./relay-servers.js').RelayWish} RelayWish
 */
export class PathKeeper {
  /** @type {RTCIceServer[]} */ #relays = [];
  /** @type {any} */ #timer = null;
  #isClosed = false;
  /** Set while the offer that is to find the way back to UDP is being made: relays are of no use to it. */
  #isForDirectPath = false;
  /** @type {PathKind | null} */ #kind = null;
  #pc; #restart; #memory; #only; #upgrade; #timers;

  /**
   * @param {{peerConnection: RTCPeerConnection, restart: () => void, memory: import('./paths.js').PathMemory,
   *   only: RelayWish | null, canReach?: (servers: RTCIceServer[]) => Promise<boolean>,
   *   timers?: Pick<import('./signaling.js').Timers, 'setTimeout' | 'clearTimeout'>}} options `only`: no other path than such a relay
   */
  constructor({ peerConnection, restart, memory, only, canReach = doesAnswer, timers = { setTimeout: (run, ms) => setTimeout(run, ms), clearTimeout: (id) => clearTimeout(id) } }) {
    this.#pc = peerConnection;
    this.#restart = restart;
    this.#memory = memory;
    this.#only = only;
    this.#timers = timers;
    this.#upgrade = new PathUpgrade({ beginAnew: () => this.#tryDirectPath(), canReachByUDP: () => this.#canReachByUDP(canReach), timers });
    peerConnection.addEventListener('icegatheringstatechange', () => this.#hurryToRelays());
  }

  close() {
    this.#isClosed = true;
    this.#timers.clearTimeout(this.#timer);
    this.#upgrade.stop();
  }

  /**
   * What WELCOME named. Not in use before an ICE restart asks for them, as hardly anybody needs them; unless nothing else may be used.
   * @param {RTCIceServer[]} servers
   * @returns {boolean} whether there is a path at all: false when no server is such a relay as was asked for
   */
  learn(servers) {
    this.#relays = this.#only ? relaysOver(servers, this.#only) : servers;
    if (this.#relays.length === 0) return !this.#only;
    if (this.#only) {
      this.useRelays();
    } else {
      this.#timer ??= this.#timers.setTimeout(() => this.#tryRelays(), DIRECT_PATIENCE);
      this.#hurryToRelays();
    }
    return true;
  }

  /** To be called before the offer of an ICE restart is made: what is gathered for it may then be relayed. */
  useRelays() {
    const spared = this.#isForDirectPath;
    this.#isForDirectPath = false;
    if (spared || this.#relays.length === 0) return;
    try {
      this.#pc.setConfiguration({ ...this.#pc.getConfiguration(), iceServers: this.#relays });
    } catch {
      // An address that this browser cannot read must not keep anybody out: a direct path needs none of them.
    }
  }

  /** @param {PathKind} kind the path in use now */
  pathIs(kind) {
    this.#kind = kind;
    if (this.#only) return;
    this.#memory.remember(this.#network(), kind);
    this.#upgrade.pathIs(kind);
  }

  /** Where only a relay worked the last time there is nothing to wait for; which network this is shows when our addresses are known. */
  #hurryToRelays() {
    if (this.#relays.length === 0 || this.#pc.iceGatheringState !== 'complete') return;
    if (this.#memory.recall(this.#network())?.startsWith('turn-')) this.#tryRelays();
  }

  #tryRelays() {
    this.#timers.clearTimeout(this.#timer);
    const { iceConnectionState } = this.#pc;
    if (!this.#isClosed && !this.#areRelaysInUse && (iceConnectionState === 'new' || iceConnectionState === 'checking')) this.#restart();
  }

  get #areRelaysInUse() {
    return (this.#pc.getConfiguration().iceServers ?? []).length > 0;
  }

  #tryDirectPath() {
    // A relay in use stays in use until the direct path is found.
    this.#isForDirectPath = !this.#kind?.startsWith('turn-');
    this.#restart();
  }

  /** @param {(servers: RTCIceServer[]) => Promise<boolean>} canReach @returns {Promise<boolean | null>} */
  async #canReachByUDP(canReach) {
    const relays = relaysOver(this.#relays, 'udp');
    // A relay that is reached by UDP is in use already: it cannot tell anything new.
    return relays.length === 0 || this.#kind === 'turn-udp' ? null : canReach(relays);
  }

  #network() {
    const { connection } = /** @type {any} */ (globalThis.navigator ?? {});
    return networkName(this.#pc.localDescription?.sdp, connection?.type);
  }
}
