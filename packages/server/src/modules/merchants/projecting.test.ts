import {
  manualClock,
  type MerchantId,
  type MoveId,
  type OrderId,
  type PersonId,
} from '@plaza/base';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createMemoryLedger,
  CreateTransferStatus as Status,
  newAccount,
  systemAccountId,
  systemAccountsOf,
  transferCodes,
  u128Of,
  uuidOf,
  type LedgerChange,
} from '../ledger/index.ts';
import { ledgerTransfer } from '../pay/index.ts';
import { numberOf, orderAccountOf } from './ids.ts';
import { newOrderRow } from './ordering.ts';
import { applyChange, createMerchantBook, type MerchantBook } from './projecting.ts';
import { newMove } from './refunding.ts';
import { endingOf, requestOf } from './requests.ts';
import type { MerchantRow, MerchantWalletRow, MoveKind, MoveRow, OrderRow } from './types.ts';

const uuid = (kind: string, n: number) =>
  `0190a000-0000-7000-${kind}-${String(n).padStart(12, '0')}`;
const merchantId = uuid('a000', 1) as MerchantId;
const orderId = uuid('b000', 1) as OrderId;
const personId = uuid('8000', 1) as PersonId;
const accounts = { merchant: uuid('9000', 1), person: uuid('9000', 2) };
const of = {
  ...{ ledger: 1, merchant: u128Of(accounts.merchant), person: u128Of(accounts.person) },
};
const at = new Date(1_800_000_000_000);
const paid = 1_000;

const merchant: MerchantRow = {
  ...{ merchantId, mchid: '1234567890', ownerId: null, name: 'Café', category: 'food' },
  ...{ state: 'open', createdAt: at },
};
const wallet: MerchantWalletRow = {
  ...{ merchantId, currency: 'points', accountId: accounts.merchant, inLedger: true },
  ...{ availableMinor: 0n, heldMinor: 0n, lineCount: 0 },
};
const order: OrderRow = {
  ...newOrderRow({
    ...{ merchantId, orderId, now: at, outTradeNo: 'T1', channel: 'native', amountMinor: paid },
    ...{ currency: 'points', description: 'Tea', expiresAt: null, onlyPayerId: null },
    ...{ actorId: null, attrs: {} },
  }),
  ...{ state: 'paying', payerId: personId },
};

function moveOf(n: number, kind: MoveKind, amount: number, holdSeconds: number | null): MoveRow {
  const isOfOrder = kind === 'payment' || kind === 'refund';
  const moveId = uuid('c000', n) as MoveId;
  return newMove({
    ...{ merchantId, moveId, kind, outNo: `M${n}`, personId, currency: 'points', holdSeconds },
    ...{ amountMinor: BigInt(amount), orderId: isOfOrder ? orderId : null, createdAt: at },
  });
}

const step = fc.oneof(
  fc.record({ refund: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ payout: fc.integer({ min: 1, max: 600 }), waits: fc.boolean() }),
  fc.record({ hold: fc.integer({ min: 1, max: 400 }) }),
  fc.record({ end: fc.nat(6), take: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ wait: fc.integer({ min: 1, max: 50 }) }),
);
const life = fc.array(step, { maxLength: 14 });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function askedBy(one: Step, n: number): MoveRow | null {
  if ('refund' in one) return moveOf(n, 'refund', one.refund, null);
  if ('payout' in one) return moveOf(n, 'payout', one.payout, one.waits ? 60 : null);
  return 'hold' in one ? moveOf(n, 'hold', one.hold, 60) : null;
}

