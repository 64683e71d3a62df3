import { expect, it, onTestFinished } from 'vitest';
import {
  amount_max,
  newAccount,
  TransferFlags,
  transferCodes,
  type LedgerDriver,
} from '../../ledger/index.ts';
import { ledgerIdOf } from '../ids.ts';
import { ledgerTransfer } from '../ledger.ts';
import { must, openTestPay, reason } from '../testing.ts';

/** Events of which pay knows nothing. */
async function makeNoise(ledger: LedgerDriver, count: number): Promise<void> {
  const [from, to] = [901n, 902n];
  const accounts = [from, to].map((id) => newAccount('bank.operator', { id, ledger: 1 }));
  await ledger.createAccounts(accounts);
  const ids = Array.from({ length: count }, (_, index) => 1_000n + BigInt(index));
  const usual = { debit_account_id: from, credit_account_id: to, amount: 1n, ledger: 1 };
  const noise = ids.map((id) => ledgerTransfer({ ...usual, id, code: transferCodes.topUp }));
  await ledger.createTransfers(noise);
}

it('stops at what cannot be projected, loudly, and goes on by itself', async () => {
  const city = await openTestPay();
  onTestFinished(() => city[Symbol.asyncDispose]());
  const [ana, ben] = await city.pair();
  const { transferId } = must(await city.send(ana, ben));
  const set = (state: string, at: Date | null) =>
    city.db.query('update pay_transfer set state = $2, settled_at = $3 where transfer_id = $1', [
      ...[transferId, state, at],
    ]);
  const cursor = async () =>
    (await city.db.query<{ at: bigint }>('select ledger_at as at from pay_cursor')).rows[0]?.at;

  // Somebody wrote into the tables of pay what the ledger does not know.
  await set('returned', new Date());
  await makeNoise(city.ledger, 30);
  const [posted] = await city.ledger.createTransfers([
    ledgerTransfer({
      id: ledgerIdOf(transferId, 'accept', 0),
      pending_id: ledgerIdOf(transferId, 'send', 0),
      ...{ ledger: 1, code: transferCodes.transfer, amount: amount_max },
      flags: TransferFlags.post_pending_transfer,
    }),
  ]);
  const changes = await city.ledger.changes(0n, 100);
  const lastGood = changes.findLast(({ timestamp }) => timestamp < (posted?.timestamp ?? 0n));
  const key = city.newKey();
  expect(reason(await city.send(ana, ben, { key }))).toBe('unavailable');
  // All before it are projected, whatever they shared a batch with.
  await expect.poll(cursor, { timeout: 20_000 }).toBe(lastGood?.timestamp);
  expect(city.problems.length).toBeGreaterThan(0);
  expect(city.problems).toContainEqual(expect.objectContaining({ after: expect.any(String) }));

  await set('waiting', null);
  await city.settle();
  expect(must(await city.send(ana, ben, { key })).state).toBe('waiting');
  expect(await city.wallet(ana)).toMatchObject({ availableMinor: 7_500, heldMinor: 1_250 });
  expect(await city.wallet(ben)).toMatchObject({ availableMinor: 1_250 });
}, 40_000);
