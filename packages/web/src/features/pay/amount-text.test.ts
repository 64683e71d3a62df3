import { i18n } from '@lingui/core';
import { beforeEach, expect, test } from 'vitest';
import { readPasted, readShown, showAmount, typeKey, type AmountKey } from './amount-text.ts';

beforeEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));

const typed = (keys: string, scale = 2) =>
  [...keys].reduce(
    (text, key) => typeKey(text, key === '<' ? 'back' : (key as AmountKey), scale),
    '',
  );

test('keys make only amounts that the currency has', () => {
  expect(typed('1250')).toBe('1250');
  expect(typed('.5')).toBe('0.5');
  expect(typed('007')).toBe('7');
  expect(typed('1.239')).toBe('1.23');
  expect(typed('1..2')).toBe('1.2');
  expect(typed('12.<<')).toBe('1');
  expect(typed('7.5', 0)).toBe('75');
  expect(typed('9'.repeat(20))).toBe('9999999999');
});

test('an amount is shown as the language writes it', () => {
  expect(showAmount('1234567.5')).toBe('1,234,567.5');
  expect(showAmount('12.')).toBe('12.');
  i18n.loadAndActivate({ locale: 'es', messages: {} });
  expect(showAmount('1234567.5')).toBe('1.234.567,5');
});

test('what is shown and edited is read again', () => {
  for (const text of ['', '0', '12.', '1234567.5', '0.05']) {
    expect(readShown(showAmount(text), 2)).toBe(text);
  }
  expect(readShown('1,23', 2)).toBe('123');
  expect(readShown('12a', 2)).toBeNull();
  expect(readShown('１２', 2)).toBe('12');
});

test('a pasted amount may come from another language', () => {
  expect(readPasted('1.250,50 €', 2)).toBe('1250.50');
  expect(readPasted('¥1,250.50', 2)).toBe('1250.50');
  expect(readPasted('1,250', 2)).toBe('1250');
  expect(readPasted('1,5', 2)).toBe('1.5');
  expect(readPasted('1,234,567', 2)).toBe('1234567');
  expect(readPasted('hello', 2)).toBe('');
  expect(readPasted('1.2345', 2)).toBeNull();
});
