import { manualClock, type ConversationId, type PacketId, type PersonId } from '@plaza/base';
import { splitPacket } from '@plaza/base/packets';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CreateTransferStatus as Status,
  createMemoryLedger,
  newAccount,
  systemAccountId,
  systemAccountsOf,
  transferCodes,
  u128Of,
  uuidOf,
  type LedgerChange,
} from '../ledger/index.ts';
import { ledgerTransfer } from '../pay/index.ts';
import { closingOf } from './closing.ts';
import { ledgerIdOf } from './ids.ts';
import { createApply, createPacketBook, type PacketBook } from './projecting.ts';
import { fillingOf } from './sending.ts';
import { requestOf } from './taking.ts';
import type { PacketRow, TakerRow } from './types.ts';

const people = 6;
const uuid = (kind: string, n: number) =>
  `0190a000-0000-7000-${kind}-${String(n).padStart(12, '0')}`;
const personOf = (n: number) => uuid('8000', n) as PersonId;
const walletOf = (n: number) => uuid('9000', n);
const packetId = uuid('b000', 1) as PacketId;
const lifeSeconds = 24 * 3600;
const at = new Date(1_800_000_000_000);

function rowOf(kind: 'fixed' | 'lucky', count: number, amountMinor: number): PacketRow {
  const seed = Buffer.alloc(32, 7);
  return {
    ...{ packetId, senderId: personOf(0), conversationId: uuid('c000', 1) as ConversationId },
    ...{ isDirect: false, kind, forPersonId: null, shareCount: count, currency: 'points' },
    ...{ amountMinor: BigInt(amountMinor), greeting: '', seed, commitment: Buffer.alloc(32) },
    shares: splitPacket(seed, { kind, count, amountMinor }).map(BigInt),
    ...{ state: 'processing', failure: null, givenCount: 0, takenCount: 0, takenMinor: 0n },
    ...{ returnedMinor: 0n, isCutShort: false, attempt: 0, createdAt: at, expiresAt: null },
    ...{ overAt: null, closedAt: null, dueAt: null },
  };
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ take: fc.nat(people - 1) }) },
  { weight: 1, arbitrary: fc.record({ wait: fc.integer({ min: 1, max: 16 }) }) },
  { weight: 1, arbitrary: fc.constant('close' as const) },
);
const life = fc.record({
  kind: fc.constantFrom('fixed' as const, 'lucky' as const),
  count: fc.integer({ min: 1, max: 5 }),
  more: fc.nat(500),
  funds: fc.integer({ min: 1, max: 600 }),
  steps: fc.array(step, { maxLength: 14 }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** What the module asks of a real ledger in a random life, and all that the ledger did. */
async function live({ kind, count, more, funds, steps }: Life) {
  const clock = manualClock();
  const ledger = createMemoryLedger({ clock });
  const row = rowOf(kind, count, count + more);
  const takers: TakerRow[] = [];
  const account = ledgerIdOf(packetId, 'account');
  const wallets = Array.from({ length: people }, (_, n) =>
    newAccount('wallet.user', { id: u128Of(walletOf(n)), ledger: 1 }),
  );
  const packet = newAccount('packet', { id: account, ledger: 1 });
  await ledger.createAccounts([...systemAccountsOf(1), ...wallets, packet]);
  await ledger.createTransfers([
    ledgerTransfer({
      ...{ id: 5n, ledger: 1, code: transferCodes.topUp, amount: BigInt(funds) },
      debit_account_id: systemAccountId(1, 'bank.operator'),
      credit_account_id: u128Of(walletOf(0)),
    }),
  ]);
  await ledger.createTransfers(fillingOf(row, 1, walletOf(0)));

  async function take(who: number): Promise<void> {
    const known = takers.find(({ personId }) => personId === personOf(who));
    const amountMinor = row.shares[takers.length];
    if (known === undefined && amountMinor === undefined) return;
    const taker: TakerRow = known ?? {
      ...{ packetId, personId: personOf(who), shareNumber: takers.length + 1 },
      ...{ amountMinor: amountMinor ?? 0n, state: 'taking', attempt: 0, takenAt: null },
    };
    if (known === undefined) takers.push(taker);
    await ledger.createTransfers(requestOf(taker, { ledger: 1, accountId: walletOf(who) }));
  }

  for (const one of steps) {
    if (one === 'close') {
      const [now] = await ledger.lookupAccounts([account]);
      if (now === undefined || now.debits_pending > 0n || now.credits_posted === 0n) continue;
      const left = now.credits_posted - now.debits_posted;
      await ledger.createTransfers(
        closingOf(row, { left, ledger: 1, target: u128Of(walletOf(0)) }),
      );
    } else if ('take' in one) await take(one.take);
    else {
      clock.advance(one.wait * 3_600_000);
      ledger.pulse();
    }
  }
  const changes = (await ledger.changes(0n, 10_000)).filter(
    ({ transfer }) => transfer.code !== transferCodes.topUp,
  );
  const [end] = await ledger.lookupAccounts([account]);
  ledger.destroy();
  if (end === undefined) throw new Error('the packet has an account');
  return { row, takers, changes, end, filledAt: changes[0]?.timestamp ?? 0n };
}

/** Projects in batches, handing on only what would be stored. */
function project(row: PacketRow, takers: readonly TakerRow[], batches: LedgerChange[][]) {
  const apply = createApply(lifeSeconds);
  const sides: string[] = [];
  let book: PacketBook = createPacketBook([row], takers);
  for (const batch of batches) {
    book = createPacketBook([...book.packets.values()], [...book.takers.values()]);
    for (const change of batch) {
      const subjectId = uuidOf((change.pending ?? change.transfer).user_data_128);
      const words = apply(book, { change, subjectId, debit: undefined, credit: undefined });
      for (const [side, said] of Object.entries(words)) sides.push(`${side} ${said.kind}`);
    }
  }
  const packet = book.packets.get(packetId);
  if (packet === undefined) throw new Error('the packet was there');
  return { packet, takers: [...book.takers.values()], sides };
}

const cut = (changes: LedgerChange[], size: number) =>
  Array.from({ length: Math.ceil(changes.length / size) }, (_, n) =>
    changes.slice(n * size, (n + 1) * size),
  );

it('says of every packet what the ledger says, wherever the feed is cut', async () => {
  await fc.assert(
    fc.asyncProperty(life, fc.integer({ min: 1, max: 5 }), async (of, size) => {
      const { row, takers, changes, end, filledAt } = await live(of);
      const whole = project(row, takers, [changes]);
      expect(project(row, takers, cut(changes, size))).toEqual(whole);
      const { packet } = whole;
      if (row.amountMinor > BigInt(of.funds)) {
        // All of it happened at once, or nothing.
        expect([packet.state, changes.length]).toEqual(['processing', 0]);
        return;
      }
      const taken = whole.takers.filter(({ state }) => state === 'taken');
      const sum = taken.reduce((total, taker) => total + taker.amountMinor, 0n);
      expect([packet.takenCount, packet.takenMinor]).toEqual([taken.length, sum]);
      const left = end.credits_posted - end.debits_posted;
      expect(packet.amountMinor - packet.takenMinor - packet.returnedMinor).toBe(left);
      expect(packet.state === 'taken').toBe(taken.length === packet.shareCount);
      expect(packet.closedAt !== null).toBe((end.flags & 32) !== 0);
      if (packet.closedAt !== null) expect(left).toBe(0n);
      expect(packet.returnedMinor > 0n).toBe(packet.state === 'returned');
      const limit = Number(filledAt / 1_000_000n) + lifeSeconds * 1_000;
      for (const { takenAt } of taken) expect(takenAt?.getTime()).toBeLessThanOrEqual(limit);
      expect(packet.expiresAt?.getTime()).toBe(limit);
      const lines = whole.sides.toSorted();
      const back = packet.state === 'returned' ? ['in packet_back'] : [];
      const inside = taken.map(() => 'in packet_in');
      expect(lines).toEqual([...back, ...inside, 'out packet_out'].toSorted());
    }),
    { numRuns: 200 },
  );
});

it('refuses a share twice, to two, late, or larger than it is', async () => {
  const clock = manualClock();
  const ledger = createMemoryLedger({ clock });
  const row = rowOf('fixed', 2, 100);
  const accounts = [0, 1, 2].map((n) =>
    newAccount('wallet.user', { id: u128Of(walletOf(n)), ledger: 1 }),
  );
  const packet = newAccount('packet', { id: ledgerIdOf(packetId, 'account'), ledger: 1 });
  await ledger.createAccounts([...systemAccountsOf(1), ...accounts, packet]);
  const topUp = ledgerTransfer({
    ...{ id: 5n, ledger: 1, code: transferCodes.topUp, amount: 100n },
    debit_account_id: systemAccountId(1, 'bank.operator'),
    credit_account_id: u128Of(walletOf(0)),
  });
  await ledger.createTransfers([topUp, ...fillingOf(row, 1, walletOf(0))]);
  const taker = (n: number, shareNumber: number, amountMinor = 50n): TakerRow => ({
    ...{ packetId, personId: personOf(n), shareNumber, amountMinor },
    ...{ state: 'taking', attempt: 0, takenAt: null },
  });
  const ask = async (of: TakerRow, n: number) => {
    const request = requestOf(of, { ledger: 1, accountId: walletOf(n) });
    return (await ledger.createTransfers(request)).map(({ status }) => status);
  };
  expect(await ask(taker(1, 1, 51n), 1)).toEqual([
    Status.linked_event_failed,
    Status.exceeds_credits,
  ]);
  expect(await ask(taker(2, 1), 2)).toEqual([Status.created, Status.created]);
  expect(await ask(taker(2, 1), 2)).toEqual([Status.exists, Status.linked_event_failed]);
  const other = { ...taker(1, 1), attempt: 1 };
  expect((await ask(other, 1))[0]).toBe(Status.pending_transfer_already_voided);
  clock.advance(lifeSeconds * 1_000 + 1);
  expect((await ask({ ...taker(1, 2), attempt: 2 }, 1))[0]).toBe(Status.pending_transfer_expired);
  const [left] = await ledger.lookupAccounts([u128Of(walletOf(1))]);
  expect(left?.credits_posted).toBe(0n);
  ledger.destroy();
});
