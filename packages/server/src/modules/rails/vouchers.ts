import { cleanLine, formatMinor, truncate, type PayKey, type PersonId } from '@plaza/base';
import type { Money, VoucherBatch } from '@plaza/contract';
import { createHash } from 'node:crypto';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { judgeCurrency, judgeDeposit, keptOfDeposit, type DepositRefusal } from './depositing.ts';
import type { RailsDeps } from './deps.ts';
import { depositIdOf } from './ids.ts';
import * as store from './store/vouchers.ts';
import type { BatchRow } from './types.ts';

/** Without those that look like others: 30 signs, so sixteen of them are 78 bits. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const groups = 4;
const groupLength = 4;

function createCode({ random }: RailsDeps): string {
  const sign = () => alphabet.charAt(random.int(alphabet.length));
  const group = () => Array.from({ length: groupLength }, sign).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** As it is compared: in capitals, without blanks and dashes. */
function hashOf(code: string): Buffer {
  const plain = code.toUpperCase().replace(/[^0-9A-Z]/gu, '');
  return createHash('sha256').update(`voucher ${plain}`).digest();
}

export function batchOf({ pay }: Pick<RailsDeps, 'pay'>, row: BatchRow): VoucherBatch {
  const { batchId, currency, amountMinor, voucherCount, redeemed, note, createdAt } = row;
  return {
    ...{ batchId, count: voucherCount, redeemed, note },
    money: pay.moneyOf(currency, amountMinor),
    isVoid: row.voidedAt !== null,
    createdAt: createdAt.toISOString(),
  };
}

type Print = {
  batchId: string;
  currency: string;
  amountMinor: number;
  count: number;
  note: string;
};

/** Makes codes, which are told this once. */
export async function printVouchers(
  deps: RailsDeps,
  actorId: PersonId,
  { batchId, currency, amountMinor, count, note }: Print,
): Promise<
  Outcome<
    { batch: VoucherBatch; codes: string[] },
    'wrong_currency' | 'amount_too_large' | 'key_reused'
  >
> {
  const judged = judgeCurrency(deps, currency, amountMinor);
  if (!judged.ok) return judged;
  const codes = Array.from({ length: count }, () => createCode(deps));
  const row = {
    ...{ batchId, currency, amountMinor: BigInt(amountMinor), voucherCount: count },
    ...{ note: cleanLine(note, 100), actorId, createdAt: deps.clock.now() },
  };
  const isNew = await deps.db.tx(async (tx) => {
    if (!(await store.insertBatch(tx, row, codes.map(hashOf)))) return false;
    const worth = `${formatMinor(amountMinor, judged.value.scale)} ${currency}`;
    const detail = truncate(`${count} × ${worth}: ${row.note}`, 300);
    await deps.audit(tx, { actorId, action: 'print_vouchers', subjectId: null, detail });
    return true;
  });
  if (!isNew) return no('key_reused');
  return yes({ batch: batchOf(deps, { ...row, redeemed: 0, voidedAt: null }), codes });
}

/** Ends what nobody has redeemed. */
export async function voidVouchers(
  deps: RailsDeps,
  actorId: PersonId,
  { batchId, reason }: { batchId: string; reason: string },
): Promise<Outcome<{ batch: VoucherBatch }, 'voucher_unknown'>> {
  const found = await store.selectBatch(deps.db, batchId);
  if (found === null) return no('voucher_unknown');
  await deps.db.tx(async (tx) => {
    await store.voidBatch(tx, batchId, deps.clock.now());
    const detail = truncate(`${batchId}: ${reason}`, 300);
    await deps.audit(tx, { actorId, action: 'void_vouchers', subjectId: null, detail });
  });
  const row = (await store.selectBatch(deps.db, batchId)) ?? found;
  return yes({ batch: batchOf(deps, row) });
}

export type RedeemRefusal =
  | Exclude<DepositRefusal, 'wrong_currency' | 'amount_too_large'>
  | 'voucher_unknown'
  | 'voucher_used'
  | 'key_reused'
  | 'unavailable';

/** Gives what a code is worth to whoever is first. */
export async function redeemVoucher(
  deps: RailsDeps,
  personId: PersonId,
  { key, code }: { key: PayKey; code: string },
): Promise<Outcome<{ money: Money }, RedeemRefusal>> {
  const hash = hashOf(code);
  const outcome = await deps.pay.run({
    asked: { personId, key, method: 'rails.deposit', body: ['voucher', hash.toString('hex')] },
    async judge() {
      const voucher = await store.selectVoucher(deps.db, hash);
      if (voucher === null || deps.pay.currencies.find(voucher.currency) === undefined) {
        return no('voucher_unknown');
      }
      if (voucher.state !== 'fresh') return no('voucher_used');
      const depositId = depositIdOf('voucher', [hash.toString('hex'), voucher.attempt]);
      return judgeDeposit(deps, {
        ...{ depositId, rail: 'voucher', personId, actorId: null, source: hash },
        ...{ currency: voucher.currency, amountMinor: voucher.amountMinor },
        beside: async (tx) =>
          (await store.takeVoucher(tx, voucher, depositId)) ? undefined : no('voucher_used'),
      });
    },
    kept: keptOfDeposit,
  });
  if (!outcome.ok) return outcome as Outcome<never, RedeemRefusal>;
  const voucher = await store.selectVoucher(deps.db, hash);
  if (voucher === null) return no('voucher_unknown');
  return yes({ money: deps.pay.moneyOf(voucher.currency, voucher.amountMinor) });
}
