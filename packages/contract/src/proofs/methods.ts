import { Type } from 'typebox';
import { reading, strangers } from '../limits.ts';
import { query } from '../method.ts';
import { currencyCode, transferId } from '../pay/types.ts';
import { nothing, nullable, object, timestamp } from '../schema.ts';
import { day, receipt, signedHead, verifierKey } from './types.ts';

const anybody = { refusals: [], auth: 'public', limit: strangers } as const;

/** `readyAt`: when to ask again. */
const proof = object({ receipt: nullable(receipt), readyAt: nullable(timestamp) });

export const proofsMethods = {
  getKey: query('proofs.getKey', {
    summary: 'The key with which the city signs its books, and those before it, newest first.',
    input: nothing,
    output: object({
      /** Null as long as nothing was signed. */
      key: nullable(verifierKey),
      earlier: Type.Array(verifierKey, { maxItems: 100 }),
    }),
    ...anybody,
  }),
  listHeads: query('proofs.listHeads', {
    summary: 'The signed heads of days that are over, newest first, 50 a page.',
    input: object({ before: Type.Optional(day) }),
    output: object({ heads: Type.Array(signedHead, { maxItems: 50 }), next: nullable(day) }),
    ...anybody,
  }),
  getHead: query('proofs.getHead', {
    summary: 'The signed head of a day; null as long as there is none.',
    input: object({ day }),
    output: object({ head: nullable(signedHead) }),
    ...anybody,
  }),
  getReceipt: query('proofs.getReceipt', {
    summary: 'What proves a line of my statement; null until the head of its day is signed.',
    input: object({
      currency: currencyCode,
      lineNumber: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 2 }),
    }),
    output: proof,
    refusals: ['transfer_unknown', 'wrong_currency'],
    auth: 'person',
    limit: reading,
  }),
  getTransferReceipt: query('proofs.getTransferReceipt', {
    summary: 'What proves a transfer that I sent or received; null until its day is signed.',
    input: object({ transferId }),
    output: proof,
    refusals: ['transfer_unknown'],
    auth: 'person',
    limit: reading,
  }),
} as const;
