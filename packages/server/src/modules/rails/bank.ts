import { cleanLine, present, truncate, type PayKey, type PersonId } from '@plaza/base';
import type { BankEntry, BankImport } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  CreateTransferStatus as Status,
  newAccount,
  systemAccountId,
  transferCodes,
  u128Of,
} from '../ledger/index.ts';
import { ledgerTransfer, NotKnown, type LimitRefusal } from '../pay/index.ts';
import { readStatement, type StatementEntry } from './camt.ts';
import { judgeDeposit } from './depositing.ts';
import type { RailsDeps } from './deps.ts';
import { depositIdOf, entryIdOf, entryKeyOf, ledgerIdOf } from './ids.ts';
import { payoutIdFrom } from './pain.ts';
import { settlePayout } from './paying-out.ts';
import { findReference } from './reference.ts';
import * as store from './store/entries.ts';
import { selectPayout } from './store/payouts.ts';
import type { EntryRow, EntryState } from './types.ts';

/** Moves what the bank sent into suspense, or out of it to where it came from. */
async function book({ pay }: RailsDeps, row: EntryRow, step: 'suspense' | 'back'): Promise<void> {
  const { ledger } = present(pay.currencies.find(row.currency), 'entries are in a known currency');
  const names = ['bank.file', 'suspense'] as const;
  const [bank, suspense] = names.map((name) => systemAccountId(ledger, name)) as [bigint, bigint];
  await pay.createAccounts(
    names.map((name) => newAccount(name, { id: systemAccountId(ledger, name), ledger })),
  );
  const isIn = step === 'suspense';
  const [result] = await pay.ledger.createTransfers([
    ledgerTransfer({
      ...{ id: ledgerIdOf(row.entryId, step, 0), ledger, amount: row.amountMinor },
      code: isIn ? transferCodes.suspenseIn : transferCodes.suspenseBack,
      debit_account_id: isIn ? bank : suspense,
      credit_account_id: isIn ? suspense : bank,
      user_data_128: u128Of(row.entryId),
    }),
  ]);
  const { status } = present(result, 'each event has a result');
  if (status !== Status.created && status !== Status.exists) {
    throw new Error(`the ledger refused an entry of the bank: ${status}`);
  }
}

type CreditRefusal = LimitRefusal | 'wallet_frozen' | 'entry_settled' | 'unavailable';

/** Gives what came in to somebody. Of several who say so at once one is heard. */
async function credit(
  deps: RailsDeps,
  row: EntryRow,
  of: { personId: PersonId; actorId: PersonId | null; note?: (tx: Tx) => Promise<void> },
): Promise<Outcome<null, CreditRefusal>> {
  const { entryId, attempt, currency, amountMinor } = row;
  const key = entryKeyOf(entryId, attempt) as PayKey;
  const outcome = await deps.pay.run({
    asked: { personId: of.personId, key, method: 'rails.deposit', body: ['bank', entryId] },
    judge: () =>
      judgeDeposit(deps, {
        ...{
          depositId: depositIdOf('bank', [entryId, attempt]),
          rail: 'bank',
          currency,
          amountMinor,
        },
        ...{ personId: of.personId, actorId: of.actorId, source: Buffer.from(entryId, 'utf8') },
        async beside(tx) {
          if (!(await store.beginCredit(tx, row))) return no('entry_settled');
          await of.note?.(tx);
          return undefined;
        },
      }),
    kept: new Set<string>(),
  });
  return outcome.ok ? yes(null) : (outcome as Outcome<null, CreditRefusal>);
}

/** To whom the reference leads; null: to nobody in this currency. */
async function ownerOf(deps: RailsDeps, { reference, currency }: EntryRow) {
  const found = reference === null ? null : await store.selectReference(deps.db, reference);
  return found?.currency === currency ? found.personId : null;
}

/** It stays `new` until it is certain where it goes: so whoever carries it on begins here again. */
async function carryCredit(deps: RailsDeps, row: EntryRow): Promise<void> {
  await book(deps, row, 'suspense');
  const personId = await ownerOf(deps, row);
  const credited =
    personId === null ? no('') : await credit(deps, row, { personId, actorId: null });
  if (credited.ok || credited.reason === 'unavailable') return;
  const why = credited.reason === 'entry_settled' ? '' : credited.reason;
  await store.moveEntry(deps.db, row.entryId, { from: ['new'], to: 'suspended', why });
}

async function carryDebit(deps: RailsDeps, row: EntryRow): Promise<void> {
  const { entryId, payoutId, amountMinor, currency } = row;
  const payout = payoutId === null ? null : await selectPayout(deps.db, payoutId);
  const isIt =
    payout !== null &&
    payout.way === 'bank' &&
    payout.amountMinor === amountMinor &&
    payout.currency === currency &&
    ['held', 'paid'].includes(payout.state);
  if (!isIt) {
    await store.moveEntry(deps.db, entryId, { from: ['new'], to: 'unbooked' });
    return;
  }
  // The bank has paid, whatever the wallet may do now: it is tried again by the sweep.
  if ((await settlePayout(deps, payout.payoutId, 'pay')) === 'wallet_frozen') return;
  await store.moveEntry(deps.db, entryId, { from: ['new'], to: 'paid' });
}

/** Carries an entry to where somebody has to look at it, or to its end. */
export async function carryEntry(deps: RailsDeps, row: EntryRow): Promise<void> {
  await (row.isCredit ? carryCredit(deps, row) : carryDebit(deps, row));
}

