import pg from 'pg';

const int8 = 20;
const int8Array = 1016;
// The parser of text[]: the same braces and quoting, with the elements left as they are.
const parseArray = pg.types.getTypeParser(1009 as number) as (text: string) => unknown;

const timestamptz = 1184;
const parseTimestamp = pg.types.getTypeParser(timestamptz) as (text: string) => Date;

function numberIn(text: string, from: number, to: number): number {
  let number = 0;
  for (let at = from; at < to; at += 1) number = number * 10 + text.charCodeAt(at) - 48;
  return number;
}

/**
 * Reads a time as PostgreSQL writes it for a client in UTC, `2026-11-22 10:30:00.123456+00`; it
 * stands in nearly every row, and the parser that can read all forms costs several times as much.
 */
export function readTimestamp(text: string): Date {
  const end = text.length - 3;
  const isPlain = end >= 19 && text[4] === '-' && text.endsWith('+00');
  if (!isPlain) return parseTimestamp(text);
  // Of a fraction, of which trailing zeros are left out, milliseconds are kept.
  const places = Math.min(3, Math.max(0, end - 20));
  const ms = numberIn(text, 20, 20 + places) * 10 ** (3 - places);
  const time = [numberIn(text, 11, 13), numberIn(text, 14, 16), numberIn(text, 17, 19)] as const;
  const day = [numberIn(text, 5, 7) - 1, numberIn(text, 8, 10)] as const;
  const year = numberIn(text, 0, 4);
  // `Date.UTC` takes years below 100 for the last century.
  return year < 100 ? parseTimestamp(text) : new Date(Date.UTC(year, ...day, ...time, ms));
}

/**
 * `pg` hands out bigint columns as strings. Money and sequence numbers are bigints in code, so
 * they are parsed here, once, for every connection. Timestamps arrive as `Date`.
 */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && id === int8) return BigInt;
    if (format !== 'binary' && id === timestamptz) return readTimestamp;
    if (format !== 'binary' && id === int8Array) {
      return (text: string) => toBigInts(parseArray(text));
    }
    return pg.types.getTypeParser(id, format ?? 'text') as unknown;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

function toBigInts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toBigInts);
  return value === null ? null : BigInt(value as string);
}
