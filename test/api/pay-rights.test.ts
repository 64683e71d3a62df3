import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, type FileEntry } from '@zip.js/zip.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { befriend, startCity, type TestCity } from './support/city.ts';
import {
  accept,
  booksOf,
  cardsOf,
  createPin,
  currency,
  expectSound,
  freeze,
  giveBack,
  moneyOf,
  newKey,
  openWallets,
  pay,
  paymentTo,
  pin,
  statementOf,
  stateOf,
  topUp,
} from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { eventually } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 86_400_000;

async function exportOf(person: TestPerson): Promise<Map<string, string>> {
  const { path } = await person.must('rights.beginExport', {});
  const headers = { authorization: `Bearer ${person.token}` };
  const answer = await fetch(`${city.origin}${path}`, { headers });
  const reader = new ZipReader(new Uint8ArrayReader(new Uint8Array(await answer.arrayBuffer())));
  const files = new Map<string, string>();
  for (const entry of await reader.getEntries()) {
    const bytes = await (entry as FileEntry).getData(new Uint8ArrayWriter());
    files.set(entry.filename, Buffer.from(bytes).toString());
  }
  return files;
}

/** Erases whoever asked for it, a month later. */
async function erase(...people: TestPerson[]): Promise<void> {
  for (const person of people) {
    await person.must('rights.requestDeletion', { currentPassword: person.password });
  }
  city.clock.travel(31 * dayMs);
  await city.composed.modules.rights.eraseDue();
  await city.settle();
}

/** Tables in which some row contains the text. */
async function tablesWith(text: string): Promise<string[]> {
  const { rows } = await city.sql<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const like = `select 1 from "${name}" t where t::text like '%' || $1 || '%' limit 1`;
    if ((await city.sql(like, [text])).rowCount === 1) found.push(name);
  }
  return found;
}

describe('the export', () => {
  it('has my money: wallet, transfers, statement, and how I approve; no secret', async () => {
    const { payer, payee, operator } = await openWallets(city);
    await topUp(operator, payer, 77, 'a prize of the city');
    const sent = await accept(payee, await pay(payer, payee, 1_234, 'rent of the shed'));
    const waiting = await pay(payer, payee, 55, 'still to be taken');
    await freeze(operator, payer, 'a phone that was lost');
    await freeze(operator, payer, 'and was found', 'pay.unfreezeWallet');
    const got = await accept(payer, await pay(payee, payer, 6, 'change given back'));
    const files = await exportOf(payer);
    const mine = [...files].filter(([name]) => name.startsWith('pay/') && name.endsWith('.json'));
    const all = mine.map(([, content]) => content).join('\n');
    const [line] = await statementOf(payer);
    for (const text of [
      ...['a prize of the city', 'rent of the shed', 'still to be taken', 'change given back'],
      ...['a phone that was lost', 'and was found'],
      ...[sent.transferId, waiting.transferId, got.transferId, payee.me.handle, currency],
      ...[line?.reference ?? 'none', '1234', String((await moneyOf(payer))[0])],
    ]) {
      expect(all).toContain(text);
    }
    const { rows } = await city.sql<{ hash: string }>(
      'select hash from pay_pin where person_id = $1',
      [payer.me.personId],
    );
    expect(rows).toHaveLength(1);
    for (const content of files.values()) {
      expect(content).not.toContain(rows[0]?.hash);
      expect(content).not.toContain('$argon2');
      expect(content).not.toContain(pin);
    }
    const { missing } = JSON.parse(files.get('manifest.json') ?? '{}') as { missing?: unknown };
    expect(missing).toEqual([]);
  });

  it('of somebody else has nothing of it', async () => {
    const { payer, payee } = await openWallets(city);
    const kim = await city.signUp('Kim');
    await accept(payee, await pay(payer, payee, 1_234, 'nothing for Kim'));
    for (const content of (await exportOf(kim)).values()) {
      expect(content).not.toContain('nothing for Kim');
    }
  });

  it('is announced by the holding of money', async () => {
    const ana = await city.signUp('Ana');
    const { holdings } = await ana.must('rights.listHoldings', {});
    const modules = holdings.map(({ module }) => module);
    expect(modules).toContain('pay');
  });
});

/** Sol, who goes, and Kim, who stays: money kept, and money on its way in both directions. */
async function entangled(words = 'words') {
  const { payer: sol, payee: kim, operator } = await openWallets(city, 'Sol', 'Kim');
  await topUp(operator, kim, 5_000);
  const given = await accept(kim, await pay(sol, kim, 300, `${words} of Sol`));
  const got = await accept(sol, await pay(kim, sol, 40, `${words} of Kim`));
  await city.settle();
  return { sol, kim, operator, given, got };
}

