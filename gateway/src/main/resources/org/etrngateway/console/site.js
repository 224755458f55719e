// One site: its line while mail flows, its messages, what happened.

import { flushWords } from './actions.js';
import { get, listen, path, post } from './api.js';
import { Series } from './chart.js';
import { asked } from './dialog.js';
import { h, show } from './dom.js';
import { age, bytes, exactly, lasting, number, rate, time } from './format.js';
import { events } from './history.js';
import { messageList } from './messages.js';
import { gauge, hasQuota, stateMark, used } from './overview.js';
import { t } from './words.js';

const TICK = 5000;

function facts(site, last) {
  const fact = (word, value) => [h('dt', {}, word), h('dd', { class: 'figures' }, value)];
  const moment = (instant) => h('time', { datetime: instant, title: exactly(instant) }, time(instant));
  return [
    fact(t('held'), number(site.messages)),
    fact(t('size'), bytes(site.bytes)),
    fact(t('oldest'), site.oldest ? h('time', { datetime: site.oldest, title: exactly(site.oldest) }, age(site.oldest)) : '–'),
    fact(t('quota'), hasQuota(site) ? gauge(used(site), t('quota')) : t('noLimit')),
    fact(t('inFlight'), number(site.inFlight)),
    fact(t('forOperator'), number(site.operatorHeld)),
    fact(t('mode'), site.mode.map((mode) => h('span', { class: 'word' }, t(`mode.${mode}`)))),
    fact(t('nextWindow'), site.windowUntil ? t('openUntil', time(site.windowUntil)) : site.nextWindow ? moment(site.nextWindow) : t('none')),
    fact(t('budgetToday'), site.budgetPercent === null ? t('noLimit') : `${100 - site.budgetPercent} %`),
    fact(t('lastContact'), last ? moment(last) : t('never')),
  ].flat();
}

/** The line, as events tell of it. */
class Line {
  #series = new Series();

  constructor() {
    this.element = h('div', { class: 'line' }, h('p', { class: 'empty' }, t('waitingForLine')));
  }

  take(flush) {
    if (!flush) {
      this.#series = new Series();
      return show(this.element, h('p', { class: 'empty' }, t('noFlush')));
    }
    this.#series.add(flush.resting ? 0 : flush.goodput);
    const all = flush.bytes + flush.leftBytes;
    const done = all ? Math.floor((100 * flush.bytes) / all) : 100;
    const figure = (word, value) => h('div', {}, h('dt', {}, word), h('dd', { class: 'figures' }, value));
    show(this.element,
      h('dl', { class: 'dials' },
        figure(t('rate'), flush.goodput ? rate(flush.goodput) : '–'),
        figure(t('roundTrip'), flush.roundTripMillis === null ? '–' : t('millis', number(flush.roundTripMillis))),
        figure(t('toGo'), flush.secondsToGo === null ? '–' : lasting(flush.secondsToGo)),
        figure(t('answeredBytes'), bytes(flush.bytes)),
        figure(t('left'), `${number(flush.left)} · ${bytes(flush.leftBytes)}`)),
      this.#series.draw(t('rateChart', rate(this.#series.most))),
      h('progress', { max: 100, value: done, 'aria-label': t('progress') }),
      h('p', { class: 'second' }, t('counts', flush.delivered, flush.deferred, flush.failed), flush.resting && ` · ${t('resting')}`),
      h('dl', { class: 'pairs' },
        h('dt', {}, t('by')), h('dd', {}, flush.by),
        h('dt', {}, t('since')), h('dd', {}, exactly(flush.since)),
        h('dt', {}, t('lastReply')), h('dd', { class: 'reply' }, flush.lastReply || '–')));
    return null;
  }
}

export async function site(main, page, name) {
  const steers = page.session.role !== 'site';
  let now;
  const head = h('div', { class: 'head' });
  const list = h('dl', { class: 'pairs facts' });
  const line = new Line();
  const past = events(() => ({ site: name }), true);
  const mail = messageList({ query: () => ({ site: name }), page, changed: () => load() });
  const act = (word, question, more, done) => h('button', { class: word === 'flush' && 'main', 'data-act': word, onclick: async () => {
    // A customer who asks for his mail owes nobody a reason.
    const yes = await asked(t(question, name), more(), t(word), steers ? undefined : []);
    if (!yes) return;
    const answer = await post(path(['sites', name, word], yes));
    page.say(done(answer));
    await load();
    head.querySelector('button')?.focus();
  } }, t(word));
  const flush = act('flush', 'askFlush', () => t('askFlushMore', number(now.messages), bytes(now.bytes)), (answer) => flushWords(name, answer));
  const pause = act('pause', 'askPause', () => t('askPauseMore'), () => t('paused', name));
  const resume = act('resume', 'askResume', () => t('askResumeMore'), () => t('resumed', name));
  const mark = h('span');
  const buttons = h('div', { class: 'buttons' });

  async function load() {
    const [[one]] = await Promise.all([get(path(['sites'], { site: name })), mail.unfolded ? null : mail.reload(), past.unfolded ? null : past.reload()]);
    now = one;
    const last = now.lastContact;
    show(mark, stateMark(now));
    show(list, facts(now, last));
    const wanted = [flush, steers && (now.paused ? resume : pause)].filter(Boolean);
    if (wanted.some((button, i) => buttons.children[i] !== button)) show(buttons, wanted);
  }
  await load();
  show(head, h('div', {}, h('h1', {}, name, ' ', mark), h('p', { class: 'domains' }, now.domains.join(', '))), buttons);
  const panel = (title, ...content) => h('section', { class: 'panel' }, h('h2', {}, title), content);
  show(main, head,
    h('div', { class: 'pair' }, panel(t('line'), line.element), panel(t('facts'), list)),
    panel(t('messages'), mail.element, steers && h('p', { class: 'links' },
      h('a', { href: `#/messages/${encodeURIComponent(name)}` }, t('findMessages')),
      page.session.role === 'admin' && h('a', { href: `#/import/${encodeURIComponent(name)}` }, t('importLink')))), panel(t('history'), past.element, h('p', { class: 'links' }, h('a', { href: `#/history/${encodeURIComponent(name)}` }, t('figuresLink')))));
  page.every(TICK, load);
  page.atEnd(listen(name, (event) => line.take(event)));
  return name;
}
