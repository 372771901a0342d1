/**
 * Watches one RTCPeerConnection and decides when to restart ICE, and when to give the connection up.
 *
 * `disconnected` often mends itself (a lost second on Wi-Fi), so it gets three seconds; `failed` never does.
 * Restarts that lead nowhere end in `giveUp`: then the whole membership is made anew.
 * @typedef {import('./signaling.js').Timers} Timers
 */

const DISCONNECTED_PATIENCE = 3_000;
const RESTART_PATIENCE = 6_000;
const MOST_RESTARTS = 3;

export class ConnectionGuard {
  #restarts = 0;
  /** @type {any} */ #timer = null;
  #pc; #restart; #giveUp; #timers;

  /**
   * @param {{peerConnection: RTCPeerConnection, restart: (reason: string) => void, giveUp: () => void,
   *   timers?: Pick<Timers, 'setTimeout' | 'clearTimeout'>}} options
   */
  constructor({ peerConnection, restart, giveUp, timers = { setTimeout: (run, ms) => setTimeout(run, ms), clearTimeout: (id) => clearTimeout(id) } }) {
    this.#pc = peerConnection;
    this.#restart = restart;
    this.#giveUp = giveUp;
    this.#timers = timers;
    this.changed = this.changed.bind(this);
    peerConnection.addEventListener('iceconnectionstatechange', this.changed);
    peerConnection.addEventListener('connectionstatechange', this.changed);
  }

  stop() {
    this.#timers.clearTimeout(this.#timer);
    this.#pc.removeEventListener('iceconnectionstatechange', this.changed);
    this.#pc.removeEventListener('connectionstatechange', this.changed);
  }

  /** Another network: the old path is gone or worse than the new one, whatever the state says. */
  networkChanged() {
    if (this.#pc.iceConnectionState === 'new') return;
    this.#tryRestart('network');
  }

  changed() {
    const ice = this.#pc.iceConnectionState;
    if (ice === 'connected' || ice === 'completed') return this.#healthyOrDead();
    if (ice === 'failed') return this.#tryRestart('failed');
    if (ice === 'disconnected') this.#after(DISCONNECTED_PATIENCE, () => this.#tryRestart('disconnected'));
  }

  /** ICE is up; but when DTLS has failed on it, only a new connection helps. */
  #healthyOrDead() {
    this.#timers.clearTimeout(this.#timer);
    if (this.#pc.connectionState === 'failed') return this.#giveUp();
    this.#restarts = 0;
  }

  /** @param {string} reason */
  #tryRestart(reason) {
    if (this.#restarts >= MOST_RESTARTS) {
      this.#timers.clearTimeout(this.#timer);
      return this.#giveUp();
    }
    this.#restarts += 1;
    this.#restart(reason);
    this.#after(RESTART_PATIENCE, () => this.#unlessHealthy());
  }

  #unlessHealthy() {
    const ice = this.#pc.iceConnectionState;
    if (ice === 'connected' || ice === 'completed') return this.#healthyOrDead();
    this.#tryRestart('again');
  }

  /** @param {number} ms @param {() => void} run */
  #after(ms, run) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(run, ms);
  }
}
