import type { RefusalName } from '@plaza/contract';

/** An expected "no". Thrown, so that the transaction around it rolls back. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly refusal: RefusalName;
  readonly details: unknown;

  constructor(refusal: RefusalName, details?: unknown) {
    super(refusal);
    this.refusal = refusal;
    this.details = details;
  }
}
