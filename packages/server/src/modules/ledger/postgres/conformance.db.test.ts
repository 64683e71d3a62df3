import { secureRandom, systemClock } from '@plaza/base';
import { expect, test } from 'vitest';
import { testDatabase } from '../../../kernel/db/testing.ts';
import { runConformance } from '../testing-conformance.ts';
import { createPostgresLedger } from './index.ts';
import { ledgerMigrations } from './testing.ts';

const log = { info() {}, warn() {}, error() {} };

// It makes ten million ids and waits for an expiry.
test("passes the tests of TigerBeetle's own client", { timeout: 120_000 }, async () => {
  await using db = await testDatabase(ledgerMigrations);
  const ledger = createPostgresLedger({ db, clock: systemClock, random: secureRandom, log });
  ledger.start();
  const run = await runConformance(ledger);
  await ledger.stop();
  expect(run.failed, run.report.join('\n')).toEqual([]);
  expect(run.passed).toHaveLength(run.expected);
  expect(run.expected).toBe(27);
});
