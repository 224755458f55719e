// What happened: who asked for whose mail, how each flush went, and what operators did and why.

import { get, path } from './api.js';
import { h, show } from './dom.js';
import { figures } from './figures.js';
import { choice, labelled, said, siteField, whenChanged } from './form.js';
import { bytes, exactly, lasting, rate, time } from './format.js';
import { siteLink } from './overview.js';
import { Listing } from './table.js';
import { t } from './words.js';

const TICK = 10000;
const PAGE = 100;
const KINDS = ['asked', 'flushed', 'ordered'];

function work(event) {
  const why = event.why && h('q', { class: 'second' }, event.why);
  if (event.kind !== 'flushed') return [event.result, why];
  const sums = [t('counts', event.delivered, event.deferred, event.failed), bytes(event.bytes), lasting(event.seconds)];
  if (event.seconds > 0 && event.bytes > 0) sums.push(rate(event.bytes / event.seconds));
  return [h('span', {}, event.result), h('span', { class: 'second' }, sums.join(' · ')), why];
}

/** The list of events that a query narrows; ofOne if they are all of one site. */
export function events(query, ofOne) {
  const columns = [
    { key: 'when', title: t('when'), cell: (event) => h('time', { datetime: event.at, title: exactly(event.at) }, time(event.at)) },
    !ofOne && { key: 'site', title: t('site'), cell: (event) => siteLink(event.site) },
    { key: 'event', title: t('event'), cell: (event) => h('span', { class: `kind ${event.kind}` }, t(`kind.${event.kind}`)) },
    { key: 'cause', title: t('cause'), cell: (event) => event.cause },
    { key: 'who', title: t('who'), cell: (event) => event.by, long: true },
    { key: 'result', title: t('result'), cell: work, long: true },
  ].filter(Boolean);
  return new Listing({ caption: t('history'), columns, keyOf: (event) => event.at, empty: () => t('noHistory') }, async (before) => {
    const answer = await get(path(['history'], { ...query(), before, limit: PAGE }));
    return { rows: answer.events, next: answer.next };
  });
}

export async function history(main, page, site = '') {
  const customer = page.session.role === 'site';
  const form = whenChanged(h('form', { class: 'finder', role: 'search' },
    !customer && labelled('site', siteField(site)),
    labelled('event', choice('kind', [['', t('anyKind')], ...KINDS.map((word) => [word, t(`kinds.${word}`)])]))), () => load());
  const query = () => said(form);
  const sums = figures(() => query().site);
  const list = events(query, customer);
  const load = () => Promise.all([list.reload(), sums.load()]);
  await load();
  show(main, h('h1', {}, t('history')), form, sums.element, h('section', { class: 'panel' }, list.element));
  page.every(TICK, () => (list.unfolded ? null : list.reload()));
  return t('history');
}
