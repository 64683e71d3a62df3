import { manualClock, systemClock } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../kernel/db/testing.ts';
import { createMemoryLedger } from '../memory/index.ts';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import { CreateTransferStatus } from '../model/statuses.ts';
import { auditLedger } from '../testing-audit.ts';
import { anyOperations, perform, plainAccount, plainTransfer } from '../testing-operations.ts';
import type { PostgresLedgerLimits } from './ledger.ts';
import { ledgerMigrations, startNode, withTimeOf } from './testing.ts';

const accountIds = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];
const never = 1_000_000;

/** How many transfers each row lacks, counted in the plainest way. */
async function lags(db: TestDatabase): Promise<number[]> {
  const { rows } = await db.query<{ lag: bigint }>(
    `select (select count(*) from ledger_transfer t where t.timestamp > a.as_of
       and a.id in (t.debit_account_id, t.credit_account_id)) as lag
     from ledger_account a order by a.id`,
  );
  return rows.map(({ lag }) => Number(lag));
}

test(
  'a row and what came after it are the balances of the machine, after every request',
  { timeout: 240_000 },
  async () => {
    let longest = 0;
    const limits = fc.record({
      cachedAccounts: fc.constantFrom(1, 3, 1_000, 1_000),
      eventsBeyondRow: fc.constantFrom(0, 1, 3, never, never, never),
    });
    const property = fc.asyncProperty(anyOperations, limits, async (operations, lazy) => {
      await using db = await testDatabase(ledgerMigrations);
      const clock = manualClock();
      const oracle = createMemoryLedger({ clock: withTimeOf(clock) });
      const { ledger, problems } = startNode(db, { clock: withTimeOf(clock), limits: lazy });
      for (const operation of operations) {
        const [expected, actual] = [
          await perform(oracle, clock, operation),
          operation.type === 'wait' ? null : await perform(ledger, clock, operation),
        ];
        expect(actual).toEqual(expected);
        oracle.pulse();
        while (!ledger.isWriter()) await systemClock.sleep(5);
        await ledger.settle();
        const accounts = await ledger.lookupAccounts(accountIds);
        expect(accounts).toEqual(await oracle.lookupAccounts(accountIds));
        longest = Math.max(longest, ...(await lags(db)));
        for (const lag of await lags(db)) expect(lag).toBeLessThanOrEqual(lazy.eventsBeyondRow);
      }
      expect(await auditLedger(ledger)).toEqual([]);
      expect(problems).toEqual([]);
      await ledger.stop();
      oracle.destroy();
    });
    await fc.assert(property, { numRuns: 20, endOnFailure: true });
    // Of some lives every row is always written; in these, the same each time, rows do lag.
    await fc.assert(property, { numRuns: 8, endOnFailure: true, seed: 5 });
    expect(longest).toBeGreaterThan(3);
  },
);

async function open(limits: Partial<PostgresLedgerLimits>) {
  const db = await testDatabase(ledgerMigrations);
  const { ledger } = startNode(db, { limits });
  await ledger.createAccounts([
    { ...plainAccount, id: 1n },
    { ...plainAccount, id: 2n, flags: AccountFlags.credits_must_not_exceed_debits },
    { ...plainAccount, id: 3n },
  ]);
  const give = [
    { ...plainTransfer, id: 1n, debit_account_id: 2n, credit_account_id: 3n, amount: 100n },
    { ...plainTransfer, id: 2n, debit_account_id: 1n, credit_account_id: 2n },
  ];
  for (const transfer of give) await send(transfer);
  return {
    ...{ db, ledger, send },
    async [Symbol.asyncDispose]() {
      await ledger.stop();
      await db.close();
    },
  };

  async function send(transfer: typeof plainTransfer) {
    const [result] = await ledger.createTransfers([transfer]);
    expect(result?.status).toBe(CreateTransferStatus.created);
  }
}

test('a row is written when its account closes or opens, or enough came after it', async () => {
  await using it = await open({ eventsBeyondRow: 3 });
  expect(await lags(it.db)).toEqual([1, 2, 1]);
  const flags = TransferFlags.pending | TransferFlags.closing_debit;
  await it.send({ ...plainTransfer, id: 3n, debit_account_id: 1n, credit_account_id: 3n, flags });
  expect(await lags(it.db)).toEqual([0, 2, 2]);
  const opens = { pending_id: 3n, amount: 0n, flags: TransferFlags.void_pending_transfer };
  await it.send({
    ...plainTransfer,
    ...opens,
    id: 4n,
    debit_account_id: 1n,
    credit_account_id: 3n,
  });
  expect(await lags(it.db)).toEqual([0, 2, 3]);
  await it.send({ ...plainTransfer, id: 5n, debit_account_id: 1n, credit_account_id: 3n });
  expect(await lags(it.db)).toEqual([1, 2, 0]);
  expect(await auditLedger(it.ledger)).toEqual([]);
});

test.each([
  ['too early', '0'],
  ['too late', '(select max(timestamp) from ledger_transfer)'],
])('a row that says a time %s is found out', async (_, asOf) => {
  await using it = await open({ eventsBeyondRow: 1 });
  expect(await lags(it.db)).toEqual([1, 0, 1]);
  await it.send({ ...plainTransfer, id: 3n, debit_account_id: 1n, credit_account_id: 2n });
  expect(await lags(it.db)).toEqual([0, 1, 1]);
  expect(await auditLedger(it.ledger)).toEqual([]);
  await it.db.query(`update ledger_account set as_of = ${asOf}`);
  expect(await auditLedger(it.ledger)).not.toEqual([]);
});

test('a row is never written over with what is older', async () => {
  await using it = await open({ eventsBeyondRow: 0 });
  await it.db.query('update ledger_account set as_of = 9223372036854775807');
  const transfer = { ...plainTransfer, id: 9n };
  await expect(it.ledger.createTransfers([transfer])).rejects.toMatchObject({ code: 'LG003' });
  expect(await it.ledger.lookupTransfers([9n])).toEqual([]);
});
