// The self-test: what was found, what to do about it, and a way to ask again.

import { get, path, post } from './api.js';
import { asked } from './dialog.js';
import { h, show } from './dom.js';
import { exactly, number } from './format.js';
import { Table } from './table.js';
import { t } from './words.js';

const TICK = 1500;
const LEVELS = ['problem', 'advice', 'ok'];

/** Words of the gateway, which are English, with what is to be typed set apart. */
function words(text) {
  return h('span', { lang: 'en' }, text.split('`').map((part, i) => (i % 2 ? h('code', {}, part) : part)));
}

/** The findings of one level. */
class Findings {
  constructor(level) {
    this.level = level;
    this.table = new Table({
      caption: t(`level.${level}`), keyOf: (finding) => finding.text, empty: () => null,
      columns: [
        { key: 'about', title: t('about'), cell: (finding) => h('span', { class: `level ${level}`, lang: 'en' }, finding.about) },
        { key: 'found', title: t('found'), long: true, cell: (finding) => words(finding.text) },
        level !== 'ok' && { key: 'advice', title: t('advice'), long: true, cell: (finding) => words(finding.advice) },
      ].filter(Boolean),
    });
    this.count = h('span', { class: 'count figures' });
    const title = h('h2', {}, t(`level.${level}`), ' ', this.count);
    this.element = h('section', { class: 'panel', hidden: true }, title, this.table.element);
  }

  take(findings) {
    const mine = findings.filter((finding) => finding.level === this.level);
    this.element.hidden = mine.length === 0;
    this.table.rows = mine;
    show(this.count, number(mine.length));
  }
}

export async function doctor(main, page) {
  let report;
  const told = h('p', { class: 'second', 'aria-live': 'polite' });
  const sections = LEVELS.map((level) => new Findings(level));

  function take(next) {
    report = next;
    buttons.forEach((button) => { button.disabled = report.running; });
    show(told, report.running ? t('examining')
      : t(report.connect ? 'examinedCalled' : 'examined', exactly(report.at)));
    sections.forEach((section) => section.take(report.findings));
  }

  const examine = async (connect) => take(await post(path(['doctor'], { connect })));
  const buttons = [
    h('button', { class: 'main', 'data-act': 'examine', onclick: () => examine(false) }, t('examine')),
    h('button', { 'data-act': 'call', onclick: async () => {
      if (await asked(t('askCall'), t('askCallMore'), t('callSites'), [])) await examine(true);
    } }, t('callSites')),
  ];

  take(await get('doctor'));
  if (!report.at && !report.running) await examine(false);
  show(main, h('div', { class: 'head' }, h('div', {}, h('h1', {}, t('doctor')), told), h('div', { class: 'buttons' }, buttons)),
    sections.map((section) => section.element), h('p', { class: 'hint' }, t('doctorHint'), ' ', h('code', {}, 'gateway doctor')));
  page.every(TICK, async () => report.running && take(await get('doctor')));
  return t('doctor');
}
