import type { Tx } from '../../../kernel/db/index.ts';
import type { LedgerChange } from '../../ledger/index.ts';
import type { SyncItem } from '../../sync/index.ts';
import { cardTopic, type CardPayload } from '../cards.ts';
import type { Currencies } from '../currencies.ts';
import type { PayDeps } from '../deps.ts';
import { transferOf, walletOf } from '../present.ts';
import type { Flow, Flows } from '../flows.ts';
import { insertLines } from '../store/lines.ts';
import { selectOperations } from '../store/operations.ts';
import { selectTransfers, updateTransfers, upsertParties } from '../store/transfers.ts';
import { selectWalletsByAccount, updateWallets } from '../store/wallets.ts';
import { isHeld } from '../transfer.ts';
import type { TransferRow, WalletRow } from '../types.ts';
import {
  applyChange,
  createBook,
  isOfOperation,
  isOfTransfer,
  subjectOf,
  type Book,
} from './fold.ts';
import { accountsOf, moveMoney, walletOfAccount } from './money.ts';

type BatchDeps = Pick<PayDeps, 'identity' | 'sync' | 'outbox'> & {
  currencies: Currencies;
  flows: Flows;
};

const subjects = (changes: readonly LedgerChange[]) => [...new Set(changes.map(subjectOf))];

async function loadBook(tx: Tx, changes: readonly LedgerChange[]): Promise<Book> {
  const transfers = await selectTransfers(tx, subjects(changes.filter(isOfTransfer)));
  const operations = await selectOperations(tx, subjects(changes.filter(isOfOperation)));
  const accounts = changes.map(accountsOf).flatMap(({ debit, credit }) => [debit, credit]);
  const wallets = await selectWalletsByAccount(tx, [...new Set(accounts)]);
  return createBook({ wallets, transfers, operations });
}

/** The book of each flow that the batch is about. */
async function loadFlows(
  { flows }: BatchDeps,
  tx: Tx,
  changes: readonly LedgerChange[],
): Promise<Map<Flow, unknown>> {
  const byFlow = Map.groupBy(changes, ({ transfer }) => flows.ofCode(transfer.code));
  const books = new Map<Flow, unknown>();
  for (const [flow, its] of byFlow) {
    if (flow !== undefined) books.set(flow, await flow.load(tx, subjects(its)));
  }
  return books;
}

/** Applies one change of a flow: to its book, and to the wallets as the flow words it. */
function applyToFlow(flow: Flow, of: { own: unknown; book: Book; change: LedgerChange }): void {
  const { own, book, change } = of;
  const { debit, credit } = accountsOf(change);
  const sides = flow.apply(own, {
    ...{ change, subjectId: subjectOf(change) },
    debit: walletOfAccount(book, debit),
    credit: walletOfAccount(book, credit),
  });
  moveMoney(book, change, sides);
}

/** Both know of a transfer whose money was held; it waits as long as both can still change it. */
function partiesOf(transfers: readonly TransferRow[]) {
  return transfers.flatMap(({ transferId, payerId, payeeId, state, expiresAt }) =>
    [payerId, payeeId].map((personId) => ({
      ...{ personId, transferId, waitingUntil: isHeld(state) ? expiresAt : null },
    })),
  );
}

/** What the devices of people are told: whole wallets and whole transfers, each once a batch. */
async function eventsOf(
  { identity, currencies }: BatchDeps,
  wallets: readonly WalletRow[],
  transfers: readonly TransferRow[],
): Promise<SyncItem[]> {
  const ids = wallets.map(({ personId }) => personId);
  ids.push(...transfers.flatMap(({ payerId, payeeId }) => [payerId, payeeId]));
  const cards = await identity.getCards(ids);
  const items: SyncItem[] = [];
  for (const row of wallets) {
    const profile = currencies.find(row.currency);
    if (profile === undefined) continue;
    const payload = { wallet: walletOf(profile, row) };
    items.push({ personId: row.personId, name: 'pay.walletChanged', payload });
  }
  for (const row of transfers) {
    const transfer = transferOf(currencies, row, cards);
    if (transfer === null) continue;
    for (const { personId } of [transfer.payer, transfer.payee]) {
      items.push({ personId, name: 'pay.transferChanged', payload: { transfer } });
    }
  }
  // Of an erased person no log is begun again.
  return items.filter(({ personId }) => cards.get(personId)?.displayName !== '');
}

/** Projects one batch of the feed: balances, statements, states, events and cards, or nothing. */
export async function projectBatch(
  deps: BatchDeps,
  tx: Tx,
  changes: readonly LedgerChange[],
): Promise<void> {
  const book = await loadBook(tx, changes);
  const books = await loadFlows(deps, tx, changes);
  for (const change of changes) {
    const flow = deps.flows.ofCode(change.transfer.code);
    if (flow === undefined) applyChange(book, change);
    else applyToFlow(flow, { own: books.get(flow), book, change });
  }
  const wallets = [...book.changedWallets].map((key) => {
    const row = book.wallets.get(key) as WalletRow;
    return { ...row, version: row.version + 1 };
  });
  const transfers = [...book.changedTransfers].map((id) => book.transfers.get(id) as TransferRow);
  await updateWallets(tx, wallets);
  await insertLines(tx, book.lines);
  await updateTransfers(tx, transfers);
  await upsertParties(tx, partiesOf(transfers));
  const items = await eventsOf(deps, wallets, transfers);
  for (const [flow, own] of books) items.push(...(await flow.write(tx, own)));
  await deps.sync.appendMany(tx, items);
  const cards = transfers.map(({ transferId, conversationId }): CardPayload => {
    return { transferId, conversationId };
  });
  await deps.outbox.addMany(tx, cardTopic, cards);
}
