import type { Tx } from '../../../kernel/db/index.ts';
import type { LedgerChange } from '../../ledger/index.ts';
import type { SyncItem } from '../../sync/index.ts';
import { cardTopic, type CardPayload } from '../cards.ts';
import type { Currencies } from '../currencies.ts';
import type { PayDeps } from '../deps.ts';
import { transferOf, walletOf } from '../present.ts';
import { insertLines } from '../store/lines.ts';
import { selectOperations } from '../store/operations.ts';
import { selectTransfers, updateTransfers, upsertParties } from '../store/transfers.ts';
import { selectWalletsOf, updateWallets } from '../store/wallets.ts';
import type { TransferRow, WalletRow } from '../types.ts';
import { applyChange, createBook, isOfTransfer, subjectOf, type Book } from './fold.ts';

type BatchDeps = Pick<PayDeps, 'identity' | 'sync' | 'outbox'> & { currencies: Currencies };

async function loadBook(tx: Tx, changes: readonly LedgerChange[]): Promise<Book> {
  const subjects = (these: readonly LedgerChange[]) => [...new Set(these.map(subjectOf))];
  const transfers = await selectTransfers(tx, subjects(changes.filter(isOfTransfer)));
  const others = changes.filter((change) => !isOfTransfer(change));
  const operations = await selectOperations(tx, subjects(others));
  const people = new Set([
    ...transfers.flatMap(({ payerId, payeeId }) => [payerId, payeeId]),
    ...operations.map(({ personId }) => personId),
  ]);
  const wallets = people.size === 0 ? [] : await selectWalletsOf(tx, [...people]);
  return createBook({ wallets, transfers, operations });
}

/** Both know of a transfer whose money was held; it waits as long as both can still change it. */
function partiesOf(transfers: readonly TransferRow[]) {
  return transfers.flatMap(({ transferId, payerId, payeeId, state, expiresAt }) =>
    [payerId, payeeId].map((personId) => ({
      ...{ personId, transferId, waitingUntil: state === 'waiting' ? expiresAt : null },
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
  for (const change of changes) applyChange(book, change);
  const wallets = [...book.changedWallets].map((key) => {
    const row = book.wallets.get(key) as WalletRow;
    return { ...row, version: row.version + 1 };
  });
  const transfers = [...book.changedTransfers].map((id) => book.transfers.get(id) as TransferRow);
  await updateWallets(tx, wallets);
  await insertLines(tx, book.lines);
  await updateTransfers(tx, transfers);
  await upsertParties(tx, partiesOf(transfers));
  await deps.sync.appendMany(tx, await eventsOf(deps, wallets, transfers));
  for (const { transferId } of transfers) {
    const payload: CardPayload = { transferId };
    await deps.outbox.add(tx, cardTopic, payload);
  }
}
