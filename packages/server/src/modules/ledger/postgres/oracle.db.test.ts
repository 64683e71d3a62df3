import { manualClock, systemClock, type ManualClock } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../kernel/db/testing.ts';
import type { LedgerDriver, LedgerFeed } from '../driver.ts';
import { createMemoryLedger } from '../memory/index.ts';
import { AccountFilterFlags } from '../model/flags.ts';
import { BATCH_MAX } from '../model/limits.ts';
import { auditLedger } from '../testing-audit.ts';
import { anyOperations, perform, type Operation, type Outcome } from '../testing-operations.ts';
import { auditChain } from './chain-audit.ts';
import { ledgerMigrations, startNode, withTimeOf } from './testing.ts';

/** What comes before an operation: nothing, the answers to all before it, or a new process. */
type Break = 'none' | 'answers' | 'restart';
type Life = { operations: Operation[]; breaks: Break[]; limits: Limits };
type Limits = { cachedAccounts: number; eventsBeyondRow: number };

const anyLife: fc.Arbitrary<Life> = fc.record({
  operations: anyOperations,
  breaks: fc.array(fc.constantFrom<Break>('none', 'none', 'none', 'answers', 'restart'), {
    minLength: 24,
    maxLength: 24,
  }),
  limits: fc.record({
    cachedAccounts: fc.constantFrom(2, 1_000),
    // Rows are written each time, now and then, or only if they must be.
    eventsBeyondRow: fc.constantFrom(0, 1, 3, 1_000),
  }),
});

async function liveInMemory(operations: Operation[]) {
  const clock = manualClock();
  // Its own timer would expire what is due while the clock is on its way.
  const ledger = createMemoryLedger({ clock: withTimeOf(clock) });
  const outcomes: Outcome[] = [];
  for (const operation of operations) outcomes.push(await perform(ledger, clock, operation));
  ledger.pulse();
  const state = await stateOf(ledger);
  ledger.destroy();
  return { outcomes, state };
}

/** The same life, with as many requests at once as the breaks allow. */
async function liveInPostgres({ operations, breaks, limits }: Life) {
  await using db = await testDatabase(ledgerMigrations);
  const clock: ManualClock = manualClock();
  const options = { clock: withTimeOf(clock), limits };
  let node = startNode(db, options);
  const outcomes: Promise<Outcome>[] = [];
  const problems: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const pause = breaks[index];
    if (pause !== 'none' || operation.type === 'wait') await Promise.all(outcomes);
    if (pause === 'restart') {
      await node.ledger.stop();
      problems.push(...node.problems);
      node = startNode(db, options);
    }
    outcomes.push(perform(node.ledger, clock, operation));
  }
  const all = await Promise.all(outcomes);
  while (!node.ledger.isWriter()) await systemClock.sleep(5);
  await node.ledger.settle();
  const state = await stateOf(node.ledger);
  const audit = await auditLedger(node.ledger);
  const { fault } = await auditChain(db);
  if (fault !== null) audit.push(fault.words);
  await node.ledger.stop();
  return { outcomes: all, state, problems: [...problems, ...node.problems, ...audit] };
}

const everything = {
  ...{ user_data_128: 0n, user_data_64: 0n, user_data_32: 0, ledger: 0, code: 0 },
  ...{ timestamp_min: 0n, timestamp_max: 0n, limit: BATCH_MAX, flags: 0 },
};

async function stateOf(ledger: LedgerDriver & LedgerFeed) {
  const accounts = await ledger.queryAccounts(everything);
  const { debits, credits, reversed } = AccountFilterFlags;
  const flags = debits | credits | reversed;
  const { ledger: _, ...filter } = everything;
  return {
    accounts,
    transfers: await ledger.queryTransfers(everything),
    changes: await ledger.changes(0n, BATCH_MAX),
    balances: await Promise.all(
      accounts.map(({ id }) => ledger.getAccountBalances({ ...filter, account_id: id, flags })),
    ),
    ofAccounts: await Promise.all(
      accounts.map(({ id }) =>
        ledger.getAccountTransfers({ ...filter, account_id: id, flags, limit: 7 }),
      ),
    ),
  };
}

test(
  'answers as the ledger in memory, event by event, however requests are grouped',
  {
    timeout: 240_000,
  },
  async () => {
    await fc.assert(
      fc.asyncProperty(anyLife, async (life) => {
        const expected = await liveInMemory(life.operations);
        const { problems, ...actual } = await liveInPostgres(life);
        expect(actual).toEqual(expected);
        expect(problems).toEqual([]);
      }),
      { numRuns: 30, endOnFailure: true },
    );
  },
);
