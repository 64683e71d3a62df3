import { systemClock } from '@plaza/base';
import { expect, test } from 'vitest';
import { runConformance } from '../testing-conformance.ts';
import { createMemoryLedger } from './index.ts';

// It makes ten million ids and waits for an expiry.
test("passes the tests of TigerBeetle's own client", { timeout: 120_000 }, async () => {
  const ledger = createMemoryLedger({ clock: systemClock });
  const run = await runConformance(ledger);
  ledger.destroy();
  expect(run.failed, run.report.join('\n')).toEqual([]);
  expect(run.passed).toHaveLength(run.expected);
  expect(run.expected).toBe(27);
});
