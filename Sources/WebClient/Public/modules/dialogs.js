import { h } from './dom.js';
import { icon } from './icons.js';
import { DevicePicker } from './device-picker.js';

/**
 * A native modal dialog: the browser keeps the focus inside and gives it back.
 * @param {string} title @param {Node[]} content @param {() => void} [closed]
 * @returns {HTMLDialogElement} already open
 */
export function openDialog(title, content, closed = () => {}) {
  const close = h('button', { type: 'button', class: 'round quiet', 'aria-label': 'Close', title: 'Close (Esc)', on: { click: () => dialog.close() } }, icon('close'));
  const dialog = h('dialog', { class: 'dialog', 'aria-labelledby': 'dialog-title' },
    h('header', { class: 'dialog-head' }, h('h2', { id: 'dialog-title', text: title }), close), ...content);
  dialog.addEventListener('close', () => { closed(); dialog.remove(); });
  dialog.addEventListener('click', (/** @type {MouseEvent} */ event) => { if (event.target === dialog) dialog.close(); });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** @param {import('./shortcuts.js').Shortcuts} shortcuts */
export function openHelp(shortcuts) {
  const rows = shortcuts.list.map(({ label, does }) => h('div', { class: 'help-row' }, h('dt', {}, h('kbd', { text: label })), h('dd', { text: does })));
  const box = h('input', { type: 'checkbox', on: { change: () => { shortcuts.enabled = box.checked; } } });
  box.checked = shortcuts.enabled;
  return openDialog('Keyboard shortcuts', [
    h('dl', { class: 'help-list' }, ...rows),
    h('label', { class: 'check' }, box, 'Use single-key shortcuts'),
  ]);
}

/** @param {import('./devices.js').Devices} devices */
export function openSettings(devices) {
  const picker = new DevicePicker(devices);
  return openDialog('Camera and sound', [picker.preview, picker.choices], () => picker.destroy());
}
