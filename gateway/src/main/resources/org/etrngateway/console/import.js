// Mail out of files, taken in as held mail of a site.

import { Problem, path, send } from './api.js';
import { h, show } from './dom.js';
import { choice, labelled, reason, said } from './form.js';
import { number } from './format.js';
import { t } from './words.js';

/** What a file most likely is, by its name. */
const formatOf = (file) => (/\.mbox$|^mbox$|^inbox/i.test(file.name) ? 'mbox' : 'eml');

export async function importing(main, page, site) {
  const file = h('input', { type: 'file', id: 'file', required: true });
  const format = choice('format', ['eml', 'mbox'].map((word) => [word, t(`format.${word}`)]), 'eml');
  const field = (name) => h('input', { name, maxlength: 256, autocomplete: 'off', spellcheck: 'false' });
  const skip = h('input', { type: 'number', name: 'skip', min: 0, value: 0 });
  const button = h('button', { class: 'main' }, t('import'));
  const told = h('p', { role: 'status' });

  // Another file is begun at its beginning.
  file.addEventListener('change', () => {
    if (file.files.length) format.value = formatOf(file.files[0]);
    skip.value = 0;
    show(told);
  });

  async function bringIn(event) {
    event.preventDefault();
    button.disabled = true;
    show(told, t('importing'));
    try {
      const { taken, skipped, stopped } = await send(path(['sites', site, 'import'], said(form)), file.files[0]);
      if (!stopped) return show(told, t('imported', number(taken)));
      // What was taken is not taken again by the next press.
      skip.value = skipped + taken;
      return show(told, t('importStopped', number(taken), number(stopped.message), stopped.reason));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      return show(told, h('span', { class: 'wrong' }, problem.message));
    } finally {
      button.disabled = false;
    }
  }

  const form = h('form', { class: 'fields panel', onsubmit: bringIn },
    labelled('file', file), labelled('format', format),
    labelled('to', field('to'), t('importTo')), labelled('from', field('from'), t('importFrom')),
    labelled('leaveOut', skip, t('leaveOutHint')), reason(), h('div', { class: 'buttons' }, button), told);
  show(main, h('h1', {}, t('importTitle', site)), h('p', { class: 'second' }, t('importMore')), form);
  return t('importTitle', site);
}
