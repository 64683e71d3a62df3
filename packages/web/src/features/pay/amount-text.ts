import { i18n } from '@lingui/core';
import { parseMinor } from '@plaza/base';

// What somebody types as an amount is kept with a point (`12.`, `0.5`) and shown as the language
// writes it. Pure functions: the field and the keys both go through them.

export type AmountKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '.' | 'back';

type Marks = { decimal: string; group: string };

/** The marks that the active language puts into numbers. */
export function amountMarks(): Marks {
  const parts = new Intl.NumberFormat(i18n.locale).formatToParts(1_234_567.8);
  const markOf = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: markOf('decimal') || '.', group: markOf('group') };
}

/** The text after a key; a key that would make no amount of the currency changes nothing. */
export function typeKey(text: string, key: AmountKey, scale: number): string {
  if (key === 'back') return text.slice(0, -1);
  if (key === '.') return text.includes('.') || scale === 0 ? text : `${text || '0'}.`;
  const next = text === '0' ? key : text + key;
  return parseMinor(next, scale) === null ? text : next;
}

/** What is shown for a text: `1,234.5`. */
export function showAmount(text: string): string {
  if (text === '') return '';
  const [whole = '', decimals] = text.split('.');
  const shown = new Intl.NumberFormat(i18n.locale).format(BigInt(whole));
  return decimals === undefined ? shown : shown + amountMarks().decimal + decimals;
}

/** Reads what the field shows after somebody edited it; null when it is no amount. */
export function readShown(shown: string, scale: number): string | null {
  const { decimal, group } = amountMarks();
  const plain = shown.normalize('NFKC').replaceAll(group, '').replace(/\s/gu, '');
  const text = plain.replace(decimal, '.').replace(/^0+(?=\d)/u, '');
  return text === '' || parseMinor(text, scale) !== null ? text : null;
}

/** Reads a pasted text, which may come from another language: `1.250,50` as well as `1,250.50`. */
export function readPasted(pasted: string, scale: number): string | null {
  const plain = pasted.normalize('NFKC').replace(/[^\d.,]/gu, '');
  const at = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  if (at === -1) return readShown(plain, scale);
  const mark = plain[at] ?? '';
  const isOnlyOne = plain.indexOf(mark) === at;
  const parts = plain.length - at - 1 === 3 && mark === amountMarks().group;
  const isDecimal = isOnlyOne && !parts;
  const [whole, rest] = isDecimal ? [plain.slice(0, at), plain.slice(at + 1)] : [plain, ''];
  const digits = whole.replace(/\D/gu, '').replace(/^0+(?=\d)/u, '') || '0';
  const text = isDecimal ? `${digits}.${rest}` : digits;
  return parseMinor(text, scale) === null ? null : text;
}
