// Messages: those that match, and what an operator does with all of them.

import { actionsFor, fieldsOf, flushWords } from './actions.js';
import { address as whereIs, get, path, post, total } from './api.js';
import { asked } from './dialog.js';
import { h, show } from './dom.js';
import { choice, labelled, reason, said, search, siteField, whenChanged } from './form.js';
import { bytes, exactly, number, time } from './format.js';
import { siteLink } from './overview.js';
import { Listing } from './table.js';
import { t } from './words.js';

const TICK = 10000;
const PAGE = 100;
const STRETCHES = 50;
const DAY = 86400000;
const STATES = ['held', 'in_flight', 'operator_held', 'asleep'];
const FORMATS = ['mbox', 'zip'];

/** A mail address, which may break behind its @. */
export function address(text) {
  const at = text.lastIndexOf('@') + 1;
  return [text.slice(0, at), h('wbr'), text.slice(at)];
}

/** Whether nothing but an operator's word, or its time, lets it go. */
export const isHeldBack = (message) => ['operator_held', 'asleep'].includes(message.state);

export const sender = (message) => (/^<?>?$/.test(message.sender) ? t('nobody') : address(message.sender));
export const stateWord = (message) => h('span', { class: `kind ${message.state}` }, t(`message.${message.state}`));
const messageLink = (message) => `#/message/${encodeURIComponent(message.site)}/${message.id}`;

/** Asks, does it, and tells. */
async function release(message, page) {
  const more = t('askReleaseMore', message.subject || t('noSubject'), message.sender);
  const yes = await asked(t('askRelease', message.id), more, t('release'));
  if (!yes) return;
  await post(path(['sites', message.site, 'messages', message.id, 'release'], yes));
  page.say(t('released', message.id));
}

/**
 * A listing of messages.
 *
 * query() → what narrows it; changed() is called when something was done with one of them
 */
export function messageList({ query, page, changed, withSite = false }) {
  const steers = page.session.role !== 'site';
  const columns = [
    { key: 'received', title: t('received'), cell: (message) => h('time', { datetime: message.received, title: exactly(message.received) }, time(message.received)) },
    { key: 'subject', title: t('subject'), long: true, wide: true, cell: (message) => [h('a', { class: 'subject', href: messageLink(message), 'data-focus': `${message.id}/${message.site}` }, message.subject || t('noSubject')), h('span', { class: 'second id' }, message.id)] },
    withSite && { key: 'site', title: t('site'), cell: (message) => siteLink(message.site) },
    { key: 'from', title: t('from'), long: true, cell: sender },
    { key: 'to', title: t('to'), long: true, cell: (message) => (message.recipients > 1 ? t('more', message.recipient, number(message.recipients - 1)) : address(message.recipient)) },
    { key: 'size', title: t('size'), numeric: true, cell: (message) => bytes(message.size) },
    { key: 'tries', title: t('tries'), numeric: true, cell: (message) => number(message.attempts) },
    {
      key: 'why', title: t('why'), long: true, cell: (message) => [
        stateWord(message),
        message.until && h('span', { class: 'second' }, t('heldUntil', time(message.until))),
        message.due && h('span', { class: 'second' }, t('dueAt', time(message.due))),
        message.lastReply && h('span', { class: 'second reply' }, message.lastReply),
        steers && isHeldBack(message) && h('button', { class: 'small', 'data-focus': message.id, onclick: async () => {
          await release(message, page);
          await changed();
        } }, t('release')),
      ],
    },
  ].filter(Boolean);
  return new Listing({ caption: t('messages'), columns, keyOf: (message) => `${message.id}/${message.site}`, empty: () => t(withSite ? 'noMessageMatches' : 'noMessages') }, async (after, isOld) => {
    const wanted = query();
    let rows = [];
    let next = after;
    let asked = 0;
    // What matches may lie far behind: one answer passes over a stretch of the queue.
    do {
      const answer = await get(path(['messages'], { ...wanted, after: next, limit: PAGE - rows.length }));
      rows = rows.concat(answer.messages);
      next = answer.next;
      asked += 1;
    } while (next && rows.length < PAGE && asked < STRETCHES && !page.over && !isOld());
    return { rows, next, far: asked > 1 };
  });
}

