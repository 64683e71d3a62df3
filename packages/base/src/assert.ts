/** Thrown when the program contradicts itself: never the caller's fault, always ours. */
export class AssertionFault extends Error {
  override readonly name = 'AssertionFault';
}

/**
 * States what must hold for the next line to make sense. Asserts stay on in production: a wrong
 * answer costs more than a refused one.
 */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionFault(message);
}

/** Returns `value`, which the program knows to be there. */
export function present<T>(value: T | null | undefined, message: string): T {
  if (value === null || value === undefined) throw new AssertionFault(message);
  return value;
}

/** Marks the arm of a switch that the types rule out; fails loudly should data get there. */
export function unreachable(value: never): never {
  throw new AssertionFault(`unreachable: ${JSON.stringify(value)}`);
}
