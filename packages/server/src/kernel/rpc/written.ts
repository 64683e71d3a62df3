declare const output: unique symbol;
const json = Symbol('json');

/**
 * An output that is JSON text already, as a long list that the database has written: it is passed
 * on as it is, and neither parsed nor written again.
 */
export type WrittenOutput<Output> = { readonly [json]: string; readonly [output]?: Output };

/** Takes JSON text for an output; in tests it is checked against the contract as any other. */
export const written = <Output>(text: string): WrittenOutput<Output> => ({ [json]: text });

/** The text of an output that is written already; null for any other. */
export function textOf(value: unknown): string | null {
  const isWritten = typeof value === 'object' && value !== null && json in value;
  return isWritten ? (value as WrittenOutput<unknown>)[json] : null;
}

/** An output as data, however it came. */
export function dataOf(value: unknown): unknown {
  const text = textOf(value);
  return text === null ? value : JSON.parse(text);
}
