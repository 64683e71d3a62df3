import type { LedgerDriver } from '../../packages/server/src/modules/ledger/index.ts';
import { chunks, transferOf, type Books, type Move } from './books.ts';

/** Every account must hold exactly what was acknowledged, and all of them together nothing. */
async function auditAccounts(driver: LedgerDriver, books: Books): Promise<void> {
  let [debits, credits, index] = [0n, 0n, 0];
  for (const batch of chunks(books.ids)) {
    const accounts = await driver.lookupAccounts(batch);
    if (accounts.length !== batch.length) throw new Error('accounts are missing');
    for (const [at, account] of accounts.entries()) {
      const isRight =
        account.id === batch[at] &&
        account.debits_posted === books.debits[index] &&
        account.credits_posted === books.credits[index] &&
        account.debits_pending === 0n &&
        account.credits_pending === 0n;
      if (!isRight) throw new Error(`account ${account.id} holds what nobody acknowledged`);
      debits += account.debits_posted;
      credits += account.credits_posted;
      index += 1;
    }
  }
  if (debits !== credits) throw new Error(`money is not conserved: ${debits} and ${credits}`);
}

/** Every transfer that was acknowledged must be kept as it was sent. */
async function auditTransfers(
  driver: LedgerDriver,
  books: Books,
  acknowledged: readonly Move[],
): Promise<void> {
  for (const batch of chunks(acknowledged)) {
    const kept = await driver.lookupTransfers(batch.map(({ id }) => id));
    const byId = new Map(kept.map((transfer) => [transfer.id, transfer]));
    for (const move of batch) {
      const sent = transferOf(books, move);
      const found = byId.get(move.id);
      const isRight =
        found?.debit_account_id === sent.debit_account_id &&
        found.credit_account_id === sent.credit_account_id &&
        found.amount === sent.amount;
      if (!isRight) throw new Error(`the acknowledged transfer ${move.id} is not kept`);
    }
  }
}

/** Compares the ledger with what was acknowledged; throws when a figure would be worth nothing. */
export async function audit(
  driver: LedgerDriver,
  books: Books,
  acknowledged: readonly Move[],
): Promise<void> {
  await auditAccounts(driver, books);
  await auditTransfers(driver, books, acknowledged);
}
