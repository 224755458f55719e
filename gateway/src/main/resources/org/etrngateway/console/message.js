// One message: what was said about it, and what an operator does with it.

import { address as whereIs, get, path, post } from './api.js';
import { confirmed } from './dialog.js';
import { h, show } from './dom.js';
import { bytes, exactly, number } from './format.js';
import { address, isHeldBack, sender, stateWord } from './messages.js';
import { siteLink } from './overview.js';
import { t } from './words.js';

function recipient(to) {
  const wish = to.notices.length > 0 && h('span', { class: 'second' }, `NOTIFY=${to.notices.join(',').toUpperCase()}`);
  return h('div', {}, address(to.address), wish);
}

function envelope(detail) {
  const { message } = detail;
  const fact = (word, value) => [h('dt', {}, t(word)), h('dd', {}, value)];
  return h('dl', { class: 'pairs' }, [
    fact('site', siteLink(message.site)),
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
  const steers = page.session.role !== 'site';
  const words = ['sites', site, 'messages', id];
  const head = h('div', { class: 'head' });
  const panels = h('div', {});

  const act = (action, ends) => h('button', { 'data-act': action, onclick: async () => {
    if (!await confirmed(t('askOne', t(action), id), t(`${action}More`), t(action))) return;
    await post(path([...words, action]));
    page.say(t('doneOne', id));
    if (ends) location.hash = `#/messages/${encodeURIComponent(site)}`;
    else await load();
  } }, t(action));

  async function load() {
    const detail = await get(path(words));
    const held = isHeldBack(detail.message);
    show(head,
      h('div', {}, h('h1', {}, detail.message.subject || t('noSubject'), ' ', stateWord(detail.message)), h('p', { class: 'second id' }, id)),
      steers && h('div', { class: 'buttons' },
        page.session.role === 'admin' && h('a', { class: 'button', href: whereIs([...words, 'content']), download: `${id}.eml` }, t('save')),
        held ? act('release') : act('hold'), act('bounce', true), act('remove', true)));
    show(panels,
      h('section', { class: 'panel' }, h('h2', {}, t('envelope')), envelope(detail)),
      detail.header.length > 0 && h('section', { class: 'panel' }, h('h2', {}, t('header')),
        h('dl', { class: 'pairs header' }, detail.header.flatMap((field) => [h('dt', {}, field.name), h('dd', { class: 'reply' }, field.value)]))));
  }
  await load();
  show(main, head, panels);
  return id;
}
