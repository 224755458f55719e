// What happened: who asked for whose mail, and how each flush went.

import { get, path } from './api.js';
import { h, show } from './dom.js';
import { bytes, exactly, lasting, rate, time } from './format.js';
import { siteLink } from './overview.js';
import { Listing } from './table.js';
import { t } from './words.js';

const TICK = 10000;
const PAGE = 100;

function work(event) {
  if (event.kind !== 'flushed') return event.result;
  const figures = [t('counts', event.delivered, event.deferred, event.failed), bytes(event.bytes), lasting(event.seconds)];
  if (event.seconds > 0 && event.bytes > 0) figures.push(rate(event.bytes / event.seconds));
  return [h('span', {}, event.result), h('span', { class: 'second' }, figures.join(' · '))];
}

/** The list of events, of one site or of all. */
export function events(site) {
  const columns = [
    { key: 'when', title: t('when'), cell: (event) => h('time', { datetime: event.at, title: exactly(event.at) }, time(event.at)) },
    !site && { key: 'site', title: t('site'), cell: (event) => siteLink(event.site) },
    { key: 'event', title: t('event'), cell: (event) => h('span', { class: `kind ${event.kind}` }, t(`kind.${event.kind}`)) },
    { key: 'cause', title: t('cause'), cell: (event) => event.cause },
    { key: 'who', title: t('who'), cell: (event) => event.by, long: true },
    { key: 'result', title: t('result'), cell: work, long: true },
  ].filter(Boolean);
  return new Listing({ caption: t('history'), columns, keyOf: (event) => event.at, empty: () => t('noHistory') }, async (before) => {
    const answer = await get(path(['history'], { site, before, limit: PAGE }));
    return { rows: answer.events, next: answer.next };
  });
}

export async function history(main, page) {
  const list = events(null);
  await list.reload();
  show(main, h('h1', {}, t('history')), h('section', { class: 'panel' }, list.element));
  page.every(TICK, () => (list.unfolded ? null : list.reload()));
  return t('history');
}
