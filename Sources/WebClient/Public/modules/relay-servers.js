/**
 * The relays that WELCOME names: which transport reaches them, and whether one of them can be reached now.
 *
 * @typedef {'udp' | 'tcp' | 'tls'} RelayTransport
 * @typedef {RelayTransport | 'any'} RelayWish
 */

const WORDS = { any: '', udp: ' over UDP', tcp: ' over TCP', tls: ' over TLS' };

/**
 * What the address of the page asks for with `?relay=`: media by relay only, to find out whether it would work.
 * @param {string | null} text @returns {RelayWish | null} null leaves the choice to the browser
 */
export function relayWish(text) {
  if (text === 'udp' || text === 'tcp' || text === 'tls') return text;
  return text === 'any' || text === '1' ? 'any' : null;
}

/**
 * Why there is no way in with this wish.
 * @param {RelayWish} wish
 */
export function noSuchRelay(wish) {
  const message = `This server has no relay${WORDS[wish]}: leave “relay=${wish}” out of the page’s address.`;
  return Object.assign(new Error(message), { code: 'no_relay' });
}

/**
 * Those of the servers that are reached so (RFC 7065: `turn:` is UDP unless it says otherwise, `turns:` is TLS).
 * @param {RTCIceServer[]} servers @param {RelayWish} wish @returns {RTCIceServer[]}
 */
export function relaysOver(servers, wish) {
  return servers
    .map((server) => ({ ...server, urls: [server.urls].flat().filter((url) => fits(relayTransport(url), wish)) }))
    .filter(({ urls }) => urls.length > 0);
}

/** @param {RelayTransport | null} transport @param {RelayWish} wish */
function fits(transport, wish) {
  return transport !== null && (wish === 'any' || transport === wish);
}

/** @param {string} url @returns {RelayTransport | null} null for what is no relay */
function relayTransport(url) {
  if (/^turns:/i.test(url)) return 'tls';
  if (!/^turn:/i.test(url)) return null;
  return /[?&]transport=tcp\b/i.test(url) ? 'tcp' : 'udp';
}

/** A relay that answers does so within two round trips; after this long, in ms, it does not. */
const PATIENCE = 4_000;

/**
 * Whether one of these relays answers now. Asked by a connection of its own, which leads nowhere and is closed at once.
 * @param {RTCIceServer[]} servers
 * @param {(configuration: RTCConfiguration) => RTCPeerConnection} [createPeerConnection]
 * @returns {Promise<boolean>}
 */
export async function doesAnswer(servers, createPeerConnection = (configuration) => new RTCPeerConnection(configuration)) {
  const connection = createPeerConnection({ iceServers: servers, iceTransportPolicy: 'relay' });
  /** @type {any} */ let timer = null;
  try {
    // Without anything to send nothing is gathered.
    connection.createDataChannel('');
    const answer = new Promise((/** @type {(answers: boolean) => void} */ resolve) => {
      connection.addEventListener('icecandidate', ({ candidate }) => { if (candidate?.candidate) resolve(true); });
      timer = setTimeout(() => resolve(false), PATIENCE);
    });
    await connection.setLocalDescription();
    return await answer;
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}
