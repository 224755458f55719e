// A question before something is done.

import { h } from './dom.js';
import { t } from './words.js';

/** Asks before something is done; the question names the thing. True if the answer is yes. */
export function confirmed(title, more, yes) {
  const answer = (value) => () => dialog.close(value);
  const cancel = h('button', { type: 'button', onclick: answer('') }, t('cancel'));
  const dialog = h('dialog', { 'aria-labelledby': 'question', 'aria-describedby': 'more' },
    h('h2', { id: 'question' }, title), h('p', { id: 'more' }, more),
    h('div', { class: 'buttons' }, cancel, h('button', { type: 'button', class: 'main', onclick: answer('yes') }, yes)));
  document.body.append(dialog);
  dialog.showModal();
  cancel.focus();
  return new Promise((resolve) => dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  }));
}
