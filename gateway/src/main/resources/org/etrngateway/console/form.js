// Fields that several pages have.

import { get, path } from './api.js';
import { h, show } from './dom.js';
import { t } from './words.js';

const WAIT = 300;
const OFFERED = 20;

/** A field with its word; hint: what may stand in it. */
export function labelled(word, field, hint) {
  return h('label', {}, h('span', {}, t(word)), field, hint && h('span', { class: 'second' }, hint));
}

export const choice = (name, options, chosen) => h('select', { name },
  options.map(([value, words]) => h('option', { value, selected: value === chosen }, words)));

export const search = (name) => h('input', { type: 'search', name, maxlength: 200 });

/** Why something is done; the history keeps it. */
export const reason = () => labelled('reason', h('input', { name: 'why', maxlength: 200, autocomplete: 'off' }), t('reasonHint'));

/** The name of a site, of which there may be thousands: names are offered as it is typed, and only a whole one counts. */
export function siteField(chosen) {
  const names = h('datalist', { id: 'sites' });
  const field = h('input', { type: 'search', name: 'site', list: 'sites', maxlength: 63, autocomplete: 'off', spellcheck: 'false', value: chosen });
  field.addEventListener('input', async (event) => {
    const isNamed = [...names.children].some((option) => option.value === field.value);
    if (isNamed || !field.value) return;
    event.stopPropagation();
    const { page } = await get(path(['overview'], { name: field.value, limit: OFFERED }));
    show(names, page.map((site) => h('option', { value: site.site })));
  });
  field.addEventListener('change', () => field.form.dispatchEvent(new Event('input')));
  return [field, names];
}

/** What stands in the fields, by name. */
export const said = (form) => Object.fromEntries(new FormData(form));

/** Calls back when somebody has stopped typing; nothing is ever sent by the browser itself. */
export function whenChanged(form, action) {
  let timer;
  form.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(action, WAIT);
  });
  form.addEventListener('submit', (event) => event.preventDefault());
  return form;
}
