import pg from 'pg';

const int8 = 20;
const int8Array = 1016;
// The parser of text[]: the same braces and quoting, with the elements left as they are.
const parseArray = pg.types.getTypeParser(1009 as number) as (text: string) => unknown;

/**
 * `pg` hands out bigint columns as strings. Money and sequence numbers are bigints in code, so
 * they are parsed here, once, for every connection. Timestamps already arrive as `Date`.
 */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && id === int8) return BigInt;
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
