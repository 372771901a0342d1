/** What codes and states mean, in words for people. */

/** @type {Record<string, string>} */
const ERRORS = {
  room_full: 'This party is full. Somebody has to leave before you can come in.',
  too_many_rooms: 'This server hosts as many parties as it can right now. Please try again in a while.',
  unsupported_version: 'This page is older or newer than the server. Please reload it.',
  bad_offer: 'The server could not accept your browser’s media settings.',
  rate_limited: 'That was a little fast. Please wait a moment.',
  room_locked: 'This party is locked: nobody new can come in.',
  refused: 'You were not let in this time.',
  kicked: 'You were removed from this party.',
  room_closed: 'This party was closed by the operator of the server.',
  seat_taken: 'You joined this party in another tab or window. This one has stopped.',
  bad_token: 'This invitation does not work: it is wrong, has expired, or was used up. Please ask for a new link.',
  too_many_attempts: 'Too many wrong invitations came from your network. Please try again in a minute.',
  not_allowed: 'The host’s rules do not allow that.',
  unknown_member: 'They have left the party already.',
  draining: 'The server is restarting. You will be back in a few seconds.',
};

/** @param {import('./signaling.js').ServerError} error */
export function explainError({ code, message, in: cause }) {
  const words = ERRORS[code];
  // Only the server knows for how long.
  if (code === 'kicked' && cause === 'JOIN' && message) return message.replace('this room', 'this party');
  if (!words) return message || `The server reported “${code}”.`;
  return code === 'bad_offer' && message ? `${words} (${message})` : words;
}

/** @param {string} reason of a LEAVE @param {string} name */
export function explainLeave(reason, name) {
  if (reason === 'timeout' || reason === 'disconnected') return `${name} lost the connection.`;
  if (reason === 'kicked') return `${name} was removed by a host.`;
  return reason === 'removed' ? `${name} was removed from the party.` : `${name} left.`;
}

/**
 * What a member's change of labels means to the others.
 * @param {import('./roster.js').MemberInfo} member as it is now @param {import('./roster.js').TrackLabel[]} before
 */
export function explainLabels({ name, tracks }, before) {
  const live = (/** @type {import('./roster.js').TrackLabel[]} */ list, /** @type {string} */ source) => list.some((track) => track.source === source && !track.muted);
  const changed = (/** @type {string} */ source) => live(before, source) !== live(tracks, source);
  const texts = [];
  if (changed('microphone') && before.length > 0) texts.push(live(tracks, 'microphone') ? `${name} unmuted.` : `${name} muted.`);
  if (changed('screen')) texts.push(live(tracks, 'screen') ? `${name} shares a screen.` : `${name} stopped sharing.`);
  return texts.join(' ');
}

/** @param {number} others */
export function peopleText(others) {
  return others === 0 ? 'Only you' : `${others + 1} people`;
}