describe('the erasure', () => {
  it('sends back what is on its way, keeps every cent, and forgets the name', async () => {
    const { sol, kim, operator, given, got } = await entangled();
    // Who only ever gave money back has no line, but the other one has two.
    const lou = await city.signUp('Lou');
    await befriend(lou, sol, city.settle);
    await createPin(lou);
    await topUp(operator, lou, 10);
    await giveBack(sol, await pay(lou, sol, 10, 'words of Lou'));
    const before = await booksOf(operator);
    const { personId, handle } = sol.me;
    const socket = await kim.socket();
    await sol.must('rights.requestDeletion', { currentPassword: sol.password });
    // Sent at the last moment, so that they have not lapsed when the day comes.
    city.clock.travel(30 * dayMs - 60_000);
    const there = await pay(sol, kim, 1_000, 'last of Sol');
    const back = await pay(kim, sol, 2_000, 'last of Kim');
    expect(await moneyOf(sol)).toEqual([8_740, 1_000]);
    city.clock.travel(120_000);
    expect(await city.composed.modules.rights.eraseDue()).toBe(1);
    await city.settle();
    for (const transfer of [there, back]) {
      await socket.event(
        'pay.transferChanged',
        (told) =>
          told.transfer.transferId === transfer.transferId && told.transfer.state === 'returned',
      );
      expect(await stateOf(kim, transfer.transferId)).toBe('returned');
    }
    socket.close();
    expect(await moneyOf(kim)).toEqual([5_260, 0]);
    const left = async () => ((await booksOf(operator))['unclaimed'] === undefined ? null : true);
    await eventually(left);
    // What Sol had is nobody's now; not a cent more and not a cent less than before.
    const after = await booksOf(operator);
    expect(after['bank.operator']).toBe(before['bank.operator']);
    expect((after['unclaimed'] ?? 0) - (before['unclaimed'] ?? 0)).toBe(9_740);
    expect((before['wallet.user'] ?? 0) - (after['wallet.user'] ?? 0)).toBe(9_740);

    const lines = await statementOf(kim);
    expect(lines.map(({ counterparty }) => counterparty)).toEqual(lines.map(() => null));
    expect(lines.map(({ kind, money }) => [kind, money.amountMinor])).toEqual([
      ...[
        ['transfer_back', 2_000],
        ['transfer_out', -2_000],
        ['transfer_out', -40],
        ['transfer_in', 300],
        ['top_up', 5_000],
      ],
    ]);
    await expectSound(kim);
    const transferIds = [given, got, there, back].map(({ transferId }) => transferId);
    const shared = await kim.must('pay.getTransfers', { transferIds });
    expect(shared.transfers).toHaveLength(4);
    for (const shown of [lines, shared]) {
      expect(JSON.stringify(shown)).not.toContain(handle);
      expect(JSON.stringify(shown)).not.toContain('words of Sol');
    }
    expect(await tablesWith(handle)).toEqual(['identity_handle']);
    for (const words of ['words of Sol', 'last of Sol']) {
      expect([words, await tablesWith(words)]).toEqual([words, []]);
    }
    const about = await tablesWith(personId);
    expect(about.filter((name) => name.startsWith('ledger_'))).toEqual([]);
    const kept = ['pay_wallet', 'pay_pin', 'pay_line', 'pay_command', 'pay_operation'];
    expect(about.filter((name) => kept.includes(name))).toEqual([]);
    await expectSound(lou);
  });

  it('leaves the other one’s cards where they were, and what Sol wrote blank', async () => {
    const { sol, kim, given, got } = await entangled();
    await erase(sol);
    const cards = await cardsOf(kim, given.conversationId);
    const types = cards.map(({ type, transferId }) => [type, transferId]);
    expect(types).toEqual([
      ['transferSettled', given.transferId],
      ['transfer', got.transferId],
    ]);
  });

  it('once more changes nothing', async () => {
    const { sol, kim, operator } = await entangled();
    await erase(sol);
    await eventually(async () => ((await booksOf(operator))['unclaimed'] ?? 0) > 0 || null);
    const seen = async () => [await booksOf(operator), await moneyOf(kim), await statementOf(kim)];
    const once = await seen();
    const { kernel, modules } = city.composed;
    const holding = modules.rights.holdings.find(({ module }) => module === 'pay');
    for (let i = 0; i < 2; i += 1) {
      await kernel.db.tx(async (tx) => holding?.erase(tx, sol.me.personId));
      await city.settle();
    }
    expect(await seen()).toEqual(once);
    await expectSound(kim);
  });

  it('of both leaves nothing but entries', async () => {
    const { sol, kim, operator } = await entangled('secrets');
    const before = await booksOf(operator);
    await erase(sol, kim);
    await eventually(async () => {
      const after = await booksOf(operator);
      return (after['unclaimed'] ?? 0) - (before['unclaimed'] ?? 0) === 15_000 ? true : null;
    });
    for (const words of ['secrets of Sol', 'secrets of Kim']) {
      expect([words, await tablesWith(words)]).toEqual([words, []]);
    }
  });

  it('of somebody without money, and of a frozen wallet, leaves nothing behind', async () => {
    const operator = await city.operator();
    const [poor, frozen] = [await city.signUp('Poor'), await city.signUp('Cold')];
    await createPin(poor);
    await topUp(operator, frozen, 500);
    await freeze(operator, frozen, 'words about Cold');
    const before = await booksOf(operator);
    await erase(poor, frozen);
    await eventually(async () => {
      const after = await booksOf(operator);
      return (after['unclaimed'] ?? 0) - (before['unclaimed'] ?? 0) === 500 ? true : null;
    });
    for (const { me } of [poor, frozen]) {
      const about = await tablesWith(me.personId);
      expect(about.filter((name) => /^(?:ledger|pay)_/.test(name))).toEqual([]);
    }
  });

  it('closes the wallet to whoever would still pay into it', async () => {
    const { sol, kim, operator } = await entangled();
    await erase(sol);
    expect(await kim.refused('pay.sendTransfer', paymentTo(sol, 100))).toBe('not_contact');
    const { personId } = sol.me;
    const asked = { key: newKey(), personId, currency, reason: 'too late' };
    const issue = { ...asked, amountMinor: 100 };
    expect(await operator.refused('pay.topUp', issue)).toBe('person_not_found');
    expect(await operator.refused('pay.freezeWallet', asked)).toBe('person_not_found');
    expect(await operator.refused('pay.getPersonWallets', { personId })).toBe('person_not_found');
    const lou = await city.signUp('Lou');
    await befriend(kim, lou, city.settle);
    await accept(lou, await pay(kim, lou, 100));
    await expectSound(kim, lou);
  });
});
