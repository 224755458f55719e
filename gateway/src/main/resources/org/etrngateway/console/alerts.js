// What is amiss now, where there is something.

import { get } from './api.js';
import { h, show } from './dom.js';
import { exactly, time } from './format.js';
import { siteLink } from './overview.js';
import { t } from './words.js';

/** More than these are listed by `gateway alerts`. */
const MOST = 5;

function line(alert) {
  const since = h('time', { class: 'second', datetime: alert.since, title: exactly(alert.since) }, t('waitsSince', time(alert.since)));
  return h('li', {}, h('span', { class: 'level problem', lang: 'en' }, alert.condition), ' ', alert.site && siteLink(alert.site), ' ',
    h('span', { lang: 'en' }, alert.text), ' ', since);
}

/** A panel, and a way to load it; it is not seen while all is well. */
export function alerts() {
  const list = h('ul', { class: 'parts' });
  const more = h('p', { class: 'second' });
  const element = h('section', { class: 'panel', hidden: true }, h('h2', {}, t('alerts')), list, more);
  async function load() {
    const all = await get('alerts');
    element.hidden = all.length === 0;
    show(list, all.slice(0, MOST).map(line));
    show(more, all.length > MOST && t('moreAlerts', all.length - MOST));
  }
  return { element, load };
}