/** The fields by which messages are found; each names a parameter of the interface. */
function finder(site, onchange) {
  const element = whenChanged(h('form', { class: 'finder', role: 'search' },
    site !== null && labelled('site', siteField(site)),
    ['from', 'to'].map((name) => labelled(name, search(name))), labelled('subject', search('text')), labelled('lastReply', search('reply')),
    labelled('state', choice('state', [['', t('anyState')], ...STATES.map((word) => [word, t(`message.${word}`)])])),
    labelled('olderThan', choice('age', [['', '–'], ...[1, 7, 30].map((days) => [String(days), t('day', days)])])),
    labelled('largerThan', choice('larger', [['', '–'], ...[100_000, 1_000_000, 10_000_000].map((octets) => [String(octets), bytes(octets)])]))), onchange);
  const query = () => {
    const { age, ...rest } = said(element);
    return { ...rest, until: age && new Date(Date.now() - age * DAY).toISOString() };
  };
  return { element, query };
}

/** How many are meant, counted before anybody is asked; null if there are none. */
async function counted(query, page) {
  const count = await total((after) => get(path(['messages', 'count'], { ...query, after })));
  if (count.messages) return count;
  page.say(t('noMessageMatches'));
  return null;
}

export async function messages(main, page, site = '') {
  const { role } = page.session;
  const steers = role !== 'site';
  const buttons = h('div', { class: 'buttons', role: 'group', 'aria-labelledby': 'all-that-match' });
  const hint = h('p', { class: 'second' });
  const load = async () => {
    await list.reload();
    const narrowed = Boolean(find.query().site);
    hint.hidden = narrowed || !steers;
    buttons.hidden = !narrowed || !steers;
  };
  const find = finder(steers ? site : null, load);
  const list = messageList({ query: find.query, page, changed: load, withSite: true });
  const countWords = (name, count) => t('askManyMore', number(count.messages), bytes(count.bytes), name);

  /** Counts what is meant before it asks, and does it with no other. */
  const act = (action) => h('button', { 'data-act': action, onclick: async () => {
    const { site: name, ...rest } = find.query();
    const count = await counted({ site: name, ...rest }, page);
    if (!count) return;
    const yes = await asked(t(`${action}Many`), `${countWords(name, count)} ${t(`${action}More`)}`, t(action), fieldsOf(action));
    if (!yes) return;
    const go = (after) => post(path(['sites', name, 'messages', action], { ...rest, ...yes, after, last: count.last }));
    if (action === 'redirect') {
      page.say(flushWords(name, await go()));
      location.hash = `#/site/${encodeURIComponent(name)}`;
      return;
    }
    const done = await total(go);
    page.say(t('doneMany', number(done.messages), number(done.skipped)));
    await load();
  } }, t(action));

  /** Lets the browser save them: what is in them is not for its eyes. */
  const save = () => h('button', { 'data-act': 'export', onclick: async () => {
    const { site: name, ...rest } = find.query();
    const count = await counted({ site: name, ...rest }, page);
    if (!count) return;
    const format = labelled('format', choice('format', FORMATS.map((word) => [word, t(`format.${word}`)]), 'mbox'));
    const yes = await asked(t('exportMany'), `${countWords(name, count)} ${t('exportMore')}`, t('export'), [format, reason()]);
    if (!yes) return;
    const file = { href: whereIs(['sites', name, 'export'], { ...rest, ...yes, last: count.last }), download: `${name}.${yes.format}` };
    h('a', file).click();
  } }, t('export'));

  show(buttons, h('span', { class: 'second', id: 'all-that-match' }, t('allThatMatch')), actionsFor(role).map(act), role === 'admin' && save());
  show(hint, t('chooseSite'));
  await load();
  show(main, h('h1', {}, t('messages')), find.element, hint, buttons, h('section', { class: 'panel' }, list.element));
  page.every(TICK, () => (list.unfolded || list.far ? null : load()));
  return t('messages');
}
