// What came and went, as bars: an hour, a day or a week each.

import { get, path } from './api.js';
import { h, show, svg } from './dom.js';
import { choice } from './form.js';
import { bytes, day, number, time } from './format.js';
import { Table } from './table.js';
import { t } from './words.js';

const HOUR = 3600000;
const DAY = 24 * HOUR;
const WIDTH = 600;
const HEIGHT = 80;

/** count bars of `every` periods each; a year of days would be bars too thin to tell apart. */
const SPANS = {
  hours: { by: 'hour', millis: HOUR, count: 48, every: 1, at: time },
  month: { by: 'day', millis: DAY, count: 30, every: 1, at: day },
  year: { by: 'day', millis: DAY, count: 52, every: 7, at: day },
};
const FIGURES = [['messagesIn', number], ['delivered', number], ['bytesOut', bytes], ['asked', number]];

/**
 * The sums for each bar, the oldest first. Periods in which nothing happened are not in the answer; the others are told
 * apart by their distance from the latest, so that an hour more or less in a day of a clock change moves nothing.
 */
export function bars(periods, span, now = Date.now()) {
  const sums = Array.from({ length: span.count }, (_, i) => ({ start: now - (span.count - 1 - i) * span.every * span.millis, values: new Map() }));
  if (periods.length === 0) return sums;
  const latest = new Date(periods[0].start).getTime();
  const since = Math.floor((now - latest) / span.millis);
  for (const period of periods) {
    const back = since + Math.round((latest - new Date(period.start).getTime()) / span.millis);
    const bar = sums[span.count - 1 - Math.floor(back / span.every)];
    if (!bar) continue;
    bar.start = Math.min(new Date(period.start).getTime(), bar.values.size ? bar.start : Infinity);
    for (const [name] of FIGURES) bar.values.set(name, (bar.values.get(name) ?? 0) + period[name]);
  }
  return sums;
}

function chart(name, words, sums, span) {
  const values = sums.map((bar) => bar.values.get(name) ?? 0);
  const most = Math.max(...values);
  const all = values.reduce((sum, value) => sum + value, 0);
  const step = WIDTH / sums.length;
  const bar = (value, i) => {
    const height = most && value ? Math.max(1.5, (value / most) * (HEIGHT - 2)) : 0;
    return svg('rect', { class: 'bar-of', x: (i * step + step * 0.1).toFixed(2), y: (HEIGHT - height).toFixed(2), width: (step * 0.8).toFixed(2), height: height.toFixed(2) },
      svg('title', {}, `${span.at(sums[i].start)}: ${words(value)}`));
  };
  const label = `${t(`figure.${name}`)}: ${t('figureSum', words(all), words(most))}`;
  return h('figure', {},
    h('figcaption', {}, h('span', {}, t(`figure.${name}`)), h('span', { class: 'second figures' }, t('figureSum', words(all), words(most)))),
    svg('svg', { class: 'bars', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label },
      svg('line', { class: 'grid', x1: 0, x2: WIDTH, y1: HEIGHT, y2: HEIGHT }), values.map(bar)),
    h('p', { class: 'ends second', 'aria-hidden': 'true' }, h('span', {}, span.at(sums[0].start)), h('span', {}, t('now'))));
}

/** Figures of the site that site() names, or of all; load() shows them anew. */
export function figures(site) {
  const choose = choice('span', Object.keys(SPANS).map((word) => [word, t(`span.${word}`)]), 'month');
  const charts = h('div', { class: 'figures-of' });
  const table = new Table({
    caption: t('figuresTitle'), keyOf: (period) => period.start, empty: () => t('noFigures'), pageSize: 50,
    columns: [
      { key: 'start', title: t('when'), cell: (period) => h('time', { datetime: period.start }, SPANS[choose.value].at(period.start)) },
      ...[...FIGURES, ['deferred', number], ['failed', number]].map(([name, words]) => ({ key: name, title: t(`figure.${name}`), numeric: true, cell: (period) => words(period[name]) })),
    ],
  });
  async function load() {
    const span = SPANS[choose.value];
    const periods = await get(path(['statistics'], { site: site(), by: span.by, limit: span.count * span.every }));
    const sums = bars(periods, span);
    show(charts, FIGURES.map(([name, words]) => chart(name, words, sums, span)));
    table.rows = periods;
  }
  choose.addEventListener('change', load);
  const element = h('section', { class: 'panel' },
    h('div', { class: 'head' }, h('h2', {}, t('figuresTitle')), h('label', { class: 'beside' }, t('span'), choose)),
    charts, h('details', {}, h('summary', {}, t('asTable')), table.element));
  return { element, load };
}
