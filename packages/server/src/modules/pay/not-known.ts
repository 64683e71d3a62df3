/**
 * The ledger did not answer, or what it did is not projected yet: nobody knows for now. The intent
 * is stored, so the command completes by itself, and the same key asks for its answer.
 */
export class NotKnown extends Error {
  override readonly name = 'NotKnown';
}
