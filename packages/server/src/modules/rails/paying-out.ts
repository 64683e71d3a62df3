import { compactIban, isIban } from '@plaza/base/codes';
import { cleanLine, present, type PayKey, type PersonId } from '@plaza/base';
import type { Approval, Payout } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  AccountFlags,
  amount_max,
  CreateTransferStatus as Status,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
} from '../ledger/index.ts';
import {
  ledgerTransfer,
  NotKnown,
  type CurrencyProfile,
  type Finisher,
  type Intent,
  type PayCore,
} from '../pay/index.ts';
import type { RailsDeps } from './deps.ts';
import { ledgerIdOf, payoutIdOf } from './ids.ts';
import * as store from './store/payouts.ts';
import type { PayoutRow, PayoutWay } from './types.ts';

const deskSeconds = 24 * 3600;
const maxNameLength = 70;
const maxTries = 20;
const accounts = { bank: 'bank.file', desk: 'bank.desk' } as const;

type OfApproval = Exclude<Awaited<ReturnType<PayCore['approve']>>, { ok: true }>['reason'];
export type PayoutRefusal =
  | OfApproval
  | 'wrong_currency'
  | 'cash_out_closed'
  | 'iban_invalid'
  | 'amount_too_large'
  | 'insufficient_funds'
  | 'wallet_frozen'
  | 'class_needed'
  | 'not_for_minors'
  | 'key_reused'
  | 'unavailable';

export type PayoutAsked = {
  way: PayoutWay;
  currency: string;
  amountMinor: number;
  iban: string;
  name: string;
};
export type NewPayout = PayoutAsked & { key: PayKey; approval: Approval };

/** What an approval says yes to. */
export function approvedOf({ way, currency, amountMinor, iban, name }: PayoutAsked) {
  const payee = ['cash_out', way, compactIban(iban) || '-', cleanLine(name, maxNameLength)].join(
    ' ',
  );
  return { payee, amountMinor, currency };
}

/** As its owner sees it. */
export function payoutOf({ pay }: Pick<RailsDeps, 'pay'>, row: PayoutRow): Payout {
  const { payoutId, way, state, iban, name, reason } = row;
  return {
    ...{ payoutId, way, state, iban, name, reason },
    money: pay.moneyOf(row.currency, row.amountMinor),
    code: state === 'held' ? row.code : null,
    isExported: row.exportedAt !== null,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
  };
}

function judgeNumbers(
  profile: CurrencyProfile | undefined,
  { way, amountMinor, iban, name }: PayoutAsked,
): Outcome<CurrencyProfile, PayoutRefusal> {
  if (profile === undefined) return no('wrong_currency');
  if (profile.cashOut !== 'people') return no('cash_out_closed');
  if (way === 'bank' && profile.bank === null) return no('cash_out_closed');
  const isNamed = isIban(iban) && cleanLine(name, maxNameLength) !== '';
  if (way === 'bank' && !isNamed) return no('iban_invalid');
  return amountMinor > profile.maxAmountMinor ? no('amount_too_large') : yes(profile);
}

async function judgePayout(
  deps: RailsDeps,
  personId: PersonId,
  { input, profile }: { input: NewPayout; profile: CurrencyProfile },
): Promise<Outcome<Intent, PayoutRefusal>> {
  const { pay, random, clock, db: _ } = deps;
  const { currency, way } = input;
  const wallet = await pay.ensureWallet(personId, profile);
  if (wallet.state === 'frozen') return no('wallet_frozen');
  // What goes out counts for nothing: only who they are is judged.
  const known = await pay.limits.judge([{ personId, currency, amountMinor: 0, way: 'receive' }]);
  if (!known.ok && known.reason !== 'limit_reached') return no(known.reason, known.details);
  const approved = await pay.approve(personId, approvedOf(input), input.approval);
  if (!approved.ok) return approved;
  const payoutId = payoutIdOf(personId, input.key);
  const code = String(random.int(100_000_000)).padStart(8, '0');
  return yes({
    subjectId: payoutId,
    write: (tx) =>
      store.insertPayout(tx, {
        ...{ payoutId, way, personId, currency, state: 'processing', failure: null, attempt: 0 },
        ...{ amountMinor: BigInt(input.amountMinor), actorId: null, reason: '' },
        iban: way === 'bank' ? compactIban(input.iban) : '',
        name: way === 'bank' ? cleanLine(input.name, maxNameLength) : '',
        code: way === 'desk' ? code : null,
        ...{ createdAt: clock.now(), exportedAt: null, returningAt: null },
        ...{ expiresAt: null, settledAt: null },
      }),
  });
}

