// A question before something is done.

import { h } from './dom.js';
import { reason, said } from './form.js';
import { t } from './words.js';

/**
 * Asks before something is done; the question names the thing. Resolves to what was said in the fields, by name, or to
 * null if the answer is no.
 *
 * fields: what else must be known; unless it is given, why
 */
export function asked(title, more, yes, fields = [reason()]) {
  const cancel = h('button', { type: 'button', onclick: () => dialog.close('') }, t('cancel'));
  const form = h('form', { class: 'fields', onsubmit: (event) => {
    event.preventDefault();
    dialog.close('yes');
  } }, fields, h('div', { class: 'buttons' }, cancel, h('button', { class: 'main' }, yes)));
  const dialog = h('dialog', { 'aria-labelledby': 'question', 'aria-describedby': 'more' },
    h('h2', { id: 'question' }, title), h('p', { id: 'more' }, more), form);
  document.body.append(dialog);
  dialog.showModal();
  // Who presses Enter without having read has said no.
  cancel.focus();
  return new Promise((resolve) => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes' ? said(form) : null);
  }));
}
