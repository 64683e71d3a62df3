import { assert, present } from '@plaza/base';
import type { MerchantLineKind } from '@plaza/contract';
import { transferCodes, u128Of, uuidOf } from '../ledger/index.ts';
import type { FlowChange, LineWords, Sides } from '../pay/index.ts';
import type { Querying } from './deps.ts';
import { moveTable, type MoveEvent } from './move.ts';
import { orderTable } from './order.ts';
import { selectMerchants, selectWallets } from './store/merchants.ts';
import { selectMoves } from './store/moves.ts';
import { selectOrders } from './store/orders.ts';
import type {
  MerchantLineRow,
  MerchantRow,
  MerchantWalletRow,
  MoveKind,
  MoveRow,
  OrderRow,
} from './types.ts';

/** What a batch of the feed is about, as it was before, and as the changes make it. */
export type MerchantBook = {
  merchants: ReadonlyMap<string, MerchantRow>;
  moves: Map<string, MoveRow>;
  orders: Map<string, OrderRow>;
  /** By merchant and currency. */
  wallets: Map<string, MerchantWalletRow>;
  lines: MerchantLineRow[];
  changedMoves: Set<string>;
  changedOrders: Set<string>;
  changedWallets: Set<string>;
};

const walletKey = (of: { merchantId: string; currency: string }) =>
  `${of.merchantId} ${of.currency}`;

export function createMerchantBook(of: {
  merchants: readonly MerchantRow[];
  moves: readonly MoveRow[];
  orders: readonly OrderRow[];
  wallets: readonly MerchantWalletRow[];
}): MerchantBook {
  return {
    merchants: new Map(of.merchants.map((row) => [row.merchantId, row])),
    moves: new Map(of.moves.map((row) => [row.moveId, row])),
    orders: new Map(of.orders.map((row) => [row.orderId, row])),
    wallets: new Map(of.wallets.map((row) => [walletKey(row), row])),
    lines: [],
    ...{ changedMoves: new Set(), changedOrders: new Set(), changedWallets: new Set() },
  };
}

export async function loadMoves(tx: Querying, moveIds: readonly string[]): Promise<MerchantBook> {
  const moves = await selectMoves(tx, moveIds);
  const merchantIds = [...new Set(moves.map(({ merchantId }) => merchantId))];
  const keys = moves.flatMap(({ merchantId, orderId }) =>
    orderId === null ? [] : [{ merchantId, orderId }],
  );
  return createMerchantBook({
    moves,
    merchants: await selectMerchants(tx, merchantIds),
    orders: await selectOrders(tx, keys),
    wallets: await selectWallets(tx, merchantIds),
  });
}

const events: Readonly<Record<FlowChange['change']['type'], MoveEvent>> = {
  single_phase: 'moved',
  two_phase_pending: 'held',
  two_phase_posted: 'taken',
  two_phase_voided: 'released',
  two_phase_expired: 'lapsed',
};

/** The words on the merchant’s own statement, going out and coming in. */
const lineKinds: Readonly<Record<MoveKind, { out: MerchantLineKind; in: MerchantLineKind }>> = {
  payment: { out: 'refund_out', in: 'order_in' },
  refund: { out: 'refund_out', in: 'order_in' },
  payout: { out: 'payout_out', in: 'payout_back' },
  withdrawal: { out: 'withdrawal_out', in: 'payout_back' },
  hold: { out: 'refund_out', in: 'hold_in' },
  closing: { out: 'closing_out', in: 'payout_back' },
};

/** Milliseconds of the ledger's nanoseconds. */
const dateOf = ({ change: { timestamp } }: FlowChange) => new Date(Number(timestamp / 1_000_000n));

/** What the change does to the merchant’s own account: what can be spent, and what is held. */
function effectOn(accountId: string, { change }: FlowChange): { moved: bigint; held: bigint } {
  const { debit_account_id: debit } = change.pending ?? change.transfer;
  const isDebit = debit === u128Of(accountId);
  if (change.type === 'single_phase') {
    return { moved: isDebit ? -change.amount : change.amount, held: 0n };
  }
  if (change.type === 'two_phase_pending') {
    return isDebit ? { moved: -change.amount, held: change.amount } : { moved: 0n, held: 0n };
  }
  const wasHeld = present(change.pending, 'what is settled was held').amount;
  const taken = change.type === 'two_phase_posted' ? change.amount : 0n;
  return isDebit ? { moved: wasHeld - taken, held: -wasHeld } : { moved: taken, held: 0n };
}

