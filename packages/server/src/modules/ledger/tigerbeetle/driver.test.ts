import { manualClock } from '@plaza/base';
import { expect, test } from 'vitest';
import { createMemoryLedger } from '../memory/index.ts';
import { TransferFlags } from '../model/flags.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';
import { openTigerBeetleLedger, withFeed } from './driver.ts';

const { pending, post_pending_transfer } = TransferFlags;

async function createWorld() {
  const clock = manualClock();
  // Of the memory ledger only what the client has, too.
  const { changes, onChange, pulse, ...driver } = createMemoryLedger({ clock });
  await driver.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
  return { clock, driver, ledger: withFeed(driver, clock), complete: { changes, onChange, pulse } };
}

test('makes a feed of queries that says the same, but for expiries', async () => {
  const { clock, ledger, complete } = await createWorld();
  await ledger.createTransfers([
    plainTransfer,
    { ...plainTransfer, id: 2n, flags: pending },
    { ...plainTransfer, id: 3n, flags: pending, timeout: 1 },
    { ...plainTransfer, id: 4n, pending_id: 2n, amount: 7n, flags: post_pending_transfer },
  ]);
  clock.advance(5_000);
  const all = await complete.changes(0n, 100);
  const told = all.filter(({ type }) => type !== 'two_phase_expired');
  expect(told).toHaveLength(all.length - 1);
  expect(await ledger.changes(0n, 100)).toEqual(told);
  expect(await ledger.changes(told[1]?.timestamp ?? 0n, 1)).toEqual(told.slice(2, 3));
});

test('notices within a second what others did, and at once what it did itself', async () => {
  const { clock, driver, ledger } = await createWorld();
  let woken = 0;
  const stop = ledger.onChange(() => (woken += 1));
  await ledger.createTransfers([plainTransfer]);
  expect(woken).toBe(1);
  clock.advance(1_000);
  await new Promise(setImmediate);
  const before = woken;
  await driver.createTransfers([{ ...plainTransfer, id: 2n }]);
  expect(woken).toBe(before);
  clock.advance(1_000);
  await new Promise(setImmediate);
  expect(woken).toBe(before + 1);
  clock.advance(1_000);
  await new Promise(setImmediate);
  expect(woken).toBe(before + 1);
  stop();
});

test("loads TigerBeetle's client, which closes again without a cluster", async () => {
  const clock = manualClock();
  // Nothing listens there; the client keeps trying in the background.
  const ledger = await openTigerBeetleLedger({ clock, clusterId: 0n, addresses: ['127.0.0.1:9'] });
  ledger.onChange(() => {});
  ledger.destroy();
  await expect(ledger.createTransfers([])).rejects.toMatchObject({ code: 'ERR_CLIENT_CLOSED' });
  await expect(ledger.changes(0n, 1)).rejects.toMatchObject({ code: 'ERR_CLIENT_CLOSED' });
});
