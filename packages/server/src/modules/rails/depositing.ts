import { present, type PersonId } from '@plaza/base';
import type { RailWay } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type No, type Outcome } from '../../kernel/rpc/index.ts';
import {
  CreateTransferStatus as Status,
  systemAccountId,
  transferCodes,
  u128Of,
  type SystemAccount,
} from '../ledger/index.ts';
import {
  ledgerTransfer,
  type CurrencyProfile,
  type Finisher,
  type Intent,
  type LimitRefusal,
} from '../pay/index.ts';
import type { RailsDeps } from './deps.ts';
import { ledgerIdOf } from './ids.ts';
import { insertDeposit, markFailed, selectDeposits } from './store/deposits.ts';
import { moveEntry } from './store/entries.ts';
import { releaseVoucher } from './store/vouchers.ts';
import type { DepositRow } from './types.ts';

/** By which account of the chart money comes in; what the bank sent has been in suspense before. */
export const rails: Readonly<
  Record<RailWay, { account: SystemAccount; code: number; isSimulated: boolean }>
> = {
  voucher: { account: 'bank.voucher', code: transferCodes.voucherIn, isSimulated: false },
  desk: { account: 'bank.desk', code: transferCodes.deskIn, isSimulated: false },
  bank: { account: 'suspense', code: transferCodes.bankIn, isSimulated: false },
  simulated: { account: 'bank.simulated', code: transferCodes.simulatedIn, isSimulated: true },
};

export type DepositRefusal = LimitRefusal | 'wallet_frozen' | 'wrong_currency' | 'amount_too_large';

type Asked = Pick<DepositRow, 'depositId' | 'rail' | 'personId' | 'actorId' | 'source'> & {
  currency: string;
  amountMinor: bigint;
  /** Written with the deposit; a no is the answer. */
  beside?: (tx: Tx) => Promise<void | No<string>>;
};

/** A currency that can be topped up by this much at once. */
export function judgeCurrency(
  { pay }: RailsDeps,
  currency: string,
  amountMinor: number,
): Outcome<CurrencyProfile, 'wrong_currency' | 'amount_too_large'> {
  const profile = pay.currencies.find(currency);
  if (profile === undefined || !profile.mayTopUp) return no('wrong_currency');
  return amountMinor > profile.maxAmountMinor ? no('amount_too_large') : yes(profile);
}

/** Judges what comes in, and makes its intent; with the wallet that it goes to. */
export async function judgeDeposit(
  deps: RailsDeps,
  { beside, ...asked }: Asked,
): Promise<Outcome<Intent, DepositRefusal>> {
  const { pay, clock } = deps;
  const { depositId, personId, currency, amountMinor } = asked;
  const profile = pay.currencies.find(currency);
  if (profile === undefined) return no('wrong_currency');
  const wallet = await pay.ensureWallet(personId, profile);
  if (wallet.state === 'frozen') return no('wallet_frozen');
  const allowed = await pay.limits.judge([{ personId, currency, amountMinor, way: 'top_up' }]);
  if (!allowed.ok) return allowed;
  return yes({
    subjectId: depositId,
    quotas: allowed.value,
    async write(tx) {
      const refused = await beside?.(tx);
      if (refused !== undefined) return refused;
      const row = { ...asked, state: 'processing' as const, createdAt: clock.now(), doneAt: null };
      await insertDeposit(tx, row);
      return undefined;
    },
  });
}

/** What has to be known besides once it is certain whether the wallet took it. */
async function conclude(tx: Tx, row: DepositRow, isPaid: boolean): Promise<void> {
  if (!isPaid) await markFailed(tx, row.depositId);
  if (row.rail === 'voucher' && !isPaid) {
    await releaseVoucher(tx, row.depositId, present(row.source, 'a voucher has a hash'));
  }
  if (row.rail === 'bank') {
    const entryId = present(row.source, 'money of a bank is of an entry').toString('utf8');
    const personId: PersonId | null = isPaid ? row.personId : null;
    const to = isPaid ? ('credited' as const) : ('suspended' as const);
    const why = isPaid ? '' : 'wallet_frozen';
    await moveEntry(tx, entryId, { from: ['crediting'], to, why, personId });
  }
}

const refusals: ReadonlySet<number> = new Set([
  Status.credit_account_already_closed,
  Status.credit_account_not_found,
  Status.id_already_failed,
]);

/** Carries what comes in to its end, from wherever it was left. */
export function createDepositFinisher({ db, pay }: RailsDeps): Finisher {
  return async ({ subjectId }) => {
    const row = present((await selectDeposits(db, [subjectId]))[0], 'the intent names its deposit');
    const profile = present(pay.currencies.find(row.currency), 'deposits are in a known currency');
    const wallet = await pay.findWallet(row.personId, row.currency);
    const { account, code } = rails[row.rail];
    const id = ledgerIdOf(row.depositId, 'in', 0);
    const [result] = await pay.ledger.createTransfers([
      ledgerTransfer({
        ...{ id, ledger: profile.ledger, code, amount: row.amountMinor },
        debit_account_id: systemAccountId(profile.ledger, account),
        // Of somebody erased there is no wallet: an account that never was uses up the id.
        credit_account_id: wallet === null ? id : u128Of(wallet.accountId),
        user_data_128: u128Of(row.depositId),
      }),
    ]);
    const { status, timestamp } = present(result, 'each event has a result');
    const isPaid = status === Status.created || status === Status.exists;
    if (!isPaid && !refusals.has(status)) {
      throw new Error(`the ledger refused what came in by ${row.rail}: ${status}`);
    }
    if (isPaid) await pay.reach(timestamp);
    const { depositId } = row;
    return {
      outcome: isPaid ? { ok: true, value: { depositId } } : { ok: false, reason: 'wallet_frozen' },
      alongside: (tx) => conclude(tx, row, isPaid),
    };
  };
}

/** Refusals that are the first answer, and stay it. */
export const keptOfDeposit: ReadonlySet<string> = new Set(['voucher_used', 'wallet_frozen']);
