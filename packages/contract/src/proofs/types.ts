import { Type, type Static } from 'typebox';
import { id, nullable, object, timestamp } from '../schema.ts';

const base64 = (most: number) =>
  Type.String({ pattern: '^[A-Za-z0-9+/]*={0,2}$', maxLength: most, description: 'Base64.' });

/** A day of the books, in UTC. */
export const day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', description: 'A day.' });

export const signedHead = Type.String({
  maxLength: 1_000,
  description: 'A signed head: a note as transparency logs write them (C2SP signed-note).',
});

export const verifierKey = Type.String({
  maxLength: 200,
  description: 'The public key of the city in one line (C2SP signed-note).',
});

const uuid = id<string>('An id in the ledger.');

const provenRecord = object({
  record: base64(200),
  index: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  path: Type.Array(base64(44), { maxItems: 64 }),
  head: signedHead,
});

const receiptLine = object({
  kind: Type.String({ maxLength: 40 }),
  amountMinor: Type.Integer({
    minimum: -Number.MAX_SAFE_INTEGER,
    maximum: Number.MAX_SAFE_INTEGER,
  }),
  currency: Type.String({ maxLength: 20 }),
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  ledger: Type.Integer({ minimum: 1, maximum: 2 ** 32 - 1 }),
  counterparty: nullable(Type.String({ maxLength: 200 })),
  note: Type.String({ maxLength: 300 }),
  at: timestamp,
  reference: uuid,
  account: uuid,
  records: Type.Array(provenRecord, { minItems: 1, maxItems: 2 }),
});

export const receipt = object({
  format: Type.Literal('plaza-receipt-1'),
  city: Type.String({ maxLength: 300 }),
  key: verifierKey,
  lines: Type.Array(receiptLine, { minItems: 1, maxItems: 20 }),
});
export type ProofReceipt = Static<typeof receipt>;
