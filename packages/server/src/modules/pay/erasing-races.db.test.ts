import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerDriver } from '../ledger/index.ts';
import { must, openTestPay, type TestPay } from './testing.ts';

let city: TestPay;
beforeAll(async () => {
  city = await openTestPay();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
});

/** Another process, whose requests to the ledger are on their way until they are let go. */
function slowProcess() {
  const gate = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const createTransfers: LedgerDriver['createTransfers'] = async (batch) => {
    asked.resolve();
    await gate.promise;
    return city.ledger.createTransfers(batch);
  };
  const pay = city.another({ ledger: { ...city.ledger, createTransfers } });
  return { pay, asked: asked.promise, letGo: gate.resolve };
}

/** Erases what pay knows of a person, and waits until the wallet is gone. */
async function erase(personId: PersonId): Promise<void> {
  await city.db.tx((tx) => city.pay.holding.erase(tx, personId));
  const wallets = () =>
    city.db
      .query('select from pay_wallet where person_id = $1', [personId])
      .then((r) => r.rowCount);
  await expect.poll(wallets, { timeout: 4_000 }).toBe(0);
}

describe('whoever is erased while money is on its way to them', () => {
  it('gets none, and nobody else waits for it', async () => {
    const [ana, ben] = await city.pair();
    must(await city.accept(ben, must(await city.send(ana, ben)).transferId));
    const { pay, asked, letGo } = slowProcess();
    const key = city.newKey();
    const usual = { key, amountMinor: 700, currency: 'points', note: '', approval: null };
    const late = pay.sendTransfer(ana, { ...usual, payeeId: ben });
    await asked;
    await erase(ben);
    // Another process completes the command, and only then the first one is heard.
    await city.settle();
    letGo();
    expect(await late).toMatchObject({ ok: false, reason: 'payee_frozen' });
    await city.settle();
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 8_750, heldMinor: 0 });
    const [eva, sol] = await city.pair();
    expect(must(await city.send(eva, sol)).state).toBe('waiting');
  });

  it('gets none from the operator either, whose command has an end', async () => {
    const ben = await city.person('Ben', 100);
    const { pay, asked, letGo } = slowProcess();
    const issued = async () =>
      (await city.pay.getBooks()).entries.find(({ account }) => account === 'bank.operator');
    const before = await issued();
    const input = { actorId: await city.person('Olga'), key: city.newKey(), personId: ben };
    const late = pay.topUp({ ...input, currency: 'points', amountMinor: 5, reason: 'A gift' });
    await asked;
    await erase(ben);
    await city.settle();
    letGo();
    expect(await late).toMatchObject({ ok: false, reason: 'person_not_found' });
    await city.settle();
    const { rows } = await city.db.query('select from pay_command where outcome is null');
    expect(rows).toEqual([]);
    expect(await issued()).toEqual(before);
  });
});