/** What the module asks of a real ledger in a random life, and all that the ledger did. */
async function live(steps: readonly Step[]) {
  const clock = manualClock();
  const ledger = createMemoryLedger({ clock });
  await ledger.createAccounts([
    ...systemAccountsOf(1),
    newAccount('wallet.merchant', { id: of.merchant, ledger: 1 }),
    newAccount('wallet.user', { id: of.person, ledger: 1 }),
    newAccount('order', { id: orderAccountOf(orderId), ledger: 1 }),
  ]);
  await ledger.createTransfers([
    ledgerTransfer({
      ...{ id: 5n, ledger: 1, code: transferCodes.topUp, amount: 1_500n },
      ...{ debit_account_id: systemAccountId(1, 'bank.operator'), credit_account_id: of.person },
    }),
  ]);
  const moves = [moveOf(0, 'payment', paid, null)];
  const held: MoveRow[] = [];
  await ledger.createTransfers(requestOf(moves[0] as MoveRow, of));
  for (const [index, one] of steps.entries()) {
    const move = askedBy(one, index + 1);
    if (move !== null) {
      moves.push(move);
      const results = await ledger.createTransfers(requestOf(move, of));
      const isThere = results.every(({ status }) => status === Status.created);
      if (isThere && move.holdSeconds !== null) held.push(move);
    } else if ('wait' in one) {
      clock.advance(one.wait * 1_000);
      ledger.pulse();
    } else if ('end' in one && held[one.end] !== undefined) {
      const target = held[one.end] as MoveRow;
      const most = Number(target.amountMinor);
      const wantedMinor = BigInt(Math.min(one.take, most));
      const wanted = wantedMinor === 0n ? 'release' : 'take';
      await ledger.createTransfers([endingOf({ ...target, wanted, wantedMinor }, 1)]);
    }
  }
  const changes = (await ledger.changes(0n, 10_000)).filter(
    ({ transfer }) => transfer.code !== transferCodes.topUp,
  );
  const ids = [of.merchant, of.person, orderAccountOf(orderId)];
  const ends = await ledger.lookupAccounts(ids);
  ledger.destroy();
  return { moves, changes, ends };
}

/** Projects in batches, handing on only what would be stored. */
function project(moves: readonly MoveRow[], batches: readonly LedgerChange[][]) {
  const said: string[] = [];
  const lines: MerchantBook['lines'] = [];
  let book = createMerchantBook({
    merchants: [merchant],
    moves,
    orders: [order],
    wallets: [wallet],
  });
  for (const batch of batches) {
    book = createMerchantBook({
      merchants: [merchant],
      moves: [...book.moves.values()],
      orders: [...book.orders.values()],
      wallets: [...book.wallets.values()],
    });
    for (const change of batch) {
      const subjectId = uuidOf((change.pending ?? change.transfer).user_data_128);
      const sides = applyChange(book, { change, subjectId, debit: undefined, credit: undefined });
      for (const [side, words] of Object.entries(sides)) said.push(`${side} ${words.kind}`);
    }
    lines.push(...book.lines);
  }
  const { orders, wallets } = book;
  return { orders, wallets, said, lines, moves: [...book.moves.values()] };
}

const cut = (changes: LedgerChange[], size: number) =>
  Array.from({ length: Math.ceil(changes.length / size) }, (_, n) =>
    changes.slice(n * size, (n + 1) * size),
  );

it('says of merchants what the ledger says, wherever the feed is cut', async () => {
  await fc.assert(
    fc.asyncProperty(life, fc.integer({ min: 1, max: 5 }), async (steps, size) => {
      const { moves, changes, ends } = await live(steps);
      const whole = project(moves, [changes]);
      expect(project(moves, cut(changes, size))).toEqual(whole);
      const [mine, , counted] = ends;
      const [own] = whole.wallets.values();
      if (mine === undefined || counted === undefined || own === undefined) throw new Error('?');
      expect(own.heldMinor).toBe(mine.debits_pending);
      const available = mine.credits_posted - mine.debits_posted - mine.debits_pending;
      expect(own.availableMinor).toBe(available);
      expect(whole.lines.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(available);
      const numbers = whole.lines.map(({ lineNumber }) => lineNumber);
      expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      for (const line of whole.lines) {
        expect(line.kind.endsWith('_out')).toBe(line.amountMinor < 0n);
      }
      const after = whole.orders.get(orderId);
      expect(after?.state).toBe('paid');
      const left = counted.credits_posted - counted.debits_posted;
      expect(BigInt(paid) - (after?.refundedMinor ?? 0n)).toBe(left);
      const refunded = whole.moves
        .filter(({ kind, state }) => kind === 'refund' && state === 'done')
        .reduce((sum, move) => sum + move.settledMinor, 0n);
      expect(refunded).toBe(after?.refundedMinor);
    }),
    { numRuns: 300 },
  );
});

it('gives numbers of 28 digits, which differ', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (one, other) => {
      const number = numberOf('order', one, at);
      expect(number).toMatch(/^4200\d{24}$/);
      if (one !== other) expect(numberOf('order', other, at)).not.toBe(number);
    }),
  );
});
