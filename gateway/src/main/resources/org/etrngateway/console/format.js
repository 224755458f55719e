// Numbers as people read them: three figures and a unit.

import { language, t } from './words.js';

const UNITS = { en: ['B', 'KiB', 'MiB', 'GiB', 'TiB'], ru: ['Б', 'КиБ', 'МиБ', 'ГиБ', 'ТиБ'] }[language];
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const whole = new Intl.NumberFormat(language);
const tenths = new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
const date = new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric' });
const exact = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });

export const number = (value) => whole.format(value);
export const time = (instant) => clock.format(new Date(instant));
export const day = (instant) => date.format(new Date(instant));
export const exactly = (instant) => exact.format(new Date(instant));

export function bytes(octets) {
  let value = octets;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const figures = unit === 0 || value >= 100 ? whole.format(Math.round(value)) : tenths.format(value);
  return `${figures}\u00a0${UNITS[unit]}`;
}

export const rate = (octets) => t('perSecond', bytes(octets));

export function lasting(seconds) {
  if (seconds < 2 * MINUTE) return t('second', whole.format(Math.round(seconds)));
  if (seconds < 2 * HOUR) return t('minute', whole.format(Math.round(seconds / MINUTE)));
  if (seconds < 2 * DAY) return t('hour', whole.format(Math.round(seconds / HOUR)));
  return t('day', whole.format(Math.round(seconds / DAY)));
}

export const age = (instant) => lasting(Math.max(0, (Date.now() - new Date(instant)) / 1000));
