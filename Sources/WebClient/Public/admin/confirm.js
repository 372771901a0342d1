import { h } from '../modules/dom.js';

/**
 * Asks before something that cannot be undone. The browser keeps the focus inside and gives it back.
 * @param {{title: string, text: string, action: string}} question
 * @returns {Promise<boolean>}
 */
export function confirmed({ title, text, action }) {
  return new Promise((resolve) => {
    let answer = false;
    const close = (/** @type {boolean} */ value) => { answer = value; dialog.close(); };
    const cancel = h('button', { type: 'button', class: 'button', text: 'Cancel', autofocus: true, on: { click: () => close(false) } });
    const act = h('button', { type: 'button', class: 'button danger', text: action, on: { click: () => close(true) } });
    const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'confirm-title', 'aria-describedby': 'confirm-text' },
      h('h2', { id: 'confirm-title', text: title }), h('p', { id: 'confirm-text', class: 'confirm-text', text }),
      h('div', { class: 'confirm-actions' }, cancel, act));
    dialog.addEventListener('close', () => { dialog.remove(); resolve(answer); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
