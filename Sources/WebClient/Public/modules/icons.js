/** Line icons on a 24 × 24 grid, drawn for this page. */

const SVG = 'http://www.w3.org/2000/svg';

/** @type {Record<string, string[]>} */
const PATHS = {
  microphone: ['M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z', 'M5.5 11a6.5 6.5 0 0 0 13 0', 'M12 17.5V21', 'M8.5 21h7'],
  'microphone-off': ['M9 9v2a3 3 0 0 0 4.6 2.55', 'M15 11V6a3 3 0 0 0-5.8-1', 'M5.5 11a6.5 6.5 0 0 0 10.2 5.3', 'M18.5 11a6.4 6.4 0 0 1-.6 2.7', 'M12 17.5V21', 'M8.5 21h7', 'M3.5 3.5l17 17'],
  camera: ['M4.5 6.5h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2Z', 'M15.5 10.6l4.6-2.8a.9.9 0 0 1 1.4.8v6.8a.9.9 0 0 1-1.4.8l-4.6-2.8'],
  'camera-off': ['M10.2 6.5h3.3a2 2 0 0 1 2 2v2.1l4.6-2.8a.9.9 0 0 1 1.4.8v6.8a.9.9 0 0 1-1.1.8', 'M15.3 16.4a2 2 0 0 1-1.8 1.1h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2h.9', 'M3.5 3.5l17 17'],
  screen: ['M4.5 4.5h15a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2Z', 'M12 13.5v-6', 'M9.4 9.8L12 7.2l2.6 2.6', 'M8.5 20h7'],
  'screen-stop': ['M4.5 4.5h15a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-15a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2Z', 'M9.8 8.3l4.4 4.4', 'M14.2 8.3l-4.4 4.4', 'M8.5 20h7'],
  pin: ['M9 3.5h6', 'M10 3.5v6.2L6.8 13v2h10.4v-2L14 9.7V3.5', 'M12 15v6'],
  leave: ['M3 14.6c0-1.2.5-2.3 1.5-3A13 13 0 0 1 12 9.300a13 13 0 0 1 7.500 2.300c1 .7 1.500 1.800 1.500 3v.7a1.200 1.200 0 0 1-1.400 1.200l-3-.5a1.200 1.200 0 0 1-1-1.200v-1.500a11 11 0 0 0-7.200 0v1.500a1.200 1.200 0 0 1-1 1.200l-3 .5A1.200 1.200 0 0 1 3 15.300Z'],
  link: ['M10 14a4 4 0 0 0 5.700 0l3.100-3.100a4 4 0 0 0-5.700-5.700L12 6.300', 'M14 10a4 4 0 0 0-5.700 0l-3.100 3.100a4 4 0 0 0 5.700 5.700L12 17.700'],
  chat: ['M5.500 5h13a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-7l-4.500 3.500V17h-1.500a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2Z'],
  send: ['M4.500 12L20 4.500L15.500 20l-4-6.500Z', 'M11.500 13.500L20 4.500'],
  more: ['M12 5.500v.1', 'M12 12v.1', 'M12 18.500v.1'],
  check: ['M5 12.500l4.500 4.500L19 7.500'],
  settings: ['M4 7h9', 'M17 7h3', 'M4 17h3', 'M11 17h9', 'M15 4.800a2.200 2.200 0 1 1 0 4.400a2.200 2.200 0 0 1 0-4.400Z', 'M9 14.800a2.200 2.200 0 1 1 0 4.400a2.200 2.200 0 0 1 0-4.400Z'],
  help: ['M12 3a9 9 0 1 1 0 18a9 9 0 0 1 0-18Z', 'M9.500 9.500a2.500 2.500 0 1 1 3.600 2.250c-.7.35-1.100.85-1.100 1.650', 'M12 16.800v.1'],
  signal: ['M5 19v-4', 'M12 19v-8.500', 'M19 19V5'],
  people: ['M9 5a3.200 3.200 0 1 1 0 6.400A3.200 3.200 0 0 1 9 5Z', 'M3 19c.4-3 2.800-4.700 6-4.700s5.600 1.700 6 4.700', 'M15.500 5.300a3.200 3.200 0 0 1 0 5.800', 'M17.500 14.800c2 .6 3.200 2.100 3.500 4.200'],
  expand: ['M4 9V5a1 1 0 0 1 1-1h4', 'M15 4h4a1 1 0 0 1 1 1v4', 'M20 15v4a1 1 0 0 1-1 1h-4', 'M9 20H5a1 1 0 0 1-1-1v-4'],
  speaker: ['M4 9.500v5h3.500L12 18.500v-13L7.500 9.500H4Z', 'M15.500 9a4 4 0 0 1 0 6', 'M18 6.500a7.500 7.500 0 0 1 0 11'],
  film: ['M4.500 5h15a1.500 1.500 0 0 1 1.500 1.500v11a1.500 1.500 0 0 1-1.500 1.500h-15A1.500 1.500 0 0 1 3 17.500v-11A1.500 1.500 0 0 1 4.500 5Z', 'M10 9l5 3l-5 3Z'],
  play: ['M8 5.500l10.500 6.500L8 18.500Z'],
  pause: ['M8.500 5.500v13', 'M15.500 5.500v13'],
  back: ['M11 6.500l-6 5.500l6 5.500', 'M19 6.500l-6 5.500l6 5.500'],
  forward: ['M5 6.500l6 5.500l-6 5.500', 'M13 6.500l6 5.500l-6 5.500'],
  tiles: ['M4 5.500h16v13H4Z', 'M15 5.500v13', 'M15 10h5', 'M15 14.200h5'],
  close: ['M6 6l12 12', 'M18 6L6 18'],
  warning: ['M12 4L2.800 19.500h18.400L12 4Z', 'M12 10v4.200', 'M12 16.900v.1'],
};

/** @param {string} name @returns {SVGSVGElement} a decoration: the label belongs on the button */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const attributes = { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': '1.8', 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', class: 'icon' };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const data of PATHS[name] ?? []) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', data);
    svg.append(path);
  }
  return svg;
}

/**
 * Shows another icon in an element that holds one.
 * @param {Element} holder @param {string} name
 */
export function swapIcon(holder, name) {
  if (holder.getAttribute('data-icon') === name) return;
  holder.setAttribute('data-icon', name);
  holder.querySelector('svg')?.remove();
  holder.prepend(icon(name));
}
