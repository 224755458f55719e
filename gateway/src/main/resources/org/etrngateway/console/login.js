import { post, remember } from './api.js';
import { byId, h, show } from './dom.js';
import { t } from './words.js';

/** The page to whoever is not known yet. */
export function login(main, done) {
  const field = h('input', { id: 'token', type: 'password', autocomplete: 'current-password', required: true, spellcheck: 'false', 'aria-describedby': 'wrong hint' });
  const button = h('button', { class: 'main' }, t('loginButton'));
  const wrong = h('p', { id: 'wrong', class: 'wrong', role: 'alert' });
  const submit = async (event) => {
    event.preventDefault();
    button.disabled = true;
    show(button, t('loginBusy'));
    show(wrong);
    try {
      done(remember(await post('session', { token: field.value.trim() })));
    } catch (problem) {
      show(wrong, problem.message);
      field.select();
    } finally {
      button.disabled = false;
      show(button, t('loginButton'));
    }
  };
  document.title = `${t('loginTitle')} · ${t('product')}`;
  show(byId('bar'));
  show(main, h('form', { class: 'login panel', onsubmit: submit },
    h('img', { src: '/icon.svg', alt: '', width: 40, height: 40 }),
    h('h1', {}, t('product')),
    h('label', { for: 'token' }, t('token')),
    field, wrong, button,
    h('p', { id: 'hint', class: 'hint' }, t('loginHint'), ' ', h('code', {}, 'gateway token add NAME'))));
  field.focus();
}
