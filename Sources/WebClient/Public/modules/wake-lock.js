/** Keeps a phone's screen on during the party: nobody touches the screen while watching. */
export class WakeLock {
  /** @type {any} */ #lock = null;
  #wanted = false;
  #again = () => { if (this.#wanted && document.visibilityState === 'visible') this.#request(); };

  hold() {
    this.#wanted = true;
    // The browser takes the lock back whenever the page is hidden.
    document.addEventListener('visibilitychange', this.#again);
    this.#request();
  }

  release() {
    this.#wanted = false;
    document.removeEventListener('visibilitychange', this.#again);
    this.#lock?.release().catch(() => {});
    this.#lock = null;
  }

  async #request() {
    try {
      this.#lock = await /** @type {any} */ (navigator).wakeLock?.request('screen');
    } catch {
      // Low battery, or not allowed: the screen then dims as usual.
    }
  }
}
