import type { PersonId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExportedFile } from '../../kernel/holdings/index.ts';
import { must, openTestPay, reason, type TestPay } from './testing.ts';

let city: TestPay;
beforeAll(async () => {
  city = await openTestPay();
});
afterAll(async () => {
  expect(city.problems).toEqual([]);
  await city[Symbol.asyncDispose]();
});

/** In the order of the server: the account first. */
async function erase(personId: PersonId): Promise<void> {
  for (const { holding } of [city.identity, city.contacts, city.chat, city.pay, city.sync]) {
    await city.db.tx((tx) => holding.erase(tx, personId));
  }
  await city.settle();
}

async function unclaimed(): Promise<number> {
  const { entries, balanced } = await city.pay.getBooks();
  expect(balanced).toBe(true);
  const entry = entries.find(({ account }) => account === 'unclaimed');
  return (entry?.creditsMinor ?? 0) - (entry?.debitsMinor ?? 0);
}

/** Rows that still name the person, by table. */
async function leftOf(personId: PersonId): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const { rows } = await city.db.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and table_name like 'pay_%' and column_name like '%\\_id'
       and data_type = 'uuid'`,
  );
  for (const { table, column } of rows) {
    const found = await city.db.query(`select from ${table} where ${column} = $1`, [personId]);
    if ((found.rowCount ?? 0) > 0) counts[`${table}.${column}`] = found.rowCount ?? 0;
  }
  return counts;
}

describe('erasing a person', () => {
  it('gives back what waits, and puts the rest away', async () => {
    const before = await unclaimed();
    const [ana, ben] = await city.pair();
    await city.topUp(ben, 3_000);
    const done = must(await city.send(ana, ben, { amountMinor: 1_000, note: 'From Ana' }));
    must(await city.accept(ben, done.transferId));
    const toBen = must(await city.send(ana, ben, { amountMinor: 2_000, note: 'From Ana too' }));
    const toAna = must(await city.send(ben, ana, { amountMinor: 500 }));
    await erase(ana);
    expect(await unclaimed()).toBe(before + 9_000);
    expect(await city.wallet(ben)).toMatchObject({ availableMinor: 4_000, heldMinor: 0 });
    const lines = await city.statement(ben);
    expect(lines.map(({ kind, counterparty, note }) => [kind, counterparty, note])).toEqual([
      ['transfer_back', null, 'Lunch'],
      ['transfer_out', null, 'Lunch'],
      ['transfer_in', null, ''],
      ['top_up', null, 'A gift'],
    ]);
    const ids = [done.transferId, toBen.transferId, toAna.transferId];
    const transfers = await city.pay.getTransfers(ben, ids);
    expect(transfers.map(({ state, note }) => [state, note])).toEqual([
      ['accepted', ''],
      ['returned', ''],
      ['returned', 'Lunch'],
    ]);
    expect(transfers[0]?.payer.displayName).toBe('');
    // A number without a name stays on the transfers of the other one, and nothing else.
    expect(await leftOf(ana)).toEqual({ 'pay_transfer.payer_id': 2, 'pay_transfer.payee_id': 1 });
    // The log of the one who is gone is not begun again.
    expect(await city.sync.headSeq(ana)).toBe(0);
  });

  it('works for a wallet that is frozen or empty, and again', async () => {
    const before = await unclaimed();
    const ana = await city.person('Ana', 700);
    const sol = await city.person('Sol');
    const freeze = { actorId: null, key: city.newKey(), personId: ana, reason: 'Why' };
    must(await city.pay.freezeWallet({ ...freeze, currency: 'points' }));
    await erase(ana);
    await erase(sol);
    await city.db.tx((tx) => city.pay.holding.erase(tx, ana));
    await city.settle();
    expect(await unclaimed()).toBe(before + 700);
    expect(await leftOf(ana)).toEqual({});
    expect(await leftOf(sol)).toEqual({});
    const again = { ...freeze, key: city.newKey(), currency: 'points', amountMinor: 1 };
    expect(reason(await city.pay.topUp(again))).toBe('person_not_found');
  });

  it('leaves the money of others where it is', async () => {
    const [ana, ben] = await city.pair();
    const sent = must(await city.send(ana, ben));
    await erase(ben);
    expect(await city.wallet(ana)).toMatchObject({ availableMinor: 10_000, heldMinor: 0 });
    const [transfer] = await city.pay.getTransfers(ana, [sent.transferId]);
    expect(transfer).toMatchObject({ state: 'returned', note: 'Lunch' });
    expect(reason(await city.send(ana, ben))).toBe('not_contact');
  });
});

describe('an export', () => {
  it('has the wallets, the statement and the transfers, and no secret', async () => {
    const [ana, ben] = await city.pair();
    const { transferId } = must(await city.send(ana, ben));
    const files: ExportedFile[] = [];
    for await (const file of city.pay.holding.export(ana)) files.push(file);
    const byPath = new Map(
      files.map((file) => [file.path, 'content' in file ? file.content : null]),
    );
    expect(byPath.get('pay/wallets.json')).toEqual([await city.wallet(ana)]);
    expect(byPath.get('pay/points/statement-0001.json')).toEqual(await city.statement(ana));
    expect(byPath.get('pay/transfers-0001.json')).toMatchObject([{ transferId, state: 'waiting' }]);
    expect(JSON.stringify(files)).not.toContain('argon2');
  });
});
