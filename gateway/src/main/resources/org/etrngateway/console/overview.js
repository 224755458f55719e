// All sites at a glance.

import { alerts } from './alerts.js';
import { get, path } from './api.js';
import { h, show } from './dom.js';
import { age, bytes, exactly, number, time } from './format.js';
import { NOTHING, Table } from './table.js';
import { t } from './words.js';

const TICK = 5000;
const WAIT = 200;
const STATES = ['flushing', 'paused', 'spent', 'full', 'open', 'holding', 'empty'];

/** The one word for what is the matter with a site; the most telling first. */
export function stateOf(site) {
  if (site.paused) return 'paused';
  if (site.flushing) return 'flushing';
  if (used(site) >= 100) return 'full';
  if (site.budgetPercent === 100) return 'spent';
  if (site.windowUntil) return 'open';
  return site.messages > 0 ? 'holding' : 'empty';
}

export const stateMark = (site) => h('span', { class: `state ${stateOf(site)}` }, t(`state.${stateOf(site)}`));

/** Percent of the scarcer part of the quota. */
export function used(site) {
  const part = (held, most) => (most ? (100 * held) / most : 0);
  return Math.floor(Math.max(part(site.messages, site.quotaMessages), part(site.bytes, site.quotaBytes)));
}

export const hasQuota = (site) => site.quotaMessages > 0 || site.quotaBytes > 0;

/** A bar with its figure beside it. */
export function gauge(percent, label) {
  const full = Math.min(100, percent);
  const bar = h('span', { class: `fill${full >= 90 ? ' high' : ''}` });
  bar.style.inlineSize = `${full}%`;
  return h('span', { class: 'gauge', role: 'img', 'aria-label': `${label}: ${percent} %` },
    h('span', { class: 'bar' }, bar), h('span', { class: 'figures' }, `${percent} %`));
}

export const siteLink = (name) => h('a', { class: 'site', href: `#/site/${encodeURIComponent(name)}`, 'data-focus': name }, name);

function windowOf(site) {
  const when = (words) => h('span', { class: 'when' }, words);
  if (site.windowUntil) return when(t('openUntil', time(site.windowUntil)));
  return site.nextWindow ? when(time(site.nextWindow)) : NOTHING;
}

const budgetLeft = (site) => (site.budgetPercent === null ? NOTHING : `${100 - site.budgetPercent} %`);

/** The keys are the words by which the gateway sorts. */
function columns() {
  return [
    { key: 'site', title: t('site'), cell: (site) => [siteLink(site.site), h('span', { class: 'domains' }, site.domains.join(', '))], wide: true },
    { key: 'state', title: t('state'), cell: stateMark },
    { key: 'held', title: t('held'), numeric: true, cell: (site) => number(site.messages) },
    { key: 'size', title: t('size'), numeric: true, cell: (site) => bytes(site.bytes) },
    { key: 'quota', title: t('quota'), numeric: true, cell: (site) => (hasQuota(site) ? gauge(used(site), t('quota')) : NOTHING) },
    { key: 'oldest', title: t('oldest'), numeric: true, cell: (site) => (site.oldest ? h('time', { datetime: site.oldest, title: exactly(site.oldest) }, age(site.oldest)) : NOTHING) },
    { key: 'window', title: t('window'), cell: windowOf },
    { key: 'budget', title: t('budget'), numeric: true, cell: budgetLeft },
  ].map((column) => ({ ...column, by: true }));
}

function totals(all) {
  const figure = (value, word) => h('div', {}, h('dd', { class: 'figures' }, value), h('dt', {}, word));
  return [
    figure(number(all.sites), t('totalSites')),
    figure(number(all.messages), t('totalMessages')),
    figure(bytes(all.bytes), t('totalBytes')),
    figure(all.oldest ? age(all.oldest) : NOTHING, t('totalOldest')),
    figure(number(all.flushing), t('totalFlushing')),
  ];
}

export async function overview(main, page) {
  let sites = 0;
  let asked = 0;
  let timer;
  const search = h('input', { type: 'search', id: 'filter', placeholder: t('filter'), 'aria-label': t('filter') });
  const state = h('select', { 'aria-label': t('state') }, h('option', { value: '' }, t('anyState')),
    STATES.map((word) => h('option', { value: word }, t(`state.${word}`))));
  const strip = h('dl', { class: 'totals' });

  /** Thousands of sites are many octets: only those that are shown are asked for. */
  async function load() {
    const turn = ++asked;
    const answer = await get(path(['overview'], { name: search.value.trim(), state: state.value, ...table.wanted }));
    // What was typed since is on its way.
    if (turn !== asked) return null;
    sites = answer.sites;
    show(strip, totals(answer));
    return table.take(answer.page, answer.matching) ? null : load();
  }
  const table = new Table({
    caption: t('sites'), columns: columns(), keyOf: (site) => site.site, sort: 'held', down: true, changed: load,
    empty: () => (sites ? t('noMatch', number(sites)) : t('noSites')),
  });
  const refilter = () => {
    table.toFirstPage();
    return load();
  };
  search.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(refilter, WAIT);
  });
  state.addEventListener('change', refilter);
  const amiss = alerts();
  await Promise.all([load(), amiss.load()]);
  show(main, h('h1', {}, t('sites')), strip, amiss.element, h('div', { class: 'filters', role: 'search' }, search, state), h('section', { class: 'panel' }, table.element));
  page.every(TICK, () => Promise.all([load(), amiss.load()]));
  return t('sites');
}
