// What can be done with messages, one or many: the same words and the same questions for both.

import { h } from './dom.js';
import { labelled } from './form.js';
import { t } from './words.js';

/** In the order of the buttons; those that end a message come last. */
export const ACTIONS = ['hold', 'release', 'priority', 'bounce', 'remove'];

const FIELDS = {
  priority: () => [labelled('priority', h('input', { type: 'number', name: 'priority', min: -9, max: 9, step: 1, value: 0, required: true }), t('priorityHint'))],
};

/** What must be known before it is done. */
export const fieldsOf = (action) => FIELDS[action]?.() ?? [];

/** What a flush that was asked for has to say. */
export const flushWords = (site, answer) => t(`flush.${answer.outcome}`, site, answer.reason);
