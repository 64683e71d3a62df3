import type { PersonId, TransferId } from '@plaza/base';
import type { Transfer, Wallet } from '@plaza/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { u128Of } from '../ledger/index.ts';
import { hourMs, openTestPay, type TestPay } from './testing.ts';

// Random lives of three people, with two processes and calls at once; what must hold then.

const who = fc.nat(2);
const act = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), who, to: who }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('accept' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('return' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('topUp' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('freeze' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unfreeze' as const), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const) }) },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

async function live(city: TestPay, rounds: readonly (readonly Act[])[]) {
  const people = await Promise.all(['Ana', 'Ben', 'Sol'].map((name) => city.person(name, 3_000)));
  for (const a of people) for (const b of people) if (a !== b) await city.contacts.befriend(a, b);
  const other = city.another();
  const transferIds: TransferId[] = [];
  const personOf = (n: number) => people[n] as PersonId;
  let count = 0;

  async function send(payerId: PersonId, payeeId: PersonId): Promise<void> {
    count += 1;
    const pay = count % 2 === 0 ? city.pay : other;
    const amountMinor = 100 + ((count * 367) % 1_400);
    const arrival = (['now', '2h', '24h'] as const)[count % 3] ?? 'now';
    const about = { payeeId, amountMinor, currency: 'points', note: '', arrival };
    const input = { key: city.newKey(), ...about, approval: null };
    const sent = await pay.sendTransfer(payerId, input);
    if (sent.ok) transferIds.push(sent.value.transferId);
  }

  async function run(one: Act): Promise<void> {
    if (one.kind === 'send') return send(personOf(one.who), personOf(one.to));
    if (one.kind === 'wait') return city.skip(13 * hourMs);
    if (one.kind === 'accept' || one.kind === 'return' || one.kind === 'cancel') {
      const transferId = transferIds[one.which % Math.max(1, transferIds.length)];
      if (transferId === undefined) return;
      const [transfer] = (
        await Promise.all(people.map((personId) => city.pay.getTransfers(personId, [transferId])))
      ).flat();
      const payeeId = transfer?.payee.personId as PersonId;
      const input = { key: city.newKey(), transferId };
      if (one.kind === 'cancel') {
        const payerId = transfer?.payer.personId as PersonId;
        await city.pay.cancelTransfer(payerId, input);
      } else if (one.kind === 'accept') await other.acceptTransfer(payeeId, input);
      else await city.pay.returnTransfer(payeeId, input);
      return;
    }
    const on = { actorId: null, key: city.newKey(), personId: personOf(one.who), reason: 'Why' };
    const input = { ...on, currency: 'points' };
    if (one.kind === 'topUp') await city.pay.topUp({ ...input, amountMinor: 700 });
    else if (one.kind === 'freeze') await other.freezeWallet(input);
    else await city.pay.unfreezeWallet(input);
  }

  for (const acts of rounds) await Promise.all(acts.map(run));
  await city.settle();
  return { people, transferIds };
}

/** What a device holds that was told everything and never asked. */
async function believed(city: TestPay, personId: PersonId) {
  const { events } = await city.sync.pull(personId, 0);
  let wallet: Wallet | undefined;
  const transfers = new Map<string, Transfer>();
  for (const { name, payload } of events) {
    if (name === 'pay.walletChanged') ({ wallet } = payload as { wallet: Wallet });
    if (name !== 'pay.transferChanged') continue;
    const { transfer } = payload as { transfer: Transfer };
    transfers.set(transfer.transferId, transfer);
  }
  return { wallet, transfers };
}

async function checkPerson(city: TestPay, personId: PersonId, transferIds: TransferId[]) {
  const wallet = await city.wallet(personId);
  const { rows } = await city.db.query<{ accountId: string }>(
    `select account_id as "accountId" from pay_wallet where person_id = $1`,
    [personId],
  );
  const [account] = await city.ledger.lookupAccounts([u128Of(rows[0]?.accountId ?? '')]);
  if (account === undefined) throw new Error('a wallet has an account');
  const { credits_posted, debits_posted, debits_pending } = account;
  expect(BigInt(wallet.availableMinor)).toBe(credits_posted - debits_posted - debits_pending);
  expect(BigInt(wallet.heldMinor)).toBe(debits_pending);
  const lines = await city.statement(personId);
  if (lines.length < 50) {
    const sum = lines.reduce((total, line) => total + line.money.amountMinor, 0);
    expect(sum).toBe(wallet.availableMinor);
  }
  const told = await believed(city, personId);
  expect(told.wallet).toEqual(wallet);
  const fetched = await city.pay.getTransfers(personId, transferIds);
  for (const transfer of fetched) expect(told.transfers.get(transfer.transferId)).toEqual(transfer);
  return { wallet, transfers: fetched };
}

async function checkCards(city: TestPay, transfers: ReadonlyMap<string, Transfer>) {
  for (const { transferId, state, payer, payee } of transfers.values()) {
    const messages = await city.messages(payee.personId, payer.personId);
    const own = messages.filter((one) => 'transferId' in one && one.transferId === transferId);
    expect(own.map(({ type }) => type)).toEqual(
      state === 'waiting' || state === 'arriving' ? ['transfer'] : ['transfer', 'transferSettled'],
    );
  }
}

describe.each([
  ['memory', 12],
  ['postgres', 6],
] as const)('random lives on %s', (kind, numRuns) => {
  it('keep all money, and say the same everywhere', { timeout: 120_000 }, async () => {
    await using city = await openTestPay(kind);
    const rounds = fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rounds, async (list) => {
        const { people, transferIds } = await live(city, list);
        const all = new Map<string, Transfer>();
        for (const personId of people) {
          const { transfers } = await checkPerson(city, personId, transferIds.slice(0, 50));
          for (const transfer of transfers) all.set(transfer.transferId, transfer);
        }
        expect(all.size).toBe(Math.min(50, transferIds.length));
        await checkCards(city, all);
        const { balanced, entries } = await city.pay.getBooks();
        expect(balanced).toBe(true);
        const clearing = entries.find(({ account }) => account === 'clearing');
        expect(clearing).toMatchObject({ debitsMinor: 0, creditsMinor: 0 });
        expect(city.problems).toEqual([]);
      }),
      { numRuns, endOnFailure: true },
    );
  });
});
