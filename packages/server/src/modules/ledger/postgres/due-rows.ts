import type { Draft } from '../machine/index.ts';
import type { Account } from '../model/records.ts';
import type { AccountCache } from './cache.ts';

/**
 * Which rows of changed accounts a commit writes. The transfers tell everything that happened, so
 * a row is due only if they do not tell it shortly: flags are told by the row alone, so are
 * expiries, and nobody should have to add up more than `eventsBeyondRow` transfers. What became of
 * the count when a commit fails does not matter: it is never too low.
 */
export function dueRows(draft: Draft, cache: AccountCache, eventsBeyondRow: number): Account[] {
  const { accounts, transfers, expiries } = draft;
  const isAllDue = expiries.length > 0;
  for (const { debit_account_id, credit_account_id } of transfers.values()) {
    const debit = cache.get(debit_account_id);
    const credit = cache.get(credit_account_id);
    if (debit !== undefined) debit.events += 1;
    if (credit !== undefined) credit.events += 1;
  }
  const due: Account[] = [];
  for (const account of accounts.values()) {
    const kept = cache.get(account.id);
    if (
      isAllDue ||
      kept === undefined ||
      kept.events > eventsBeyondRow ||
      kept.account.flags !== account.flags
    ) {
      due.push(account);
    }
  }
  return due;
}
