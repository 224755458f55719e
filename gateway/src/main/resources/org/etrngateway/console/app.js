// Which page is shown, and who is logged in.

import { get, remember, remove } from './api.js';
import { access } from './access.js';
import { doctor } from './doctor.js';
import { byId, h, show } from './dom.js';
import { history } from './history.js';
import { importing } from './import.js';
import { login } from './login.js';
import { message } from './message.js';
import { messages } from './messages.js';
import { overview } from './overview.js';
import { site } from './site.js';
import { language, speak, t } from './words.js';

const SAID = 6000;
const main = byId('main');
let page = null;
let session = null;

/** A page while it is shown: what it does again and again ends with it. */
class Page {
  #ends = [];
  over = false;

  constructor(whose) {
    this.session = whose;
  }

  atEnd(action) {
    if (this.over) action();
    else this.#ends.push(action);
  }

  every(millis, action) {
    let busy = false;
    const timer = setInterval(async () => {
      if (busy || document.hidden) return;
      busy = true;
      try {
        await action();
        if (!this.over) complain(null);
      } catch (problem) {
        if (!this.over) failed(problem);
      } finally {
        busy = false;
      }
    }, millis);
    this.atEnd(() => clearInterval(timer));
  }

  say(words) {
    complain(null);
    const status = byId('status');
    show(status, words);
    setTimeout(() => status.textContent === words && show(status), SAID);
  }

  end() {
    this.over = true;
    this.#ends.forEach((action) => action());
  }
}

function complain(words) {
  if (byId('alert').textContent !== (words ?? '')) show(byId('alert'), words);
}

function failed(problem) {
  if (problem.status === 401) {
    complain(session ? t('ended') : null);
    return enter();
  }
  return complain(problem.message);
}

function bar(at) {
  const link = (to, words) => h('a', { href: to, 'aria-current': at === to && 'page' }, words);
  show(byId('bar'),
    h('a', { href: '#/', class: 'brand', 'aria-label': t('product') }, h('img', { src: '/icon.svg', alt: '', width: 24, height: 24 }), h('span', {}, t('product'))),
    h('nav', { 'aria-label': t('navigation') }, link('#/', t('sites')), link('#/messages', t('messages')), link('#/history', t('history')), session.role !== 'site' && link('#/doctor', t('doctor')), session.role === 'admin' && link('#/access', t('access'))),
    h('div', { class: 'who' },
      h('span', { class: 'name' }, session.name, h('span', { class: 'role' }, t(`role.${session.role}`))),
      h('button', { class: 'plain', lang: language === 'en' ? 'ru' : 'en', onclick: () => speak(language === 'en' ? 'ru' : 'en') }, t('language')),
      h('button', { class: 'plain', id: 'logout', onclick: leave }, t('logout'))));
}

async function leave() {
  await remove('session').catch(() => null);
  enter();
}

function enter() {
  page?.end();
  session = null;
  login(main, (whose) => {
    session = whose;
    complain(null);
    turn();
  });
}

function nothing(place) {
  show(place, h('h1', {}, t('nothingHere')), h('p', {}, h('a', { href: '#/' }, t('toSites'))));
  return t('nothingHere');
}

/** Shows what the address says. */
async function turn() {
  if (!session) return;
  page?.end();
  const mine = new Page(session);
  page = mine;
  const [, name = '', ...rest] = (location.hash || '#/').split('/');
  delete main.dataset.shown;
  bar({ site: '#/', message: '#/messages', import: '#/' }[name] ?? `#/${name}`);
  const pages = { '': overview, history, access, doctor, import: importing, message, messages, site };
  const draw = Object.hasOwn(pages, name) ? pages[name] : nothing;
  try {
    // Not into the document at once: a page whose answers come late must not draw over the one that was asked for since.
    const place = h('div', { class: 'page' });
    const title = await draw(place, mine, ...rest.map(decodeURIComponent));
    if (mine.over) return;
    show(main, place);
    complain(null);
    document.title = `${title} · ${t('product')}`;
    // For who looks on from outside: it is there.
    main.dataset.shown = location.hash || '#/';
  } catch (problem) {
    if (mine.over) return;
    nothing(main);
    failed(problem);
  }
}

show(byId('skip'), t('skip'));
byId('skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener('hashchange', turn);
window.addEventListener('unhandledrejection', (event) => failed(event.reason));
try {
  session = remember(await get('session'));
  turn();
} catch (problem) {
  enter();
  if (problem.status !== 401) complain(problem.message);
}
