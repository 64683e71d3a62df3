/** Counters of the database are bigints; JSON has none, and their digits must not be lost. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** Writes a value as JSON, a list entry by entry, so that a long one is never one long string. */
export function* jsonPieces(value: unknown): Generator<string> {
  if (!Array.isArray(value)) {
    yield `${JSON.stringify(value ?? null, plain, 2)}\n`;
    return;
  }
  yield '[';
  for (const [index, item] of value.entries()) {
    yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify(item ?? null, plain, 2)}`;
  }
  yield '\n]\n';
}
