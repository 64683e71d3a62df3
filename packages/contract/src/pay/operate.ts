import { Type } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { nothing, object, personId, text } from '../schema.ts';
import { amountMinor, bookEntry, currencyCode, payKey, wallet } from './types.ts';

const reasoned = { key: payKey, personId, currency: currencyCode, reason: text(300) };
const changes = { auth: 'operator', limit: changing } as const;
const answer = object({ wallet });

/** What the operator may do with money; each is written into the audit log. */
export const payOperatorMethods = {
  topUp: command('pay.topUp', {
    summary: 'Issues money to a person; the statement says that the operator did, and why.',
    input: object({ ...reasoned, amountMinor }),
    output: answer,
    refusals: [
      'person_not_found',
      'wrong_currency',
      'amount_too_large',
      'limit_reached',
      'class_needed',
      'not_for_minors',
      'wallet_frozen',
      'key_reused',
    ],
    ...changes,
  }),
  freezeWallet: command('pay.freezeWallet', {
    summary: 'Freezes a wallet with a reason that its owner sees: nothing goes in or out.',
    input: object(reasoned),
    output: answer,
    refusals: ['person_not_found', 'wrong_currency', 'wallet_frozen', 'key_reused'],
    ...changes,
  }),
  unfreezeWallet: command('pay.unfreezeWallet', {
    summary: 'Opens a frozen wallet again.',
    input: object(reasoned),
    output: answer,
    refusals: ['person_not_found', 'wrong_currency', 'wallet_open', 'key_reused'],
    ...changes,
  }),
  getPersonWallets: query('pay.getPersonWallets', {
    summary: 'The wallets of a person, for whoever has to top up or freeze one.',
    input: object({ personId }),
    output: object({ wallets: Type.Array(wallet) }),
    refusals: ['person_not_found'],
    auth: 'operator',
    limit: reading,
  }),
  getBooks: query('pay.getBooks', {
    summary: 'The books of the city by account of the chart, and whether they balance.',
    input: nothing,
    output: object({ entries: Type.Array(bookEntry), balanced: Type.Boolean() }),
    refusals: [],
    auth: 'operator',
    limit: reading,
  }),
} as const;
