import type { PersonId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import { kindsOf, type Family } from './line-families.ts';

/** What somebody looks for in a statement. */
export type Filter = {
  /** Null: lines of every kind. */
  family: Family | null;
  /** `2026-11`; null: at any time. */
  month: string | null;
  text: string;
};

export const noFilter: Filter = { family: null, month: null, text: '' };

/** A month of this device’s calendar, from its first moment to that of the next one. */
export function boundsOf(month: string): { since: string; until: string } {
  const [year = 1970, number = 1] = month.split('-').map(Number);
  return {
    since: new Date(year, number - 1, 1).toISOString(),
    until: new Date(year, number, 1).toISOString(),
  };
}

/** The months up to this one, newest first: `2026-11`, `2026-10` … */
export function monthsBefore(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const first = new Date(now.getFullYear(), now.getMonth() - index, 1);
    return `${first.getFullYear()}-${String(first.getMonth() + 1).padStart(2, '0')}`;
  });
}

export const isMonth = (text: string | null): text is string =>
  text !== null && /^\d{4}-(0[1-9]|1[0-2])$/u.test(text);

/** What is asked of the server; `people` are those whom this device knows by the text. */
export function askedOf(
  currency: string,
  { family, month, text }: Filter,
  people: readonly PersonId[],
): MethodInput<'pay.listStatement'> {
  const words = text.trim().slice(0, 60);
  return {
    currency,
    ...(family === null ? {} : { kinds: kindsOf(family) }),
    ...(month === null ? {} : boundsOf(month)),
    ...(words === '' ? {} : { text: words, people: people.slice(0, 50) }),
  };
}
