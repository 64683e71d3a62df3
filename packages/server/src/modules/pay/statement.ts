import { parseMinor, type PersonId, type TransferId } from '@plaza/base';
import {
  statementPage,
  type MethodInput,
  type MethodOutput,
  type StatementLine,
  type Transfer,
} from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { PayContext } from './context.ts';
import { lineOf, maySee, transferOf } from './present.ts';
import { selectCounterparties, selectLines, sumLines, type LinesAsked } from './store/lines.ts';
import { selectTransfers, selectWaiting } from './store/transfers.ts';
import { isHeld } from './transfer.ts';

const waitingShown = 100;
const lineNumberPattern = /^[1-9][0-9]{0,9}$/;
/** What a line number is stored in. */
const highest = 2 ** 31 - 1;

type Reading = Pick<PayContext, 'db' | 'identity' | 'currencies'>;
type Page = { lines: StatementLine[]; next: string | null };
type Asked = MethodInput<'pay.listStatement'>;

const folded = (text: string) => text.normalize('NFKC').toLocaleLowerCase();

/** The ledger counts nanoseconds. */
const placeOf = (time: string) => BigInt(Date.parse(time)) * 1_000_000n;

/** What a text may mean: words of a note, somebody's name, or an amount. */
async function wordsOf(
  { db, identity, currencies }: Reading,
  personId: PersonId,
  { currency, text, people = [] }: Asked,
): Promise<NonNullable<LinesAsked['words']> | null> {
  const note = text?.trim() ?? '';
  if (note === '') return null;
  const cards = await identity.getCards(await selectCounterparties(db, personId, currency));
  const wanted = folded(note);
  const named = [...cards.values()].filter(({ displayName, handle }) =>
    folded(`${displayName} @${handle}`).includes(wanted),
  );
  const amountMinor = parseMinor(note.replace(',', '.'), currencies.find(currency)?.scale ?? 0);
  return {
    note,
    people: [...named.map((card) => card.personId), ...people],
    amountMinor: amountMinor === null ? null : BigInt(amountMinor),
  };
}

/** A page of lines, newest first; the cursor is the last line of the page before. */
export async function listStatement(
  reading: Reading,
  personId: PersonId,
  asked: Asked,
): Promise<Outcome<Page, 'wrong_currency' | 'invalid'>> {
  const { db, identity, currencies } = reading;
  const { currency, kind, kinds, since, until, limit = statementPage, cursor } = asked;
  if (currencies.find(currency) === undefined) return no('wrong_currency');
  if (cursor !== undefined && !lineNumberPattern.test(cursor)) return no('invalid');
  const rows = await selectLines(db, {
    ...{ personId, currency, limit: limit + 1 },
    kinds: kind === undefined ? (kinds ?? null) : [kind],
    since: since === undefined ? null : placeOf(since),
    until: until === undefined ? null : placeOf(until),
    words: await wordsOf(reading, personId, asked),
    before: Math.min(Number(cursor ?? highest), highest),
  });
  const page = rows.slice(0, limit);
  const cards = await identity.getCards(page.flatMap((row) => row.counterpartyId ?? []));
  const lines = page.map((row) => lineOf(currencies, row, cards));
  return yes({ lines, next: rows.length > limit ? String(lines.at(-1)?.lineNumber) : null });
}

type Sums = MethodOutput<'pay.sumStatement'>;

/** What came and went between bounds that rise, by kind. */
export async function sumStatement(
  { db, currencies }: Pick<Reading, 'db' | 'currencies'>,
  personId: PersonId,
  { currency, bounds }: MethodInput<'pay.sumStatement'>,
): Promise<Outcome<Sums, 'wrong_currency' | 'invalid'>> {
  if (currencies.find(currency) === undefined) return no('wrong_currency');
  const places = bounds.map(placeOf);
  const rises = places.every((place, index) => index === 0 || place > (places[index - 1] ?? place));
  if (!rises) return no('invalid');
  const rows = await sumLines(db, personId, { currency, bounds: places });
  const periods = bounds.slice(0, -1).map((from, index) => ({
    from,
    sums: rows
      .filter(({ period }) => period === index)
      .map(({ kind, amountMinor, lines }) => ({ kind, amountMinor: Number(amountMinor), lines })),
  }));
  return yes({ periods });
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
  return transfers.filter(({ state }) => isHeld(state));
}
