import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { secureRandom, systemClock } from '@plaza/base';
import type { LedgerDriver } from './driver.ts';
import * as flags from './model/flags.ts';
import { createLedgerIds } from './model/ids.ts';
import { amount_max } from './model/limits.ts';
import { ErrorCodes, RequestError } from './model/request-error.ts';
import * as statuses from './model/statuses.ts';

/** What TigerBeetle's own test of its Node client printed, and how it ended. */
export type ConformanceRun = {
  passed: string[];
  failed: string[];
  /** How many tests the file holds, so that none is left out unnoticed. */
  expected: number;
  /** The file reports its first failure here, and stops. */
  report: string[];
};

/**
 * Runs the test that TigerBeetle ships in the npm package of its client, unchanged, against a
 * driver: only what it imports as "." is ours. `ledger` is empty, runs on the real clock, since
 * the test waits for an expiry, and is left open for the caller to close.
 */
export async function runConformance(ledger: LedgerDriver): Promise<ConformanceRun> {
  const require = createRequire(import.meta.url);
  const path = join(dirname(require.resolve('tigerbeetle-node')), 'test.js');
  const source = readFileSync(path, 'utf8');
  const run: ConformanceRun = {
    passed: [],
    failed: [],
    expected: source.match(/^test\(/gm)?.length ?? 0,
    report: [],
  };
  await new Promise<void>((resolve) => {
    const client = createClientFactory(ledger);
    const facade = {
      ...flags,
      ...statuses,
      ErrorCodes,
      RequestError,
      amount_max,
      createClient: client.create,
      id: createLedgerIds({ clock: systemClock, random: secureRandom }),
    };
    const started = compileFunction(source, ['exports', 'require', 'process', 'console'], {
      filename: path,
    }) as (...values: unknown[]) => void;
    const record = (...words: unknown[]) => note(run, words.map(String).join(' '));
    started(
      {},
      (name: string) => (name === '.' ? facade : require(name)),
      { env: {}, exit: () => resolve() },
      { log: record },
    );
    // The file's own client is the first, and closing it the last thing it does when all passed.
    client.onFirstDestroyed(() => setImmediate(resolve));
  });
  return run;
}

function note(run: ConformanceRun, line: string): void {
  const [, name, verdict] = /^(.*): (PASSED|FAILED|SKIPPED)$/.exec(line) ?? [];
  if (name === undefined) run.report.push(line);
  else if (verdict === 'PASSED') run.passed.push(name);
  else run.failed.push(name);
}

/** Clients that share one ledger, as those of a cluster do; each is closed by itself. */
function createClientFactory(ledger: LedgerDriver) {
  let count = 0;
  let onFirst: () => void = () => {};

  function create(): LedgerDriver {
    const isFirst = count === 0;
    count += 1;
    let isClosed = false;
    async function whileOpen<Result>(run: () => Promise<Result>): Promise<Result> {
      if (isClosed) throw new RequestError(ErrorCodes.ERR_CLIENT_CLOSED);
      return run();
    }
    return {
      createAccounts: (batch) => whileOpen(() => ledger.createAccounts(batch)),
      createTransfers: (batch) => whileOpen(() => ledger.createTransfers(batch)),
      lookupAccounts: (batch) => whileOpen(() => ledger.lookupAccounts(batch)),
      lookupTransfers: (batch) => whileOpen(() => ledger.lookupTransfers(batch)),
      getAccountTransfers: (filter) => whileOpen(() => ledger.getAccountTransfers(filter)),
      getAccountBalances: (filter) => whileOpen(() => ledger.getAccountBalances(filter)),
      queryAccounts: (filter) => whileOpen(() => ledger.queryAccounts(filter)),
      queryTransfers: (filter) => whileOpen(() => ledger.queryTransfers(filter)),
      destroy() {
        isClosed = true;
        if (isFirst) onFirst();
      },
    };
  }

  return {
    create,
    onFirstDestroyed(told: () => void): void {
      onFirst = told;
    },
  };
}
