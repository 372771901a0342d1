import { detourOf, pathName, whyDetour } from './paths.js';

/**
 * What getStats() says, in the terms people ask for: the path, the delay, the loss, the picture.
 *
 * @typedef {{kind: import('./paths.js').PathKind, path: string,
 *   detour: import('./paths.js').Detour, why: string, relayed: boolean, roundTrip: number | null, outgoingBitrate: number | null}} PathStats round trip in ms
 * @typedef {{bytes: number, packets: number, lost: number, at: number}} Counters
 * @typedef {{mid: string, kind: string, bitrate: number, lossPercent: number | null, jitter: number | null,
 *   width: number, height: number, framesPerSecond: number, framesDecoded: number, freezes: number, codec: string, bytes: number}} StreamStats
 * @typedef {{path: PathStats | null, inbound: Map<string, StreamStats>, outbound: Map<string, StreamStats>}} SessionStats by mid
 */

/** @typedef {any} Stat one RTCStats dictionary; browsers differ in which members they have */

export class StatsReader {
  /** @type {Map<string, Counters>} */
  #before = new Map();
  /** @type {{kind: string, detour: import('./paths.js').Detour}} */ #detour = { kind: '', detour: '' };

  /**
   * @param {Iterable<Stat>} stats the values of an RTCStatsReport
   * @param {(trackIdentifier: string) => string | null} [midOfTrack] for browsers whose stats lack `mid`
   * @returns {SessionStats}
   */
  read(stats, midOfTrack = () => null) {
    const byId = new Map([...stats].map((stat) => [stat.id, stat]));
    const all = [...byId.values()];
    const streams = (/** @type {string} */ type) => {
      const chosen = all.filter((stat) => stat.type === type);
      return new Map(chosen.map((stat) => this.#stream(stat, byId, all, midOfTrack)).map((stream) => [stream.mid, stream]));
    };
    return { path: this.#lasting(pathStats(all, byId)), inbound: streams('inbound-rtp'), outbound: streams('outbound-rtp') };
  }

  /**
   * Browsers forget the ways that led nowhere after a while; the reason stays true as long as the detour.
   * @param {PathStats | null} path
   */
  #lasting(path) {
    if (!path) return null;
    if (path.kind !== this.#detour.kind || path.detour) this.#detour = { kind: path.kind, detour: path.detour };
    const { detour } = this.#detour;
    return { ...path, detour, why: whyDetour(detour) };
  }

  /** @param {Stat} stat @param {Map<string, Stat>} byId @param {Stat[]} all @param {(id: string) => string | null} midOfTrack @returns {StreamStats} */
  #stream(stat, byId, all, midOfTrack) {
    const remote = byId.get(stat.remoteId) ?? all.find((other) => other.type === 'remote-inbound-rtp' && other.localId === stat.id);
    const bytes = stat.bytesReceived ?? stat.bytesSent ?? 0;
    const change = this.#change(stat.id, {
      bytes, packets: stat.packetsReceived ?? stat.packetsSent ?? 0, lost: stat.packetsLost ?? 0, at: stat.timestamp,
    });
    return {
      mid: stat.mid ?? midOfTrack(stat.trackIdentifier) ?? '', kind: stat.kind, bytes,
      bitrate: change.seconds > 0 ? Math.max(0, change.bytes * 8 / change.seconds) : 0,
      lossPercent: stat.type === 'inbound-rtp' ? change.lossPercent : percent(remote?.fractionLost),
      jitter: milliseconds(stat.jitter ?? remote?.jitter),
      width: stat.frameWidth ?? 0, height: stat.frameHeight ?? 0,
      framesPerSecond: stat.framesPerSecond ?? 0, framesDecoded: stat.framesDecoded ?? stat.framesEncoded ?? 0,
      freezes: stat.freezeCount ?? 0,
      codec: (byId.get(stat.codecId)?.mimeType ?? '').split('/')[1] ?? '',
    };
  }

  /** @param {string} id @param {Counters} now */
  #change(id, now) {
    const before = this.#before.get(id);
    this.#before.set(id, now);
    if (!before || now.bytes < before.bytes) return { bytes: 0, seconds: 0, lossPercent: null };
    const lost = Math.max(0, now.lost - before.lost);
    const expected = now.packets - before.packets + lost;
    return {
      bytes: now.bytes - before.bytes,
      seconds: (now.at - before.at) / 1000,
      lossPercent: expected > 0 ? 100 * lost / expected : null,
    };
  }
}

