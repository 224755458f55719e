// Who has a token.

import { get } from './api.js';
import { h, show } from './dom.js';
import { Table } from './table.js';
import { t } from './words.js';

export async function access(main) {
  const table = new Table({
    caption: t('access'), keyOf: (holder) => holder.name, sort: 'name', empty: () => t('noTokens'),
    columns: [
      { key: 'name', title: t('name'), by: (holder) => holder.name, cell: (holder) => holder.name },
      { key: 'role', title: t('role'), by: (holder) => holder.role, cell: (holder) => t(`role.${holder.role}`) },
      { key: 'site', title: t('site'), by: (holder) => holder.site ?? '', cell: (holder) => holder.site ?? t('allSites') },
    ],
  });
  table.rows = await get('tokens');
  show(main, h('h1', {}, t('access')), h('section', { class: 'panel' }, table.element),
    h('p', { class: 'hint' }, t('accessHint'), ' ', h('code', {}, 'gateway token add NAME'), ' ', h('code', {}, 'gateway token remove NAME')));
  return t('access');
}