function moveMoney(book: MerchantBook, move: MoveRow, of: FlowChange): void {
  const key = walletKey(move);
  const wallet = present(book.wallets.get(key), 'whoever moves money has a wallet');
  const { moved, held } = effectOn(wallet.accountId, of);
  const availableMinor = wallet.availableMinor + moved;
  const heldMinor = wallet.heldMinor + held;
  assert(availableMinor >= 0n && heldMinor >= 0n, 'the ledger lets nobody overdraw');
  const lineCount = moved === 0n ? wallet.lineCount : wallet.lineCount + 1;
  book.wallets.set(key, { ...wallet, availableMinor, heldMinor, lineCount });
  book.changedWallets.add(key);
  if (moved === 0n) return;
  const { merchantId, currency, moveId, orderId, outNo, kind, note } = move;
  const order = orderId === null ? undefined : book.orders.get(orderId);
  book.lines.push({
    ...{ merchantId, currency, lineNumber: lineCount, moveId, orderId },
    kind: moved < 0n ? lineKinds[kind].out : lineKinds[kind].in,
    ...{ amountMinor: moved, balanceMinor: availableMinor },
    // Of a payment the number of the order: it is what the merchant knows it by.
    outNo: kind === 'payment' && order !== undefined ? order.outTradeNo : outNo,
    note: kind === 'payment' && order !== undefined ? order.description : note,
    ...{ reference: uuidOf(of.change.transfer.id), ledgerAt: of.change.timestamp },
  });
}

function putOrder(book: MerchantBook, row: OrderRow): void {
  book.orders.set(row.orderId, row);
  book.changedOrders.add(row.orderId);
}

function changeOrder(book: MerchantBook, move: MoveRow, of: FlowChange): void {
  if (move.orderId === null) return;
  const order = present(book.orders.get(move.orderId), 'orders are kept');
  if (move.kind === 'refund') {
    putOrder(book, { ...order, refundedMinor: order.refundedMinor + of.change.amount });
    return;
  }
  const effect = orderTable[order.state].moved;
  assert(typeof effect === 'object', `an order is paid that is ${order.state}`);
  putOrder(book, { ...order, state: effect.to, paidAt: dateOf(of) });
}

function changeMove(book: MerchantBook, move: MoveRow, of: FlowChange): void {
  const event = events[of.change.type];
  const effect = moveTable[move.state][event];
  assert(typeof effect === 'object', `${event} of a move that is ${move.state}`);
  const at = dateOf(of);
  const isHeld = event === 'held';
  const isMoved = event === 'moved' || event === 'taken';
  book.changedMoves.add(move.moveId);
  book.moves.set(move.moveId, {
    ...move,
    state: effect.to,
    settledMinor: isMoved ? of.change.amount : 0n,
    expiresAt: isHeld ? new Date(at.getTime() + of.change.transfer.timeout * 1000) : move.expiresAt,
    settledAt: isHeld ? null : at,
  });
}

/** The words for whoever gave the card: who paid with it, and where. */
function sidesOfCard({ personId, cardId, kind }: MoveRow, note: string): Sides {
  const of = { counterpartyId: personId, subjectId: cardId, note };
  if (kind === 'payment') return { out: { kind: 'card_out', ...of } };
  return { in: { kind: 'card_back', ...of } };
}

/** The words on the statement of the person: of whom, and for what. */
function sidesOf(book: MerchantBook, move: MoveRow): Sides {
  const { name } = present(book.merchants.get(move.merchantId), 'merchants are kept');
  const order = move.orderId === null ? undefined : book.orders.get(move.orderId);
  const of = move.kind === 'payment' || move.kind === 'refund' ? order?.description : move.note;
  const note = of === undefined || of === '' ? name : `${name} · ${of}`;
  const subjectId = move.orderId ?? move.moveId;
  const words = (kind: LineWords['kind']): LineWords => ({
    ...{ kind, counterpartyId: null, subjectId, note },
  });
  if (move.cardId !== null) return sidesOfCard(move, note);
  if (move.kind === 'payment') return { out: words('order_out') };
  if (move.kind === 'refund') return { in: words('order_back') };
  if (move.kind === 'hold') return { out: words('hold_out'), back: words('hold_back') };
  return { in: words(move.kind === 'withdrawal' ? 'withdrawal_in' : 'payout_in') };
}

const counting: ReadonlySet<number> = new Set([
  ...[transferCodes.orderCount, transferCodes.refundCount],
]);

/** Applies what the ledger did, and words the lines of the wallets of people. Pure. */
export function applyChange(book: MerchantBook, of: FlowChange): Sides {
  // What an account of an order counts is no money of anybody.
  if (counting.has(of.change.transfer.code)) return {};
  const move = book.moves.get(of.subjectId);
  if (move === undefined) return {};
  changeMove(book, move, of);
  moveMoney(book, move, of);
  if (of.change.type === 'single_phase') changeOrder(book, move, of);
  return sidesOf(book, move);
}
