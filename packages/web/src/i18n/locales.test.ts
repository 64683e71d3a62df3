import { expect, test } from 'vitest';
import { chooseLocale } from './locales.ts';

test('the kept choice wins over the browser', () => {
  expect(chooseLocale('es', ['zh-CN'])).toBe('es');
});

test('the first known language of the browser is taken, whatever its region', () => {
  expect(chooseLocale(null, ['fr-FR', 'zh-Hant-TW', 'es'])).toBe('zh');
  expect(chooseLocale('tlh', ['es-419'])).toBe('es');
});

test('English is there for everybody else', () => {
  expect(chooseLocale(null, ['fr', 'de'])).toBe('en');
  expect(chooseLocale(null, [])).toBe('en');
});
