import type { ByteRange } from './types.ts';

type Asked = { range?: string | undefined; 'if-range'?: string | string[] | undefined };

/**
 * The one stretch of bytes that a request asks for (RFC 9110 §14); null: everything. Several at
 * once, other units and what makes no sense are answered with everything, as the standard allows.
 */
export function readRange(
  headers: Asked,
  { size, tag }: { size: number; tag: string },
): ByteRange | 'unsatisfiable' | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.range ?? '');
  if (found === null) return null;
  // Of another version than the caller has a part of, a part would be of no use.
  if (headers['if-range'] !== undefined && headers['if-range'] !== tag) return null;
  const [, first = '', last = ''] = found;
  if (first === '' && last === '') return null;
  if (first === '') {
    const length = Math.min(Number(last), size);
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return null;
  if (start >= size) return 'unsatisfiable';
  return { start, end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
}
