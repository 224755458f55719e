// The gateway's HTTP interface. A failure is a Problem whose message can be shown as it is.

import { t } from './words.js';

const BASE = '/api/v1/';
let csrf = '';

export class Problem extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function remember(session) {
  csrf = session.csrf ?? '';
  return session;
}

async function ask(method, path, body, type = 'application/json', tag) {
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRF-Token'] = csrf;
  if (body) headers['Content-Type'] = type;
  if (tag) headers['If-Match'] = tag;
  let response;
  try {
    response = await fetch(BASE + path, { method, headers, body, credentials: 'same-origin' });
  } catch {
    throw new Problem(0, t('unreachable'));
  }
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(response.status, answer.detail ?? t('answered', response.status));
  // What it was like, for whoever changes it: not a field of the answer itself.
  if (response.headers.has('ETag')) Object.defineProperty(answer, 'tag', { value: response.headers.get('ETag') });
  return answer;
}

export const get = (path) => ask('GET', path);
export const post = (path, body, tag) => ask('POST', path, body && JSON.stringify(body), 'application/json', tag);
/** A file as it is, however long. */
export const send = (path, file) => ask('POST', path, file, 'application/octet-stream');
export const remove = (path) => ask('DELETE', path);

/** Where a browser finds something by itself, to save it. */
export const address = (words, query) => BASE + path(words, query);

/** Asks stretch by stretch until all are there; the sums of the answers. */
export async function total(ask) {
  const sum = { messages: 0, bytes: 0, skipped: 0, last: null };
  let after = null;
  do {
    const answer = await ask(after);
    for (const figure of ['messages', 'bytes', 'skipped']) sum[figure] += answer[figure];
    sum.last = answer.last ?? sum.last;
    after = answer.next;
  } while (after);
  return sum;
}

/** A path with a site's name in it, and a query without what is empty. */
export function path(words, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value);
  const tail = given.length ? `?${new URLSearchParams(given)}` : '';
  return words.map(encodeURIComponent).join('/') + tail;
}

/** Hears of a site's flush until the function that is returned is called. */
export function listen(site, on) {
  const source = new EventSource(`${BASE}${path(['sites', site, 'flush', 'events'])}`);
  source.addEventListener('flush', (event) => on(JSON.parse(event.data)));
  source.addEventListener('idle', () => on(null));
  return () => source.close();
}
