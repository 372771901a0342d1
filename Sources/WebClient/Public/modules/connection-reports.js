import { PartyEvent } from './party-event.js';
import { StatsReader, describe, quality } from './stats.js';
import { pathName } from './paths.js';
import { QualityReports } from './quality-reports.js';

const INTERVAL = 2_000;
/** Intervals without a new frame after which a picture counts as missing. */
const PATIENCE = 2;

/**
 * Reads getStats() every two seconds and puts path, delay, loss and resolution on every tile.
 * Events: `waiting` (the set of tiles that should show a picture and do not has changed), `path` (PathStats, after each reading).
 */
export class ConnectionReports extends EventTarget {
  /** @type {ReadonlySet<string>} tile keys */
  waiting = new Set();
  /** @type {import('./stats.js').PathStats | null} */ path = null;
  #reader = new StatsReader();
  /** @type {import('./media-session.js').MediaSession | null} */ #session = null;
  /** @type {Map<string, {frames: number, silent: number}>} */ #frames = new Map();
  /** @type {any} */ #timer = null;
  #party; #stage; #quality;

  /** @param {{party: import('./party.js').Party, stage: import('./stage.js').Stage}} options */
  constructor({ party, stage }) {
    super();
    this.#party = party;
    this.#stage = stage;
    this.#quality = new QualityReports((message) => party.signaling.send(message));
  }

  start() {
    this.stop();
    this.#timer = setInterval(() => this.#update(), INTERVAL);
  }

  stop() {
    clearInterval(this.#timer);
  }

  async #update() {
    const { session } = this.#party;
    if (!session) return;
    if (session !== this.#session) this.#begin(session);
    const report = await session.peerConnection.getStats().catch(() => null);
    if (!report || session !== this.#party.session) return;
    const stats = this.#reader.read(/** @type {any} */ (report).values(), (id) => midOfTrack(session, id));
    for (const model of this.#stage.models) this.#showTile(model, stats, session);
    this.#notice(stats.path);
    this.#findWaiting(stats);
    this.#quality.look(stats, performance.now());
  }

  /** @param {import('./stats.js').PathStats | null} path */
  #notice(path) {
    if (!path) return;
    if (path.kind !== this.path?.kind) this.#session?.pathIs(path.kind);
    this.path = path;
    this.dispatchEvent(new PartyEvent('path', path));
  }

  /** @param {import('./media-session.js').MediaSession} session */
  #begin(session) {
    this.#session = session;
    this.path = null;
    this.#reader = new StatsReader();
    this.#frames.clear();
    this.#quality.begin();
  }

  /** @param {import('./stage.js').TileModel} model @param {import('./stats.js').SessionStats} stats @param {import('./media-session.js').MediaSession} session */
  #showTile({ key, memberId, source, isSelf }, stats, session) {
    const sound = source === 'camera' ? 'microphone' : 'screen-audio';
    const find = (/** @type {import('./party.js').Source} */ which) => {
      const mid = isSelf ? session.sendingMid(which) : this.#party.midOf(memberId, which);
      return (isSelf ? stats.outbound : stats.inbound).get(mid ?? '') ?? null;
    };
    const video = find(source);
    const audio = find(sound);
    const loss = Math.max(video?.lossPercent ?? 0, audio?.lossPercent ?? 0);
    // One's own way is on one's own tile, with the reason for a detour; the others' ways the server tells.
    const theirs = isSelf ? null : this.#party.members.find((member) => member.memberId === memberId);
    const path = theirs?.path ? { path: pathName(theirs.path), roundTrip: theirs.roundTrip } : isSelf ? stats.path : stats.path && { ...stats.path, why: '' };
    this.#stage.tile(key)?.showConnection(describe(path, video, audio), quality(stats.path, loss));
  }

  /** @param {import('./stats.js').SessionStats} stats */
  #findWaiting(stats) {
    const waiting = new Set();
    for (const { key, memberId, source, isSelf, videoOn } of this.#stage.models) {
      if (isSelf || !videoOn) { this.#frames.delete(key); continue; }
      const stream = stats.inbound.get(this.#party.midOf(memberId, source) ?? '');
      if (this.#isStuck(key, stream?.framesDecoded ?? 0)) waiting.add(key);
    }
    if (sameSet(waiting, this.waiting)) return;
    this.waiting = waiting;
    this.dispatchEvent(new PartyEvent('waiting'));
  }

  /** @param {string} key @param {number} frames */
  #isStuck(key, frames) {
    const before = this.#frames.get(key) ?? { frames: 0, silent: 0 };
    const silent = frames === before.frames ? before.silent + 1 : 0;
    this.#frames.set(key, { frames, silent });
    return silent >= PATIENCE;
  }
}

/** @param {import('./media-session.js').MediaSession} session @param {string} id */
function midOfTrack(session, id) {
  for (const { audio, video } of session.seats) {
    if (audio.receiver.track.id === id) return audio.mid;
    if (video.receiver.track.id === id) return video.mid;
  }
  return null;
}

/** @param {ReadonlySet<string>} a @param {ReadonlySet<string>} b */
function sameSet(a, b) {
  return a.size === b.size && [...a].every((value) => b.has(value));
}
