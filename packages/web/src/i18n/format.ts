import { i18n } from '@lingui/core';
import { formatMinor } from '@plaza/base';
import type { Money } from '@plaza/contract';
import { ageOf, type Age } from './days.ts';

const cache = new Map<string, Intl.DateTimeFormat>();

function formatter(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${i18n.locale} ${JSON.stringify(options)}`;
  const found = cache.get(key);
  if (found !== undefined) return found;
  const made = new Intl.DateTimeFormat(i18n.locale, options);
  cache.set(key, made);
  return made;
}

type When = string | Date;
const asDate = (when: When) => (typeof when === 'string' ? new Date(when) : when);

/** `12:42`, as the language writes it. */
export function formatTime(when: When): string {
  return formatter({ hour: 'numeric', minute: '2-digit' }).format(asDate(when));
}

/** `22 November 2026`. */
export function formatDate(when: When): string {
  return formatter({ dateStyle: 'long' }).format(asDate(when));
}

/** `November 2026`, of `2026-11`. */
export function formatMonth(month: string, style: 'long' | 'narrow' = 'long'): string {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  const options = { month: style, ...(style === 'long' ? { year: 'numeric' as const } : {}) };
  const written = formatter(options).format(new Date(year, number - 1, 1));
  return written.charAt(0).toLocaleUpperCase(i18n.locale) + written.slice(1);
}

/** `22 Nov 2026, 12:42`. */
export function formatDateTime(when: When): string {
  return formatter({ dateStyle: 'medium', timeStyle: 'short' }).format(asDate(when));
}

/** `today` or `yesterday`, with the capital that a label wants. */
function relativeDay(days: 0 | -1): string {
  const words = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto' }).format(days, 'day');
  return words.charAt(0).toLocaleUpperCase(i18n.locale) + words.slice(1);
}

const short: Record<Exclude<Age, 'today' | 'yesterday'>, Intl.DateTimeFormatOptions> = {
  week: { weekday: 'short' },
  year: { day: 'numeric', month: 'short' },
  older: { day: 'numeric', month: 'numeric', year: '2-digit' },
};

/** The end of a row in a list: a time today, `Yesterday`, a weekday, a date. */
export function formatMoment(when: When, now = new Date()): string {
  const age = ageOf(asDate(when), now);
  if (age === 'today') return formatTime(when);
  if (age === 'yesterday') return relativeDay(-1);
  return formatter(short[age]).format(asDate(when));
}

const long: Record<Exclude<Age, 'today' | 'yesterday'>, Intl.DateTimeFormatOptions> = {
  week: { weekday: 'long' },
  year: { weekday: 'long', day: 'numeric', month: 'long' },
  older: { dateStyle: 'long' },
};

/** The line between two days of a conversation. */
export function formatDay(when: When, now = new Date()): string {
  const age = ageOf(asDate(when), now);
  if (age === 'today') return relativeDay(0);
  if (age === 'yesterday') return relativeDay(-1);
  return formatter(long[age]).format(asDate(when));
}

/** `Ana, Wei and Diego`. */
export function formatList(names: readonly string[]): string {
  return new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(names);
}

export function formatNumber(value: number): string {
  return new Intl.NumberFormat(i18n.locale).format(value);
}

/** `3.2 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  return new Intl.NumberFormat(i18n.locale, {
    style: 'unit',
    unit: units[at] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(bytes / 1000 ** at);
}

/** `5 minutes`, for a wait that a refusal asks for; never less than a second. */
export function formatWait(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const [value, unit] =
    seconds < 60
      ? ([seconds, 'second'] as const)
      : seconds < 3600
        ? ([Math.ceil(seconds / 60), 'minute'] as const)
        : ([Math.ceil(seconds / 3600), 'hour'] as const);
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    value,
  );
}

export type MoneyOptions = {
  /** Writes a plus too, as in a statement. */
  signed?: boolean;
};

/** `1,250.00`: an amount without its currency; the digits never go through a fraction. */
export function formatAmount(
  { amountMinor, scale }: Pick<Money, 'amountMinor' | 'scale'>,
  { signed = false }: MoneyOptions = {},
): string {
  const written = new Intl.NumberFormat(i18n.locale, {
    minimumFractionDigits: scale,
    maximumFractionDigits: scale,
    signDisplay: signed ? 'exceptZero' : 'auto',
  }).format(formatMinor(amountMinor, scale) as `${number}`);
  // A minus as wide as the plus, and read out as one.
  return written.replace('-', '\u2212');
}
