import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../kernel/db/testing.ts';
import { TransferFlags } from '../model/flags.ts';
import { CreateTransferStatus } from '../model/statuses.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';
import { ledgerMigrations, startNode } from './testing.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase(ledgerMigrations);
  const { ledger } = startNode(db);
  await ledger.createAccounts([
    { ...plainAccount, id: 1n, flags: 8 },
    { ...plainAccount, id: 2n },
  ]);
  const results = await ledger.createTransfers([
    plainTransfer,
    { ...plainTransfer, id: 2n, credit_account_id: 9n },
    { ...plainTransfer, id: 3n, flags: TransferFlags.pending },
  ]);
  const { created, credit_account_not_found } = CreateTransferStatus;
  const statuses = results.map(({ status }) => status);
  expect(statuses).toEqual([created, credit_account_not_found, created]);
  await ledger.stop();
});
afterAll(() => db.close());

const appendOnly = ['ledger_transfer', 'ledger_expiry', 'ledger_failure', 'ledger_balance'];
const column: Record<string, string> = {
  ledger_transfer: 'amount',
  ledger_expiry: 'timestamp',
  ledger_failure: 'status',
  ledger_balance: 'debits_posted',
  ledger_account: 'timestamp',
  ledger_pending: 'expires_at',
  ledger_writer: 'only_row',
};
const kept = ['ledger_account', 'ledger_pending', 'ledger_writer'];

function attempts(table: string): string[] {
  const name = column[table];
  return [`update ${table} set ${name} = ${name}`, `delete from ${table}`, `truncate ${table}`];
}

test.each([...appendOnly, ...kept])('the role of the app may not change %s', async (table) => {
  for (const statement of attempts(table)) {
    await expect(db.query(statement), statement).rejects.toMatchObject({ code: '42501' });
  }
});

test.each(appendOnly)('whoever is granted more may not change %s either', async (table) => {
  await db.query(`grant update, delete, truncate on ${table} to current_user`);
  for (const statement of attempts(table)) {
    await expect(db.query(statement), statement).rejects.toMatchObject({ code: 'LG004' });
  }
});

test.each(kept)('whoever is granted more may not empty %s', async (table) => {
  await db.query(`grant delete, truncate on ${table} to current_user`);
  for (const statement of attempts(table).slice(1)) {
    await expect(db.query(statement), statement).rejects.toMatchObject({ code: 'LG004' });
  }
});

test('an account that must not owe cannot owe, whoever asks', async () => {
  const update = 'update ledger_account set debits_posted = credits_posted + 1';
  await db.query(`${update}, flags = 0 where false`);
  const set = (flags: number) =>
    db.query(`update ledger_account set flags = ${flags}, debits_posted = credits_posted + 1
      where id = '00000000-0000-0000-0000-000000000001'`);
  await expect(set(2)).rejects.toMatchObject({ constraint: 'ledger_account_no_debt' });
  await expect(
    db.query(`update ledger_account set flags = 4, credits_posted = debits_posted + 1`),
  ).rejects.toMatchObject({ constraint: 'ledger_account_no_credit' });
  await expect(db.query('update ledger_account set debits_pending = -1')).rejects.toMatchObject({
    constraint: 'ledger_account_balances',
  });
});
