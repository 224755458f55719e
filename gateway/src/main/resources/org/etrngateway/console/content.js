// What is in a message: its parts, and the beginning of its text. All of it was written by strangers, and is shown as text.

import { get, path } from './api.js';
import { asked } from './dialog.js';
import { h, show } from './dom.js';
import { bytes } from './format.js';
import { t } from './words.js';

function part(one) {
  const name = one.name && h('bdi', { class: 'part-name' }, one.name);
  const facts = [one.disposition === 'attachment' && t('attachment'), bytes(one.size)].filter(Boolean).join(' · ');
  const item = h('li', {}, h('span', { class: 'reply' }, one.type), ' ', name, ' ', h('span', { class: 'second' }, facts));
  // By the script's own hand, which the policy of styles lets pass.
  item.style.marginInlineStart = `${1.25 * one.depth}rem`;
  return item;
}

function text(preview) {
  if (!preview) return h('p', { class: 'empty' }, t('noText'));
  return [
    h('p', { class: 'second' }, t(preview.type === 'text/html' ? 'previewHtml' : 'preview', preview.path)),
    h('pre', { class: 'preview', tabindex: 0, role: 'region', 'aria-label': t('previewOf'), dir: 'auto' }, preview.text),
    !preview.complete && h('p', { class: 'second' }, t('previewCut')),
  ];
}

/** A panel that shows it when it is asked for, for that somebody looked stands in the history. */
export function contentPanel(words) {
  const place = h('div', {});
  const look = async () => {
    const yes = await asked(t('askLook'), t('askLookMore'), t('look'));
    if (!yes) return;
    const seen = await get(path([...words, 'parts'], yes));
    show(place,
      h('ul', { class: 'parts', 'aria-label': t('parts') }, seen.parts.map(part)),
      !seen.complete && h('p', { class: 'second' }, t('partsCut')),
      text(seen.text));
    place.querySelector('.preview')?.focus();
  };
  show(place, h('button', { 'data-act': 'look', onclick: look }, t('look')));
  return h('section', { class: 'panel' }, h('h2', {}, t('parts')), place);
}
