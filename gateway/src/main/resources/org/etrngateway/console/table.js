// A table: columns say how a row is read, sorted and shown. Only one page of rows is in the document.

import { h, show } from './dom.js';
import { number } from './format.js';
import { t } from './words.js';

/** A cell without a value. */
export const NOTHING = '–';

/**
 * A table of rows that are all here already; or, where somebody is told what was changed, of one page of those that the
 * gateway sorts: he asks it for what `wanted` says, and gives what it answers to `take`.
 *
 * columns: { key, title, cell(row) → text or element, by(row) → what to sort by (or true), numeric }
 */
export class Table {
  #rows = [];
  #all = 0;
  #page = 0;
  #sort;
  #down;

  constructor({ caption, columns, keyOf, empty, pageSize = 100, sort = null, down = false, changed = null }) {
    Object.assign(this, { columns, keyOf, empty, pageSize, changed });
    this.#sort = sort;
    this.#down = down;
    this.body = h('tbody');
    this.heads = columns.map((column) => h('th', { scope: 'col', class: column.numeric && 'number' }));
    this.note = h('p', { class: 'empty', hidden: true });
    this.pager = h('nav', { class: 'pager', hidden: true, 'aria-label': `${t('pageOf')}: ${caption}` });
    this.element = h('div', {},
      h('div', { class: 'scroll' }, h('table', {},
        h('caption', { class: 'unseen' }, caption),
        h('thead', {}, h('tr', {}, this.heads)),
        this.body)),
      this.note, this.pager);
    this.#drawHeads();
  }

  set rows(rows) {
    this.#rows = rows;
    this.#draw();
  }

  get wanted() {
    return { order: this.#sort, down: this.#down, skip: this.#page * this.pageSize, limit: this.pageSize };
  }

  /** One page, of so many rows in all. False if it lies behind the last one: then the last one is wanted. */
  take(rows, all) {
    this.#rows = rows;
    this.#all = all;
    const page = this.#page;
    this.#draw();
    return this.#page === page;
  }

  toFirstPage() {
    this.#page = 0;
  }

  #drawHeads() {
    this.columns.forEach((column, i) => {
      const sorted = this.#sort === column.key;
      if (!column.by) return show(this.heads[i], column.title);
      this.heads[i].setAttribute('aria-sort', !sorted ? 'none' : this.#down ? 'descending' : 'ascending');
      show(this.heads[i], h('button', { class: 'sort', title: t('sortBy', column.title), onclick: () => this.#sortBy(column) },
        h('span', {}, column.title), h('span', { class: `arrow${sorted ? '' : ' off'}`, 'aria-hidden': 'true' }, this.#down ? '▾' : '▴')));
    });
  }

  #sortBy(column) {
    const again = this.#sort === column.key;
    this.#down = again ? !this.#down : Boolean(column.numeric);
    this.#sort = column.key;
    this.toFirstPage();
    const at = this.columns.indexOf(column);
    this.#drawHeads();
    this.heads[at].firstElementChild.focus();
    return this.changed ? this.changed() : this.#draw();
  }

  #sorted() {
    const column = this.columns.find(({ key }) => key === this.#sort);
    if (!column) return this.#rows;
    const turn = this.#down ? -1 : 1;
    return this.#rows.map((row) => [column.by(row), row])
      .sort(([a], [b]) => turn * (a < b ? -1 : a > b ? 1 : 0))
      .map(([, row]) => row);
  }

  #draw() {
    const all = this.changed ? this.#all : this.#rows.length;
    const pages = Math.max(1, Math.ceil(all / this.pageSize));
    this.#page = Math.min(this.#page, pages - 1);
    const from = this.#page * this.pageSize;
    const rows = this.changed ? this.#rows : this.#sorted().slice(from, from + this.pageSize);
    const focused = document.activeElement?.closest('tbody') === this.body ? document.activeElement.dataset.focus : null;
    show(this.body, rows.map((row) => this.#row(row)));
    // What is drawn anew must not take the focus from somebody who walks by keyboard.
    if (focused) this.body.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
    this.note.hidden = rows.length > 0;
    show(this.note, rows.length ? null : this.empty());
    this.element.querySelector('table').hidden = rows.length === 0;
    this.#drawPager(from, rows.length, all, pages);
  }

  #row(row) {
    return h('tr', { 'data-key': this.keyOf(row) }, this.columns.map((column, i) => {
      const cell = column.cell(row);
      const words = [column.numeric && 'number', column.wide && 'wide', column.long && 'long', cell === NOTHING && 'bare'].filter(Boolean).join(' ');
      return h(i === 0 ? 'th' : 'td', { scope: i === 0 && 'row', class: words || null, 'data-title': column.title }, cell);
    }));
  }

  #drawPager(from, shown, all, pages) {
    this.pager.hidden = pages === 1;
    if (pages === 1) return;
    const go = (by) => () => {
      this.#page += by;
      return this.changed ? this.changed() : this.#draw();
    };
    const at = [...this.pager.children].indexOf(document.activeElement);
    show(this.pager,
      h('button', { onclick: go(-1), disabled: this.#page === 0 }, t('previous')),
      h('span', { class: 'figures' }, t('shown', number(from + 1), number(from + shown), number(all))),
      h('button', { onclick: go(1), disabled: this.#page === pages - 1 }, t('next')));
    // Who turns pages by keyboard goes on where he was, or turns back at the end; a list that is drawn anew takes no focus.
    const [back, , on] = this.pager.children;
    if (at >= 0) [at === 0 ? back : on, back, on].find((button) => !button.disabled).focus();
  }
}

/**
 * A table that the gateway gives page by page; each press shows more.
 *
 * fetch(next, isOld) → { rows, next, far }: far is true if it had to go far for them; isOld() if nobody waits any more
 */
export class Listing {
  #rows = [];
  #next = null;
  #turn = 0;
  far = false;

  constructor(options, fetch) {
    this.table = new Table({ ...options, pageSize: Number.MAX_SAFE_INTEGER });
    this.fetch = fetch;
    this.button = h('button', { hidden: true, onclick: () => this.more() }, t('loadMore'));
    this.element = h('div', {}, this.table.element, h('p', { class: 'pager' }, this.button));
  }

  async reload() {
    await this.#ask(null, []);
  }

  async more() {
    await this.#ask(this.#next, this.#rows);
  }

  /** Of two that were asked for, the later is shown, whichever comes first. */
  async #ask(from, before) {
    const turn = ++this.#turn;
    const { rows, next, far = false } = await this.fetch(from, () => turn !== this.#turn);
    if (turn !== this.#turn) return;
    this.far = far;
    this.#take(before.concat(rows), next);
  }

  /** Whether somebody has asked for more than the first page, which a reload would take away. */
  get unfolded() {
    return this.#rows.length > 100;
  }

  #take(rows, next) {
    this.#rows = rows;
    this.#next = next;
    this.button.hidden = !next;
    this.table.rows = rows;
  }
}
