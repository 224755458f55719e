// What can be done with messages, one or many: the same words and the same questions for both.

import { h } from './dom.js';
import { choice, labelled, reason } from './form.js';
import { t } from './words.js';

/** In the order of the buttons; those that end a message come last. */
const ACTIONS = ['hold', 'release', 'priority', 'redirect', 'bounce', 'remove'];

/** Who may send mail where he likes can read it there. */
export const actionsFor = (role) => ACTIONS.filter((action) => action !== 'redirect' || role === 'admin');

const FIELDS = {
  priority: () => [labelled('priority', h('input', { type: 'number', name: 'priority', min: -9, max: 9, step: 1, value: 0, required: true }), t('priorityHint'))],
  redirect: () => [
    labelled('route', h('input', { name: 'route', required: true, maxlength: 255, autocomplete: 'off', spellcheck: 'false', placeholder: 'mail.example:25' }), t('routeHint')),
    labelled('tls', choice('tls', [['', t('tls.site')], ...['none', 'may', 'require'].map((word) => [word, t(`tls.${word}`)])])),
  ],
};

/** What must be known before it is done, and why it is. */
export const fieldsOf = (action) => [...(FIELDS[action]?.() ?? []), reason()];

/** What a flush that was asked for has to say. */
export const flushWords = (site, answer) => t(`flush.${answer.outcome}`, site, answer.reason);
