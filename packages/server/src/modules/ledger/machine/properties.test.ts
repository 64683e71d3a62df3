import { manualClock } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryLedger } from '../memory/index.ts';
import { AccountFlags, TransferFlags } from '../model/flags.ts';
import type { CreateTransferResult, Transfer } from '../model/records.ts';
import { CreateTransferStatus as Status } from '../model/statuses.ts';
import { auditLedger } from '../testing-audit.ts';
import {
  anyOperations,
  anyTransfer,
  firstAccounts,
  perform,
  plainAccount,
  plainTransfer,
  type Operation,
} from '../testing-operations.ts';

type Tried = { transfer: Transfer; result: CreateTransferResult };

function createWorld() {
  const clock = manualClock();
  return { clock, ledger: createMemoryLedger({ clock }) };
}

/** Lives through the operations; gives every transfer that was tried, with its answer. */
async function live(world: ReturnType<typeof createWorld>, operations: Operation[]) {
  const batches: Tried[][] = [];
  for (const operation of operations) {
    const outcome = await perform(world.ledger, world.clock, operation);
    if (operation.type !== 'transfers') continue;
    const results = outcome as CreateTransferResult[];
    const { batch } = operation;
    batches.push(results.map((result, i) => ({ transfer: batch[i] as Transfer, result })));
  }
  return batches;
}

