/**
 * Codec order and SDP details of the party.
 *
 * VP8 comes first for cameras: every browser and every WHIP tool decodes it, in hardware or cheaply. Variants that
 * nobody here would send are left out, which keeps an offer with many receive slots below one signaling frame.
 */

const VIDEO_ORDER = ['video/vp8', 'video/vp9', 'video/h264', 'video/av1'];
const AUDIO_ORDER = ['audio/opus', 'audio/red'];
const HELPERS = ['video/rtx'];

/**
 * @param {{mimeType: string, sdpFmtpLine?: string}[]} codecs what the browser can do
 * @param {'audio' | 'video'} kind
 */
export function preferredCodecs(codecs, kind) {
  const order = kind === 'audio' ? AUDIO_ORDER : VIDEO_ORDER;
  const rank = (/** @type {{mimeType: string}} */ codec) => order.indexOf(codec.mimeType.toLowerCase());
  const chosen = codecs.filter((codec) => rank(codec) >= 0 && isUsual(codec)).sort((a, b) => rank(a) - rank(b));
  const helpers = kind === 'video' ? codecs.filter((codec) => HELPERS.includes(codec.mimeType.toLowerCase())) : [];
  return [...chosen, ...helpers];
}

/** @param {{mimeType: string, sdpFmtpLine?: string}} codec */
function isUsual({ mimeType, sdpFmtpLine = '' }) {
  const type = mimeType.toLowerCase();
  if (type === 'video/vp9') return !/profile-id=[1-9]/.test(sdpFmtpLine);
  if (type === 'video/av1') return !/profile=[1-9]/.test(sdpFmtpLine);
  // Packets of single NAL units only (mode 0) and 4:4:4 pictures: no camera or tool sends them to a party.
  if (type === 'video/h264') return /packetization-mode=1/.test(sdpFmtpLine) && !/profile-level-id=f4/i.test(sdpFmtpLine);
  return true;
}

/** Whether this browser lets pages say which codecs an m-line has. */
export function canChooseCodecs() {
  return typeof globalThis.RTCRtpTransceiver?.prototype.setCodecPreferences === 'function';
}

/**
 * Sets the codec order of a transceiver where the browser allows it.
 * @param {RTCRtpTransceiver} transceiver @param {'audio' | 'video'} kind
 */
export function preferCodecs(transceiver, kind) {
  const receives = globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs;
  if (!receives || typeof transceiver.setCodecPreferences !== 'function') return;
  try {
    transceiver.setCodecPreferences(/** @type {any} */ (preferredCodecs(receives, kind)));
  } catch {
    // A browser that wants another list keeps its own order: any order works, this one is only better.
  }
}

/** What the party uses of the header extensions browsers offer; the rest only makes offers longer. */
const EXTENSIONS = [
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:3gpp:video-orientation',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
];

/**
 * Leaves out the header extensions that nobody reads, where the browser allows it.
 * @param {any} transceiver
 */
export function trimExtensions(transceiver) {
  try {
    const offered = transceiver.getHeaderExtensionsToNegotiate?.();
    if (!offered) return;
    transceiver.setHeaderExtensionsToNegotiate(offered.map((/** @type {any} */ extension) => (
      EXTENSIONS.includes(extension.uri) ? extension : { ...extension, direction: 'stopped' })));
  } catch {
    // Some extensions are mandatory in some browsers: then all stay.
  }
}

/**
 * What our Opus encoder shall do for an m-line, told through the answer (RFC 7587 §6.1: these parameters are the
 * receiver's wishes, and the receiver is a server that takes whatever people can use).
 * Speech: silence is not sent (DTX). Film sound: stereo, more bits, and no DTX, which would cut quiet music.
 * @type {Record<string, Record<string, string>>}
 */
const OPUS_WISHES = {
  microphone: { usedtx: '1', useinbandfec: '1' },
  'screen-audio': { stereo: '1', 'sprop-stereo': '1', maxaveragebitrate: '160000', usedtx: '0' },
};

/**
 * @param {string} sdp an answer
 * @param {Map<string, string>} sources mid → source of our sending m-lines
 */
export function tuneOpus(sdp, sources) {
  const sections = sdp.split(/(?=^m=)/m);
  return sections.map((section) => {
    const mid = /^a=mid:(.*)$/m.exec(section)?.[1].trim();
    const wishes = mid === undefined ? undefined : OPUS_WISHES[sources.get(mid) ?? ''];
    return wishes ? withOpusParameters(section, wishes) : section;
  }).join('');
}

/**
 * Says in an offer that every receive slot can play stereo (RFC 7587 §6.1). Without it Chromium mixes the sound of a
 * shared film down to one channel; there is no API for it but the description.
 * @param {string} sdp
 */
export function hearStereo(sdp) {
  const sections = sdp.split(/(?=^m=)/m);
  return sections.map((section) => (
    /^m=audio /.test(section) && /^a=recvonly/m.test(section) ? withOpusParameters(section, { stereo: '1' }) : section)).join('');
}

/** @param {string} section @param {Record<string, string>} wishes */
function withOpusParameters(section, wishes) {
  const payloadType = /^a=rtpmap:(\d+) opus\//im.exec(section)?.[1];
  if (!payloadType) return section;
  const line = new RegExp(`^a=fmtp:${payloadType} (.*?)(\\r?)$`, 'm');
  const found = line.exec(section);
  const parameters = new Map((found?.[1] ?? '').split(';').map((pair) => pair.trim()).filter(Boolean)
    .map((pair) => /** @type {[string, string]} */ (pair.split('=', 2))));
  for (const [key, value] of Object.entries(wishes)) parameters.set(key, value);
  const text = `a=fmtp:${payloadType} ${[...parameters].map(([key, value]) => `${key}=${value}`).join(';')}`;
  if (found) return section.replace(line, `${text}$2`);
  return section.replace(/^(a=rtpmap:\d+ opus\/.*?)(\r?\n)/im, `$1$2${text}$2`);
}
