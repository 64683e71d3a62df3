import { TransferFlags } from '../model/flags.ts';
import { amount_max } from '../model/limits.ts';
import type { Transfer } from '../model/records.ts';
import { CreateTransferStatus as Status } from '../model/statuses.ts';

const RESOLVING = TransferFlags.post_pending_transfer | TransferFlags.void_pending_transfer;
const BALANCING = TransferFlags.balancing_debit | TransferFlags.balancing_credit;

/**
 * What is answered when the id was used before: `exists` if the sender says the same again, else
 * the first field in which it differs. `pending` is what an existing post or void resolved.
 */
export function compareWithExisting(
  transfer: Transfer,
  existing: Transfer,
  pending: Transfer | undefined,
): Status {
  if (transfer.flags !== existing.flags) return Status.exists_with_different_flags;
  if (transfer.pending_id !== existing.pending_id) return Status.exists_with_different_pending_id;
  if (transfer.timeout !== existing.timeout) return Status.exists_with_different_timeout;
  const said =
    (transfer.flags & RESOLVING) !== 0 && pending !== undefined
      ? withDefaults(transfer, pending)
      : transfer;
  if (said.debit_account_id !== existing.debit_account_id) {
    return Status.exists_with_different_debit_account_id;
  }
  if (said.credit_account_id !== existing.credit_account_id) {
    return Status.exists_with_different_credit_account_id;
  }
  // What a balancing transfer moved depends on the moment; its amount only bounds it.
  const isSameAmount =
    (transfer.flags & BALANCING) !== 0
      ? said.amount >= existing.amount
      : said.amount === existing.amount;
  if (!isSameAmount) return Status.exists_with_different_amount;
  if (said.user_data_128 !== existing.user_data_128) {
    return Status.exists_with_different_user_data_128;
  }
  if (said.user_data_64 !== existing.user_data_64) return Status.exists_with_different_user_data_64;
  if (said.user_data_32 !== existing.user_data_32) return Status.exists_with_different_user_data_32;
  if (said.ledger !== existing.ledger) return Status.exists_with_different_ledger;
  if (said.code !== existing.code) return Status.exists_with_different_code;
  return Status.exists;
}

/** A post or a void as it is kept: fields left at zero are those of the pending transfer. */
export function withDefaults(transfer: Transfer, pending: Transfer): Transfer {
  return {
    ...transfer,
    debit_account_id: transfer.debit_account_id || pending.debit_account_id,
    credit_account_id: transfer.credit_account_id || pending.credit_account_id,
    amount: resolvedAmount(transfer, pending),
    user_data_128: transfer.user_data_128 || pending.user_data_128,
    user_data_64: transfer.user_data_64 || pending.user_data_64,
    user_data_32: transfer.user_data_32 || pending.user_data_32,
    ledger: transfer.ledger || pending.ledger,
    code: transfer.code || pending.code,
  };
}

/** A post says "all of it" with the largest amount, since it may post nothing; a void with zero. */
function resolvedAmount(transfer: Transfer, pending: Transfer): bigint {
  const isVoid = (transfer.flags & TransferFlags.void_pending_transfer) !== 0;
  const all = isVoid ? 0n : amount_max;
  return transfer.amount === all ? pending.amount : transfer.amount;
}