test('adds up, keeps its limits, and resolves what is pending once', async () => {
  await fc.assert(
    fc.asyncProperty(anyOperations, async (operations) => {
      const world = createWorld();
      await live(world, operations);
      expect(await auditLedger(world.ledger)).toEqual([]);
      world.clock.advance(10_000);
      expect(await auditLedger(world.ledger)).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

// Properties over lives in which nothing happens would hold too. Always the same lives, so that
// rare things do not fail the test by chance.
test('meets in random lives what is worth seeing', async () => {
  const seen = new Set<Status>();
  for (const operations of fc.sample(anyOperations, { seed: 1, numRuns: 1_000 })) {
    const batches = await live(createWorld(), operations);
    for (const { result } of batches.flat()) seen.add(result.status);
  }
  expect([...seen]).toEqual(expect.arrayContaining(worthSeeing));
});

const worthSeeing: Status[] = [
  ...[Status.created, Status.exists, Status.linked_event_failed, Status.linked_event_chain_open],
  ...[Status.exceeds_credits, Status.exceeds_debits, Status.id_already_failed],
  ...[Status.pending_transfer_already_posted, Status.pending_transfer_already_voided],
  ...[Status.pending_transfer_expired, Status.exceeds_pending_transfer_amount],
  ...[Status.debit_account_already_closed, Status.accounts_must_have_the_same_ledger],
  ...[Status.pending_transfer_not_found, Status.overflows_debits_posted],
];

test('answers every event with a later timestamp than the one before', async () => {
  await fc.assert(
    fc.asyncProperty(anyOperations, async (operations) => {
      const batches = await live(createWorld(), operations);
      const taken = batches.flat().filter(({ result }) => result.status !== Status.exists);
      const timestamps = taken.map(({ result }) => result.timestamp);
      const rising = timestamps.every((one, i) => i === 0 || one > (timestamps[i - 1] as bigint));
      expect(rising).toBe(true);
    }),
    { numRuns: 100 },
  );
});

/** The linked chains of a batch; an event without a link is a chain of one. */
function chainsOf<Event>(batch: Event[], transferOf: (event: Event) => Transfer): Event[][] {
  const chains: Event[][] = [[]];
  for (const event of batch) {
    chains.at(-1)?.push(event);
    if ((transferOf(event).flags & TransferFlags.linked) === 0) chains.push([]);
  }
  return chains.filter((chain) => chain.length > 0);
}

test('lets a chain happen as a whole or not at all', async () => {
  await fc.assert(
    fc.asyncProperty(anyOperations, async (operations) => {
      const world = createWorld();
      const batches = await live(world, operations);
      const created = new Map<bigint, bigint>();
      for (const chain of batches.flatMap((batch) => chainsOf(batch, ({ transfer }) => transfer))) {
        const statuses = chain.map(({ result }) => result.status);
        if (statuses.every((status) => status === Status.created)) {
          for (const one of chain) created.set(one.transfer.id, one.result.timestamp);
          continue;
        }
        expect(statuses).not.toContain(Status.created);
        // One event is to blame, and perhaps that the chain has no end.
        const { linked_event_failed, linked_event_chain_open } = Status;
        const isOpen = statuses.includes(linked_event_chain_open);
        const blamed = statuses.filter((s) => s !== linked_event_failed).length;
        expect(blamed - (isOpen ? 1 : 0)).toBeLessThanOrEqual(1);
        expect(blamed).toBeGreaterThanOrEqual(1);
      }
      const kept = await world.ledger.lookupTransfers([...created.keys()]);
      expect(new Map(kept.map((one) => [one.id, one.timestamp]))).toEqual(created);
      const all = (await world.ledger.changes(0n, 10_000)).filter(
        ({ type }) => type !== 'two_phase_expired',
      );
      expect(all).toHaveLength(created.size);
    }),
    { numRuns: 200 },
  );
});

test('does the same however the batches are cut', async () => {
  const chains = fc.array(anyTransfer, { minLength: 1, maxLength: 40 }).map((batch) => {
    // An import is judged by the first event of its batch, and a chain needs its end.
    const plain = batch.map((one) => ({ ...one, flags: one.flags & ~TransferFlags.imported }));
    const last = plain.at(-1) as Transfer;
    last.flags &= ~TransferFlags.linked;
    return chainsOf(plain, (transfer) => transfer);
  });
  const cuts = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(firstAccounts, chains, cuts, async (accounts, units, isCut) => {
      const whole = createWorld();
      const parts = createWorld();
      for (const world of [whole, parts]) await perform(world.ledger, world.clock, accounts);
      const answers = await whole.ledger.createTransfers(units.flat());
      const answersOfParts: CreateTransferResult[] = [];
      const batch: Transfer[] = [];
      for (const [place, chain] of units.entries()) {
        batch.push(...chain);
        if (!isCut[place] && place < units.length - 1) continue;
        answersOfParts.push(...(await parts.ledger.createTransfers(batch.splice(0))));
      }
      expect(answersOfParts).toEqual(answers);
      const ids = [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n];
      expect(await parts.ledger.lookupAccounts(ids)).toEqual(
        await whole.ledger.lookupAccounts(ids),
      );
      expect(await parts.ledger.changes(0n, 100)).toEqual(await whole.ledger.changes(0n, 100));
    }),
    { numRuns: 200 },
  );
});

/** One field changed, with the answer that it deserves. */
const twists: [keyof Transfer, (transfer: Transfer) => Partial<Transfer>][] = [
  ['flags', ({ flags }) => ({ flags: flags ^ TransferFlags.closing_debit })],
  ['pending_id', ({ pending_id }) => ({ pending_id: pending_id + 1n })],
  ['timeout', ({ timeout }) => ({ timeout: timeout + 1 })],
  ['debit_account_id', () => ({ debit_account_id: 99n })],
  ['credit_account_id', () => ({ credit_account_id: 99n })],
  ['user_data_128', () => ({ user_data_128: 99n })],
  ['user_data_64', () => ({ user_data_64: 99n })],
  ['user_data_32', () => ({ user_data_32: 99 })],
  ['ledger', () => ({ ledger: 99 })],
  ['code', () => ({ code: 99 })],
];

function differsIn(field: string): Status {
  return Status[`exists_with_different_${field}` as keyof typeof Status];
}

test('takes an id once: the same again exists, another is told what differs', async () => {
  await fc.assert(
    fc.asyncProperty(anyOperations, async (operations) => {
      const world = createWorld();
      const tried = (await live(world, operations)).flat();
      const before = await world.ledger.changes(0n, 10_000);
      const isCreated = ({ result }: Tried) => result.status === Status.created;
      // Sent alone, so that the last of a chain does not need those before it.
      for (const { transfer, result } of tried.filter(isCreated)) {
        const isLinked = (transfer.flags & TransferFlags.linked) !== 0;
        if (isLinked) continue;
        const [again] = await world.ledger.createTransfers([transfer]);
        expect(again).toEqual({ status: Status.exists, timestamp: result.timestamp });
        for (const [field, twist] of twists) {
          const [other] = await world.ledger.createTransfers([{ ...transfer, ...twist(transfer) }]);
          expect(other?.status).toBe(differsIn(field));
        }
      }
      expect(await world.ledger.changes(0n, 10_000)).toEqual(before);
    }),
    { numRuns: 60 },
  );
});

const transient: Status[] = [
  ...[Status.debit_account_not_found, Status.credit_account_not_found],
  ...[Status.pending_transfer_not_found, Status.exceeds_credits, Status.exceeds_debits],
  ...[Status.debit_account_already_closed, Status.credit_account_already_closed],
];

test('never lets an id succeed that failed for a passing reason', async () => {
  let spent = 0;
  await fc.assert(
    fc.asyncProperty(anyOperations, async (operations) => {
      const world = createWorld();
      const tried = (await live(world, operations)).flat();
      const failed = tried.filter(({ result }) => transient.includes(result.status));
      for (const { transfer } of failed) {
        // It would go through now: between accounts without limits.
        await world.ledger.createAccounts([
          { ...plainAccount, id: 1001n },
          { ...plainAccount, id: 1002n },
        ]);
        const sides = { debit_account_id: 1001n, credit_account_id: 1002n };
        const now = { ...plainTransfer, ...sides, id: transfer.id };
        const [answer] = await world.ledger.createTransfers([now]);
        expect(answer?.status).toBe(Status.id_already_failed);
        spent += 1;
      }
    }),
    { numRuns: 60 },
  );
  expect(spent).toBeGreaterThan(0);
});

test('gives all of a pending transfer back when it is voided or expires', async () => {
  const amounts = fc.tuple(fc.bigInt(0n, 1000n), fc.bigInt(0n, 1000n));
  const ends = fc.constantFrom('void', 'expire', 'post');
  await fc.assert(
    fc.asyncProperty(amounts, ends, async ([held, asked], end) => {
      const { ledger, clock } = createWorld();
      await ledger.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
      const before = await ledger.lookupAccounts([1n, 2n]);
      const flags = TransferFlags.pending;
      await ledger.createTransfers([{ ...plainTransfer, amount: held, flags, timeout: 5 }]);
      const posted = asked > held ? held : asked;
      // Its timestamp is some nanoseconds past the millisecond of the clock.
      if (end === 'expire') clock.advance(5_001);
      const resolves = end === 'post' ? 4 : 8;
      const [result] = await ledger.createTransfers([
        {
          ...plainTransfer,
          id: 2n,
          pending_id: 1n,
          flags: resolves,
          amount: end === 'post' ? posted : 0n,
        },
      ]);
      const expected = end === 'expire' ? Status.pending_transfer_expired : Status.created;
      expect(result?.status).toBe(expected);
      const after = await ledger.lookupAccounts([1n, 2n]);
      const moved = end === 'post' ? posted : 0n;
      expect(after[0]).toEqual({ ...before[0], debits_posted: moved });
      expect(after[1]).toEqual({ ...before[1], credits_posted: moved });
    }),
    { numRuns: 60 },
  );
});

test('exchanges between ledgers only as a pair', async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.bigInt(1n, 100n), async (hasFunds, amount) => {
      const { ledger } = createWorld();
      const flags = AccountFlags.debits_must_not_exceed_credits;
      await ledger.createAccounts([
        ...[1n, 2n].map((id) => ({ ...plainAccount, id })),
        ...[3n, 4n].map((id) => ({ ...plainAccount, id, ledger: 2, flags: id === 3n ? flags : 0 })),
      ]);
      const fund = {
        ...plainTransfer,
        id: 9n,
        ledger: 2,
        debit_account_id: 4n,
        credit_account_id: 3n,
      };
      if (hasFunds) await ledger.createTransfers([{ ...fund, amount }]);
      const across = { ...plainTransfer, id: 8n, credit_account_id: 3n };
      const results = await ledger.createTransfers([
        { ...plainTransfer, amount, flags: TransferFlags.linked },
        { ...fund, id: 2n, amount, debit_account_id: 3n, credit_account_id: 4n },
        across,
      ]);
      expect(results.map(({ status }) => status)).toEqual([
        hasFunds ? Status.created : Status.linked_event_failed,
        hasFunds ? Status.created : Status.exceeds_credits,
        Status.accounts_must_have_the_same_ledger,
      ]);
      const [first] = await ledger.lookupAccounts([1n]);
      expect(first?.debits_posted).toBe(hasFunds ? amount : 0n);
    }),
  );
});