/** Takes out of suspense what was sent back. */
export async function carryBack(deps: RailsDeps, row: EntryRow): Promise<void> {
  // A debit of the bank that is none of ours was never booked.
  if (row.isCredit) await book(deps, row, 'back');
  await store.markBooked(deps.db, row.entryId);
}

function rowOf(entry: StatementEntry, currency: string, now: Date): EntryRow {
  const { isCredit, bookedOn, name, words, endToEndId } = entry;
  return {
    entryId: entryIdOf(entry.identity),
    ...{ currency, isCredit, bookedOn, amountMinor: BigInt(entry.amountMinor) },
    ...{ name: cleanLine(name, 140), words: cleanLine(words, 500) },
    reference: isCredit ? findReference(`${words} ${endToEndId}`) : null,
    payoutId: isCredit ? null : payoutIdFrom(endToEndId),
    ...{ state: 'new', why: '', personId: null, attempt: 0, createdAt: now },
  };
}

/** Takes an account statement; each entry once, however often it comes. */
export async function importBankFile(
  deps: RailsDeps,
  actorId: PersonId,
  { currency, text }: { currency: string; text: string },
): Promise<Outcome<BankImport, 'wrong_currency' | 'file_unreadable' | 'unavailable'>> {
  const bank = deps.pay.currencies.find(currency)?.bank ?? null;
  if (bank === null) return no('wrong_currency');
  const statement = readStatement(text);
  const isOurs =
    statement?.iban === bank.iban && statement.entries.every(({ iso }) => iso === bank.iso);
  if (statement === null || !isOurs) return no('file_unreadable');
  const rows = statement.entries.map((entry) => rowOf(entry, currency, deps.clock.now()));
  const fresh = await deps.db.tx(async (tx) => {
    const inserted = await store.insertEntries(tx, rows);
    const detail = `${currency}: ${rows.length} entries, ${inserted.size} of them new`;
    await deps.audit(tx, { actorId, action: 'import_bank_file', subjectId: null, detail });
    return inserted;
  });
  try {
    const ids = [...fresh];
    for (const row of await store.selectEntries(deps.db, ids)) await carryEntry(deps, row);
    const after = await store.selectEntries(deps.db, ids);
    const count = (state: EntryState) => after.filter((row) => row.state === state).length;
    return yes({
      ...{ found: rows.length, known: rows.length - fresh.size },
      ...{ credited: count('credited'), suspended: count('suspended') },
      ...{ paid: count('paid'), unbooked: count('unbooked') },
    });
  } catch (error) {
    // What is on record is carried on by the sweep; the file may be given again.
    if (error instanceof NotKnown) return no('unavailable');
    throw error;
  }
}

/** Entries as operators see them. */
export async function presentEntries(
  { pay, identity }: RailsDeps,
  rows: readonly EntryRow[],
): Promise<BankEntry[]> {
  const cards = await identity.getCards(rows.flatMap(({ personId }) => personId ?? []));
  return rows.flatMap((row) => {
    const { entryId, state, bookedOn, name, words: text, why, personId } = row;
    if (state === 'new' || state === 'crediting' || !pay.currencies.find(row.currency)) return [];
    const sign = row.isCredit ? 1n : -1n;
    return [
      {
        ...{ entryId, state, bookedOn, name, text, why },
        money: pay.moneyOf(row.currency, sign * row.amountMinor),
        person: personId === null ? null : (cards.get(personId) ?? null),
      },
    ];
  });
}

type SettleRefusal = CreditRefusal | 'entry_unknown' | 'person_not_found';
type Settle = { entryId: string; personId: PersonId | null; reason: string };

type Note = (tx: Tx) => Promise<void>;

async function sendBack(
  deps: RailsDeps,
  row: EntryRow,
  note: Note,
): Promise<Outcome<null, SettleRefusal>> {
  const from = ['suspended', 'unbooked'] as const;
  const isMoved = await deps.db.tx(async (tx) => {
    const moved = await store.moveEntry(tx, row.entryId, { from, to: 'sent_back' });
    if (moved) await note(tx);
    return moved;
  });
  if (!isMoved) return no('entry_settled');
  await carryBack(deps, row);
  return yes(null);
}

/** Says for whom an entry came in, or that it was sent back. */
export async function settleEntry(
  deps: RailsDeps,
  actorId: PersonId,
  { entryId, personId, reason }: Settle,
): Promise<Outcome<{ entry: BankEntry }, SettleRefusal>> {
  const row = await store.selectEntry(deps.db, entryId);
  if (row === null) return no('entry_unknown');
  const isOpen = row.state === 'suspended' || (row.state === 'unbooked' && personId === null);
  if (!isOpen) return no('entry_settled');
  if (personId !== null) {
    const card = (await deps.identity.getCards([personId])).get(personId);
    if (card === undefined || card.displayName === '') return no('person_not_found');
  }
  const detail = truncate(`${entryId}: ${reason}`, 300);
  const note: Note = (tx) =>
    deps.audit(tx, { actorId, action: 'settle_entry', subjectId: personId, detail });
  const done =
    personId === null
      ? await sendBack(deps, row, note)
      : await credit(deps, row, { personId, actorId, note });
  if (!done.ok) return done;
  const after = present(await store.selectEntry(deps.db, entryId), 'entries are kept');
  const [entry] = await presentEntries(deps, [after]);
  return entry === undefined ? no('entry_settled') : yes({ entry });
}
