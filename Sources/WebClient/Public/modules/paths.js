/**
 * How packets travel, in words, and what worked here the last time.
 *
 * @typedef {'udp' | 'tcp' | 'tls' | 'turn-udp' | 'turn-tcp' | 'turn-tls'} PathKind
 * @typedef {'' | 'direct-blocked' | 'udp-blocked' | 'tcp-blocked' | 'udp-and-tcp-blocked'} Detour
 */

/** @type {Record<Detour, string>} */
const REASONS = {
  '': '',
  'direct-blocked': 'The direct way is blocked here',
  'udp-blocked': 'UDP is blocked here',
  'tcp-blocked': 'Plain TCP is blocked here',
  'udp-and-tcp-blocked': 'UDP and plain TCP are blocked here',
};

/** @param {string} kind */
export function pathName(kind) {
  return kind.toUpperCase();
}

/** @param {unknown} kind @returns {kind is PathKind} */
export function isPathKind(kind) {
  return typeof kind === 'string' && ['udp', 'tcp', 'tls', 'turn-udp', 'turn-tcp', 'turn-tls'].includes(kind);
}

/**
 * Why packets make a detour: which more direct ways were tried and never answered. Empty for the direct way, and when
 * nothing can be said for certain.
 * @param {PathKind} kind the path in use
 * @param {{protocol: string, relayed: boolean, sent: number, answered: number}[]} tries every candidate pair: checks sent, and answers
 * @returns {Detour}
 */
export function detourOf(kind, tries) {
  if (kind === 'udp') return '';
  const isBlocked = (/** @type {string} */ protocol) => {
    const direct = tries.filter((attempt) => attempt.protocol === protocol && !attempt.relayed && attempt.sent > 0);
    return direct.length > 0 && direct.every((attempt) => attempt.answered === 0);
  };
  const udp = isBlocked('udp');
  if (kind === 'turn-udp') return udp ? 'direct-blocked' : '';
  if (kind === 'tcp' || kind === 'tls' || !isBlocked('tcp')) return udp ? 'udp-blocked' : '';
  return udp ? 'udp-and-tcp-blocked' : 'tcp-blocked';
}

/** @param {Detour} detour */
export function whyDetour(detour) {
  return REASONS[detour];
}

const STORAGE_KEY = 'toperparty.paths';
const MOST_NETWORKS = 20;
/** Firewalls change; after this long, in ms, the direct way gets its chance again. */
const LIFETIME = 14 * 86_400_000;

/** Remembers which path worked in which network. */
export class PathMemory {
  #storage; #now;

  /** @param {{storage: import('./devices.js').Storage, now?: () => number}} options */
  constructor({ storage, now = Date.now }) {
    this.#storage = storage;
    this.#now = now;
  }

  /**
   * @param {string} network
   * @returns {PathKind | null}
   */
  recall(network) {
    const known = this.#read().find((entry) => entry.network === network);
    return known && this.#now() - known.at < LIFETIME && isPathKind(known.path) ? known.path : null;
  }

  /** @param {string} network @param {PathKind} path */
  remember(network, path) {
    const others = this.#read().filter((entry) => entry.network !== network);
    try {
      this.#storage.setItem(STORAGE_KEY, JSON.stringify([{ network, path, at: this.#now() }, ...others].slice(0, MOST_NETWORKS)));
    } catch {
      // Not remembered: the next time takes a second longer.
    }
  }

  /** @returns {{network: string, path: unknown, at: number}[]} */
  #read() {
    try {
      const list = JSON.parse(this.#storage.getItem(STORAGE_KEY) ?? '[]');
      return Array.isArray(list) ? list.filter((entry) => typeof entry?.network === 'string' && Number.isFinite(entry.at)) : [];
    } catch {
      return [];
    }
  }
}

/**
 * What tells this network from another: its kind, and the networks of our own addresses as far as the browser shows
 * them (those it hides behind names all look the same).
 * @param {string | undefined} sdp our own description, with candidates @param {string | undefined} type of navigator.connection
 */
export function networkName(sdp = '', type = 'unknown') {
  const hosts = [...sdp.matchAll(/^a=candidate:\S+ 1 udp \d+ (\S+) \d+ typ host/gim)].map((match) => match[1]);
  const prefixes = hosts.filter((host) => !/\.local$|^127\.|^::1$/.test(host)).map(prefix);
  return [type, ...new Set(prefixes)].sort().join(' ');
}

/** @param {string} address */
function prefix(address) {
  return address.includes(':') ? address.split(':').slice(0, 4).join(':') : address.split('.').slice(0, 3).join('.');
}
