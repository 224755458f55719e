// One message: what was said about it, why it waits, and what an operator does with it.

import { actionsFor, fieldsOf, flushWords } from './actions.js';
import { address as whereIs, get, path, post } from './api.js';
import { contentPanel } from './content.js';
import { asked } from './dialog.js';
import { h, show } from './dom.js';
import { bytes, exactly, number } from './format.js';
import { address, isHeldBack, sender, stateWord } from './messages.js';
import { siteLink } from './overview.js';
import { t } from './words.js';

// Somebody was faster: what is shown is not what is there.
const CHANGED = 412;
const ENDS = ['bounce', 'remove'];

function recipient(to) {
  const wish = to.notices.length > 0 && h('span', { class: 'second' }, `NOTIFY=${to.notices.join(',').toUpperCase()}`);
  return h('div', {}, address(to.address), wish);
}

/** What it waits for, and until when. */
function waiting({ on, next }) {
  const when = next && h('span', { class: 'second' }, t(new Date(next) < Date.now() ? 'waitsSince' : 'waitsUntil', exactly(next)));
  return [t(`waits.${on}`), when];
}

function envelope(detail) {
  const { message } = detail;
  const fact = (word, value) => [h('dt', {}, t(word)), h('dd', {}, value)];
  return h('dl', { class: 'pairs' }, [
    fact('site', siteLink(message.site)),
    detail.waits && fact('waits', waiting(detail.waits)),
    fact('received', h('time', { datetime: message.received }, exactly(message.received))),
    fact('from', sender(message)),
    fact('to', detail.recipients.map(recipient)),
    fact('size', bytes(message.size)),
    fact('priority', number(message.priority)),
    fact('tries', number(message.attempts)),
    message.until && fact('until', exactly(message.until)),
    message.due && fact('nextTry', exactly(message.due)),
    fact('lastReply', h('span', { class: 'reply' }, message.lastReply || '–')),
    detail.envid && fact('envid', h('span', { class: 'reply' }, detail.envid)),
  ].filter(Boolean).flat());
}

export async function message(main, page, site, id) {
  const { role } = page.session;
  const words = ['sites', site, 'messages', id];
  const head = h('div', { class: 'head' });
  const panels = h('div', {});
  let tag;

  const act = (action) => h('button', { 'data-act': action, onclick: async () => {
    const yes = await asked(t('askOne', t(action), id), t(`${action}More`), t(action), fieldsOf(action));
    if (!yes) return;
    const answer = await post(path([...words, action], yes), undefined, tag).catch((problem) => {
      if (problem.status === CHANGED) load();
      throw problem;
    });
    page.say(answer ? flushWords(site, answer) : t('doneOne', id));
    if (ENDS.includes(action)) location.hash = `#/messages/${encodeURIComponent(site)}`;
    else if (action === 'redirect') location.hash = `#/site/${encodeURIComponent(site)}`;
    else await load();
  } }, t(action));

  async function load() {
    const detail = await get(path(words));
    tag = detail.tag;
    const other = isHeldBack(detail.message) ? 'hold' : 'release';
    show(head,
      h('div', {}, h('h1', {}, h('bdi', {}, detail.message.subject || t('noSubject')), ' ', stateWord(detail.message)), h('p', { class: 'second id' }, id)),
      role !== 'site' && h('div', { class: 'buttons' },
        role === 'admin' && h('a', { class: 'button', href: whereIs([...words, 'content']), download: `${id}.eml` }, t('save')),
        actionsFor(role).filter((action) => action !== other).map(act)));
    show(panels,
      h('section', { class: 'panel' }, h('h2', {}, t('envelope')), envelope(detail)),
      role === 'admin' && content,
      detail.header.length > 0 && h('section', { class: 'panel' }, h('h2', {}, t('header')),
        h('dl', { class: 'pairs header' }, detail.header.flatMap((field) => [h('dt', {}, field.name), h('dd', { class: 'reply' }, field.value)]))));
  }
  const content = contentPanel(words);
  await load();
  show(main, head, panels);
  return id;
}
