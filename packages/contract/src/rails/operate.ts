import { Type } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { amountMinor, currencyCode } from '../pay/types.ts';
import { personCard } from '../people.ts';
import { nothing, nullable, object, personId, text } from '../schema.ts';
import {
  bankEntry,
  bankImport,
  batchId,
  entryId,
  payout,
  payoutId,
  voucherBatch,
} from './types.ts';

const operates = { auth: 'operator', limit: changing } as const;
const reads = { auth: 'operator', limit: reading } as const;
const clerks = object({ clerks: Type.Array(personCard, { maxItems: 200 }) });
const ofOperator = object({ payout, person: personCard });

/** Requests are smaller than this; a longer statement comes as several files. */
export const maxBankFileLength = 200_000;
export const maxVouchersAtOnce = 200;

/** What operators do with the ways in and out; each is written into the audit log. */
export const railsOperatorMethods = {
  setClerk: command('rails.setClerk', {
    summary: 'Lets somebody work at the cash desk, or no more.',
    input: object({ personId, isClerk: Type.Boolean() }),
    output: clerks,
    refusals: ['person_not_found'],
    ...operates,
  }),
  listClerks: query('rails.listClerks', {
    summary: 'Who works at the cash desk.',
    input: nothing,
    output: clerks,
    refusals: [],
    ...reads,
  }),
  printVouchers: command('rails.printVouchers', {
    summary: 'Makes codes to be sold or given away. They are told this once; only hashes are kept.',
    input: object({
      batchId,
      currency: currencyCode,
      amountMinor,
      count: Type.Integer({ minimum: 1, maximum: maxVouchersAtOnce }),
      note: text(100, 0),
    }),
    output: object({
      batch: voucherBatch,
      codes: Type.Array(text(24), { maxItems: maxVouchersAtOnce }),
    }),
    refusals: ['wrong_currency', 'amount_too_large', 'key_reused'],
    ...operates,
  }),
  listVouchers: query('rails.listVouchers', {
    summary: 'Vouchers that were printed, the newest 100 batches.',
    input: nothing,
    output: object({ batches: Type.Array(voucherBatch, { maxItems: 100 }) }),
    refusals: [],
    ...reads,
  }),
  voidVouchers: command('rails.voidVouchers', {
    summary: 'Ends the vouchers of a batch that nobody has redeemed.',
    input: object({ batchId, reason: text(300) }),
    output: object({ batch: voucherBatch }),
    refusals: ['voucher_unknown'],
    ...operates,
  }),
  importBankFile: command('rails.importBankFile', {
    summary:
      'Takes an account statement of the bank (ISO 20022 camt.053). Each entry is booked once, ' +
      'however often it comes: for whom its reference names, else into suspense.',
    input: object({ currency: currencyCode, text: text(maxBankFileLength) }),
    output: bankImport,
    refusals: ['wrong_currency', 'file_unreadable'],
    ...operates,
  }),
  listEntries: query('rails.listEntries', {
    summary: 'Entries of the bank that wait for somebody to say whose they are, oldest first.',
    input: nothing,
    output: object({ entries: Type.Array(bankEntry, { maxItems: 200 }) }),
    refusals: [],
    ...reads,
  }),
  settleEntry: command('rails.settleEntry', {
    summary: 'Says for whom an entry came in; null: it was sent back to where it came from.',
    input: object({ entryId, personId: nullable(personId), reason: text(300) }),
    output: object({ entry: bankEntry }),
    refusals: [
      'entry_unknown',
      'entry_settled',
      'person_not_found',
      'wallet_frozen',
      'limit_reached',
      'class_needed',
      'not_for_minors',
    ],
    ...operates,
  }),
  listOpenPayouts: query('rails.listOpenPayouts', {
    summary: 'Payouts by bank that are held, oldest first.',
    input: nothing,
    output: object({ payouts: Type.Array(ofOperator, { maxItems: 200 }) }),
    refusals: [],
    ...reads,
  }),
  exportPayouts: command('rails.exportPayouts', {
    summary:
      'Writes the file that tells the bank to pay (ISO 20022 pain.001): all payouts that were in ' +
      'none before. They are paid once the bank’s statement says so.',
    input: object({ currency: currencyCode }),
    output: object({ text: Type.String(), count: Type.Integer({ minimum: 1 }) }),
    refusals: ['wrong_currency', 'nothing_to_pay'],
    ...operates,
  }),
  returnPayout: command('rails.returnPayout', {
    summary: 'Gives a payout back into the wallet, with a reason that its owner reads.',
    input: object({ payoutId, reason: text(300) }),
    output: ofOperator,
    refusals: ['payout_unknown', 'payout_settled'],
    ...operates,
  }),
} as const;