/** @param {Stat[]} all @param {Map<string, Stat>} byId @returns {PathStats | null} */
function pathStats(all, byId) {
  const pair = selectedPair(all, byId);
  if (!pair) return null;
  const local = byId.get(pair.localCandidateId) ?? {};
  const remote = byId.get(pair.remoteCandidateId) ?? {};
  const relayed = local.candidateType === 'relay';
  const protocol = String((relayed ? local.relayProtocol : local.protocol ?? remote.protocol) ?? 'udp').toLowerCase();
  const transport = protocol === 'tcp' || protocol === 'tls' ? protocol : 'udp';
  const kind = /** @type {import('./paths.js').PathKind} */ (relayed ? `turn-${transport}` : transport);
  const detour = detourOf(kind, tries(all, byId));
  return {
    kind,
    path: pathName(kind),
    detour,
    why: whyDetour(detour),
    relayed,
    roundTrip: milliseconds(pair.currentRoundTripTime),
    outgoingBitrate: pair.availableOutgoingBitrate ?? null,
  };
}

/** @param {Stat[]} all @param {Map<string, Stat>} byId */
function tries(all, byId) {
  return all.filter((stat) => stat.type === 'candidate-pair').map((pair) => {
    const local = byId.get(pair.localCandidateId) ?? {};
    return {
      protocol: local.protocol ?? 'udp', relayed: local.candidateType === 'relay',
      // Firefox counts neither; what has failed there has been tried.
      sent: pair.requestsSent ?? (pair.state === 'failed' ? 1 : 0), answered: pair.responsesReceived ?? (pair.state === 'succeeded' ? 1 : 0),
    };
  });
}

/** @param {Stat[]} all @param {Map<string, Stat>} byId */
function selectedPair(all, byId) {
  const transport = all.find((stat) => stat.type === 'transport' && stat.selectedCandidatePairId);
  if (transport) return byId.get(transport.selectedCandidatePairId) ?? null;
  const pairs = all.filter((stat) => stat.type === 'candidate-pair');
  return pairs.find((pair) => pair.selected) ?? pairs.find((pair) => pair.nominated && pair.state === 'succeeded') ?? null;
}

/** @param {number | undefined} seconds */
function milliseconds(seconds) {
  return typeof seconds === 'number' ? Math.round(seconds * 1000) : null;
}

/** @param {number | undefined} fraction */
function percent(fraction) {
  return typeof fraction === 'number' ? fraction * 100 : null;
}

/**
 * How good a connection is to sit in: 3 fine, 2 noticeable, 1 bad, 0 nothing known.
 * @param {PathStats | null} path @param {number | null} lossPercent
 */
export function quality(path, lossPercent) {
  if (!path) return 0;
  const roundTrip = path.roundTrip ?? 0;
  const loss = lossPercent ?? 0;
  if (loss > 8 || roundTrip > 450) return 1;
  return loss > 2 || roundTrip > 220 ? 2 : 3;
}

/**
 * One line for a tile, for example `UDP · 23 ms · 0.4 % loss · 640×360 · 30 fps · VP8`.
 * @param {Pick<PathStats, 'path' | 'roundTrip'> & {why?: string} | null} path @param {StreamStats | null} video @param {StreamStats | null} audio
 */
export function describe(path, video, audio) {
  const loss = video?.lossPercent ?? audio?.lossPercent ?? null;
  return [
    path?.path,
    path?.roundTrip != null ? `${path.roundTrip} ms` : null,
    path?.why,
    loss != null ? `${loss.toFixed(1)} % loss` : null,
    video && video.height > 0 ? `${video.width}×${video.height}` : null,
    video && video.framesPerSecond > 0 ? `${Math.round(video.framesPerSecond)} fps` : null,
    video && video.bitrate > 0 ? bitrateText(video.bitrate) : null,
    video?.height ? video.codec : null,
  ].filter(Boolean).join(' · ');
}

/** @param {number} bitsPerSecond */
export function bitrateText(bitsPerSecond) {
  return bitsPerSecond >= 1e6 ? `${(bitsPerSecond / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bitsPerSecond / 1e3)} kbit/s`;
}