const keptOfPayout: ReadonlySet<string> = new Set(['wallet_frozen', 'insufficient_funds']);

/** Holds money of a person until it is paid out. */
export async function requestPayout(
  deps: RailsDeps,
  personId: PersonId,
  input: NewPayout,
): Promise<Outcome<{ payout: Payout }, PayoutRefusal>> {
  const judged = judgeNumbers(deps.pay.currencies.find(input.currency), input);
  if (!judged.ok) return judged;
  const { key, way, currency, amountMinor } = input;
  const body = [way, currency, amountMinor, compactIban(input.iban), input.name];
  const outcome = await deps.pay.run({
    asked: { personId, key, method: 'rails.payout', body },
    judge: () => judgePayout(deps, personId, { input, profile: judged.value }),
    kept: keptOfPayout,
  });
  if (!outcome.ok) return outcome as Outcome<never, PayoutRefusal>;
  const row = present(await read(deps, payoutIdOf(personId, key)), 'payouts are kept');
  return yes({ payout: payoutOf(deps, row) });
}

const read = ({ db }: RailsDeps, payoutId: string) => store.selectPayout(db, payoutId);

/** The ledger says that an id failed before, not why: the account tells what stands in the way. */
async function whyFailed({ pay }: RailsDeps, accountId: string | null) {
  if (accountId === null) return 'wallet_frozen' as const;
  const [account] = await pay.ledger.lookupAccounts([u128Of(accountId)]);
  const isClosed = ((account?.flags ?? 0) & AccountFlags.closed) !== 0;
  return isClosed ? ('wallet_frozen' as const) : ('insufficient_funds' as const);
}

async function hold(deps: RailsDeps, row: PayoutRow): Promise<void> {
  const { pay, db } = deps;
  const { ledger } = present(pay.currencies.find(row.currency), 'payouts are in a known currency');
  const accountId = (await pay.findWallet(row.personId, row.currency))?.accountId ?? null;
  const id = ledgerIdOf(row.payoutId, 'hold', 0);
  const [result] = await pay.ledger.createTransfers([
    ledgerTransfer({
      ...{ id, ledger, code: transferCodes.payout, amount: row.amountMinor },
      debit_account_id: accountId === null ? id : u128Of(accountId),
      credit_account_id: systemAccountId(ledger, accounts[row.way]),
      user_data_128: u128Of(row.payoutId),
      ...{ flags: TransferFlags.pending, timeout: row.way === 'desk' ? deskSeconds : 0 },
    }),
  ]);
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) return pay.reach(timestamp);
  if (status === Status.exists_with_different_debit_account_id) {
    throw new NotKnown('it is held, and not projected yet');
  }
  const failures = new Map<number, 'insufficient_funds' | 'wallet_frozen'>([
    [Status.exceeds_credits, 'insufficient_funds'],
    [Status.debit_account_already_closed, 'wallet_frozen'],
    [Status.debit_account_not_found, 'wallet_frozen'],
    [Status.id_already_failed, await whyFailed(deps, accountId)],
  ]);
  const failure = failures.get(status);
  if (failure === undefined) throw new Error(`the ledger refused to hold a payout: ${status}`);
  await store.failPayout(db, row.payoutId, failure);
}

