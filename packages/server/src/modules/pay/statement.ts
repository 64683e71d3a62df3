import type { PersonId, TransferId } from '@plaza/base';
import type { MethodInput, StatementLine, Transfer } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { PayContext } from './context.ts';
import { lineOf, maySee, transferOf } from './present.ts';
import { selectLines } from './store/lines.ts';
import { selectTransfers, selectWaiting } from './store/transfers.ts';

const pageSize = 50;
const waitingShown = 100;
const lineNumberPattern = /^[1-9][0-9]{0,9}$/;
/** What a line number is stored in. */
const highest = 2 ** 31 - 1;

type Reading = Pick<PayContext, 'db' | 'identity' | 'currencies'>;
type Page = { lines: StatementLine[]; next: string | null };

/** A page of lines, newest first; the cursor is the last line of the page before. */
export async function listStatement(
  { db, identity, currencies }: Reading,
  personId: PersonId,
  { currency, kind, cursor }: MethodInput<'pay.listStatement'>,
): Promise<Outcome<Page, 'wrong_currency' | 'invalid'>> {
  if (currencies.find(currency) === undefined) return no('wrong_currency');
  if (cursor !== undefined && !lineNumberPattern.test(cursor)) return no('invalid');
  const before = Math.min(Number(cursor ?? highest), highest);
  const asked = { personId, currency, kind: kind ?? null, before, limit: pageSize + 1 };
  const rows = await selectLines(db, asked);
  const page = rows.slice(0, pageSize);
  const cards = await identity.getCards(page.flatMap((row) => row.counterpartyId ?? []));
  const lines = page.map((row) => lineOf(currencies, row, cards));
  return yes({ lines, next: rows.length > pageSize ? String(lines.at(-1)?.lineNumber) : null });
}

/** Transfers by id, in the order asked for, without those that are not the viewer's. */
export async function getTransfers(
  { db, identity, currencies }: Reading,
  viewerId: PersonId,
  transferIds: readonly TransferId[],
): Promise<Transfer[]> {
  const rows = (await selectTransfers(db, transferIds)).filter((row) => maySee(row, viewerId));
  const cards = await identity.getCards(rows.flatMap((row) => [row.payerId, row.payeeId]));
  const byId = new Map(rows.map((row) => [row.transferId, transferOf(currencies, row, cards)]));
  return transferIds.flatMap((id) => byId.get(id) ?? []);
}

/** Transfers that wait, the next to lapse first. */
export async function listWaiting(reading: Reading, personId: PersonId): Promise<Transfer[]> {
  const ids = await selectWaiting(reading.db, personId, waitingShown);
  const transfers = await getTransfers(reading, personId, ids);
  return transfers.filter(({ state }) => state === 'waiting');
}
