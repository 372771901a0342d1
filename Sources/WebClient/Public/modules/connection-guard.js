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
    peerConnection.addEventListener('iceconnectionstatechange', this.#iceChanged);
    peerConnection.addEventListener('connectionstatechange', this.#connectionChanged);
  }

  stop() {
    this.#timers.clearTimeout(this.#timer);
    this.#pc.removeEventListener('iceconnectionstatechange', this.#iceChanged);
    this.#pc.removeEventListener('connectionstatechange', this.#connectionChanged);
  }

  /** Another network: the old path is gone or worse than the new one, whatever the state says. */
  networkChanged() {
    if (this.#pc.iceConnectionState === 'new') return;
    this.#tryRestart('network');
  }

  #iceChanged = () => {
    const ice = this.#pc.iceConnectionState;
    if (this.#isHealthy) return this.#healthyOrDead();
    if (ice === 'failed') return this.#tryRestart('failed');
    if (ice === 'disconnected') this.#after(DISCONNECTED_PATIENCE, () => this.#tryRestart('disconnected'));
  };

  #connectionChanged = () => {
    if (this.#isHealthy) this.#healthyOrDead();
  };

  get #isHealthy() {
    const ice = this.#pc.iceConnectionState;
    return ice === 'connected' || ice === 'completed';
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
    if (this.#isHealthy) return this.#healthyOrDead();
    this.#tryRestart('again');
  }

  /** @param {number} ms @param {() => void} run */
  #after(ms, run) {
    this.#timers.clearTimeout(this.#timer);
    this.#timer = this.#timers.setTimeout(run, ms);
  }
}
