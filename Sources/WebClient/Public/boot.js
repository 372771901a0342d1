/**
 * Starts the page. A network that changes while the page is being fetched (Wi-Fi to mobile, a VPN coming up) loses
 * single files, and a browser does not fetch a lost module again: then the page is loaded anew, a few times.
 */
const KEY = 'toperparty.reloads';
const MOST_RELOADS = 4;

function count() {
  try {
    return Number(sessionStorage.getItem(KEY)) || 0;
  } catch {
    return MOST_RELOADS; // Without a count there would be no end to it.
  }
}

/** @param {number} value */
function setCount(value) {
  try {
    sessionStorage.setItem(KEY, String(value));
  } catch {
    // Storage is forbidden: see above.
  }
}

function loadAgain() {
  const reloads = count();
  if (reloads < MOST_RELOADS) {
    setCount(reloads + 1);
    setTimeout(() => location.reload(), 300 * 2 ** reloads);
  } else {
    setCount(0);
    document.body.textContent = 'ToperParty could not be loaded completely. Please check your network and reload the page.';
  }
}

const lacksStyle = [...document.querySelectorAll('link[rel="stylesheet"]')].some((link) => !(/** @type {HTMLLinkElement} */ (link).sheet));
if (lacksStyle) loadAgain();
else import('./app.js').then(() => setCount(0), loadAgain);
