const SVG = 'http://www.w3.org/2000/svg';

/**
 * Builds SVG elements; `text` is set as text.
 * @param {string} tag @param {Record<string, string | number | undefined>} [attributes] @param {Node[]} children
 * @returns {any} the element
 */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'text') element.textContent = String(value);
    else if (value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}
