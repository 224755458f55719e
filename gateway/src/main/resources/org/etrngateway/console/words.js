// The two languages. A key that one of them lacks is a fault of the build: a test compares them.

import en from './words-en.js';
import ru from './words-ru.js';

const LANGUAGES = { en, ru };
const KEY = 'language';

function chosen() {
  const kept = localStorage.getItem(KEY);
  if (kept in LANGUAGES) return kept;
  return navigator.language.startsWith('ru') ? 'ru' : 'en';
}

export const language = chosen();
document.documentElement.lang = language;

/** A phrase; {0}, {1} … stand for the values. */
export function t(key, ...values) {
  const phrase = LANGUAGES[language][key] ?? key;
  return phrase.replace(/\{(\d)\}/g, (_, index) => String(values[index]));
}

export function speak(other) {
  localStorage.setItem(KEY, other);
  location.reload();
}
