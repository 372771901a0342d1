/**
 * Builds elements. Text is always set as text, never parsed as markup: names come from strangers.
 *
 * @param {string} tag @param {Record<string, any>} [properties] `class`, `text`, `on` (event handlers) and attributes;
 *   `true` sets an attribute empty, `false`, null and undefined leave it out
 * @param {(Node | string | null | undefined | false)[]} children
 * @returns {any} the element
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) apply(element, key, value);
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== undefined && child !== false)));
  return element;
}

/** @param {HTMLElement} element @param {string} key @param {any} value */
function apply(element, key, value) {
  if (value === false || value === null || value === undefined) return;
  if (key === 'class') element.className = value;
  else if (key === 'text') element.textContent = value;
  else if (key === 'on') for (const [type, handler] of Object.entries(value)) element.addEventListener(type, handler);
  else element.setAttribute(key, value === true ? '' : String(value));
}

/**
 * Sets text only when it differs, so that live regions and selections are not disturbed.
 * @param {Node} node @param {string} text
 */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