export function createPayoutFinisher(deps: RailsDeps): Finisher {
  const readOne = async (id: string) =>
    present(await read(deps, id), 'the intent names its payout');
  return async ({ subjectId }) => {
    const before = await readOne(subjectId);
    if (before.state === 'processing') await hold(deps, before);
    const { state, failure } = await readOne(subjectId);
    if (failure !== null) return { outcome: { ok: false, reason: failure } };
    if (state === 'processing') throw new NotKnown('it is held, and not projected yet');
    return { outcome: { ok: true, value: { payoutId: subjectId } } };
  };
}

export type Settled = 'settled' | 'wallet_frozen';

/** Pays a payout or gives it back, from wherever it was left; what it became is told by its row. */
export async function settlePayout(
  deps: RailsDeps,
  payoutId: string,
  step: 'pay' | 'return',
): Promise<Settled> {
  const { pay, db } = deps;
  for (let count = 0; count < maxTries; count += 1) {
    const row = present(await read(deps, payoutId), 'payouts are kept');
    if (row.state !== 'held') return 'settled';
    const { ledger } = present(pay.currencies.find(row.currency), 'a known currency');
    const { post_pending_transfer: post, void_pending_transfer: giveBack } = TransferFlags;
    const [result] = await pay.ledger.createTransfers([
      ledgerTransfer({
        id: ledgerIdOf(payoutId, step, row.attempt),
        pending_id: ledgerIdOf(payoutId, 'hold', 0),
        ...{ ledger, code: transferCodes.payout },
        flags: step === 'pay' ? post : giveBack,
        amount: step === 'pay' ? amount_max : 0n,
      }),
    ]);
    const { status, timestamp } = present(result, 'each event has a result');
    if (status === Status.created || status === Status.exists) await pay.reach(timestamp);
    else if (ended.has(status)) await pay.drain();
    else {
      await store.leavePayoutTry(db, row);
      if (status === Status.debit_account_already_closed) return 'wallet_frozen';
      if (status !== Status.id_already_failed) {
        throw new Error(`the ledger refused to settle a payout: ${status}`);
      }
    }
  }
  throw new Error('every try to settle a payout was used up');
}

const ended: ReadonlySet<number> = new Set([
  Status.pending_transfer_already_posted,
  Status.pending_transfer_already_voided,
  Status.pending_transfer_expired,
]);

type ReturnRefusal = 'payout_unknown' | 'payout_settled' | 'unavailable';

/** Gives a payout back to its owner; with an operator also one that the bank has. */
export async function returnPayout(
  deps: RailsDeps,
  {
    payoutId,
    reason,
    actorId,
    ownerId,
  }: {
    payoutId: string;
    reason: string;
    actorId: PersonId | null;
    /** Null: whosever it is. */
    ownerId: PersonId | null;
  },
): Promise<Outcome<PayoutRow, ReturnRefusal>> {
  const row = await read(deps, payoutId);
  if (row === null || (ownerId !== null && row.personId !== ownerId)) return no('payout_unknown');
  const isNoted = await deps.db.tx(async (tx) => {
    const of = { at: deps.clock.now(), reason, mayBeExported: actorId !== null };
    if (!(await store.noteReturning(tx, payoutId, of))) return false;
    if (actorId === null) return true;
    const detail = reason.slice(0, 300);
    await deps.audit(tx, { actorId, action: 'return_payout', subjectId: row.personId, detail });
    return true;
  });
  if (!isNoted) return no('payout_settled');
  try {
    await settlePayout(deps, payoutId, 'return');
  } catch (error) {
    // It is on record, and comes back by the sweep.
    if (error instanceof NotKnown) return no('unavailable');
    throw error;
  }
  const after = present(await read(deps, payoutId), 'payouts are kept');
  return after.state === 'returned' ? yes(after) : no('payout_settled');
}
