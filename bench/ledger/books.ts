import { secureRandom, seededRandom, systemClock } from '@plaza/base';
import {
  AccountFlags,
  BATCH_MAX,
  CreateAccountStatus,
  CreateTransferStatus,
  createLedgerIds,
  type Account,
  type LedgerDriver,
  type Transfer,
} from '../../packages/server/src/modules/ledger/index.ts';

/** Who pays whom: anybody anybody, or everybody the one merchant of the day. */
export type Kind = 'uniform' | 'hot';

export type Move = { id: bigint; debit: number; credit: number; amount: bigint };

/** What the bench itself knows of the accounts, by what was acknowledged to it. */
export type Books = {
  readonly ids: readonly bigint[];
  readonly debits: BigInt64Array;
  readonly credits: BigInt64Array;
  next(kind: Kind): Move;
  enter(move: Move): void;
};

const ledger = 1;
const code = 1;
const bank = 0;
const merchant = 1;
const firstPerson = 2;
/** More than anybody can spend here, so that the rule of the account is asked and never broken. */
const funds = 1_000_000_000_000n;

const random = seededRandom(1);
/** As the ledger advises: by time, so that its indexes stay dense. */
const newId = createLedgerIds({ clock: systemClock, random: secureRandom });

export function transferOf({ ids }: Books, move: Move): Transfer {
  return {
    id: move.id,
    debit_account_id: ids[move.debit] ?? 0n,
    credit_account_id: ids[move.credit] ?? 0n,
    amount: move.amount,
    pending_id: 0n,
    user_data_128: 0n,
    user_data_64: 0n,
    user_data_32: 0,
    timeout: 0,
    ledger,
    code,
    flags: 0,
    timestamp: 0n,
  };
}

function accountOf(id: bigint, index: number): Account {
  const { none, debits_must_not_exceed_credits } = AccountFlags;
  return {
    id,
    debits_pending: 0n,
    debits_posted: 0n,
    credits_pending: 0n,
    credits_posted: 0n,
    user_data_128: 0n,
    user_data_64: 0n,
    user_data_32: 0,
    reserved: 0,
    ledger,
    code,
    // As in a city: only the bank's account may go below nothing.
    flags: index === bank ? none : debits_must_not_exceed_credits,
    timestamp: 0n,
  };
}

export function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += BATCH_MAX) yield all.slice(at, at + BATCH_MAX);
}

function person(count: number): number {
  return firstPerson + random.int(count - firstPerson);
}

function nextMove(kind: Kind, count: number): Move {
  const debit = person(count);
  let credit = kind === 'hot' ? merchant : person(count);
  while (credit === debit) credit = person(count);
  return { id: newId(), debit, credit, amount: BigInt(1 + random.int(100)) };
}

/** Opens the accounts of a city, and gives everybody money. */
export async function openBooks(driver: LedgerDriver, count: number): Promise<Books> {
  const ids = Array.from({ length: count }, newId);
  const books: Books = {
    ids,
    debits: new BigInt64Array(count),
    credits: new BigInt64Array(count),
    next: (kind) => nextMove(kind, count),
    enter({ debit, credit, amount }) {
      books.debits[debit] = (books.debits[debit] ?? 0n) + amount;
      books.credits[credit] = (books.credits[credit] ?? 0n) + amount;
    },
  };
  for (const batch of chunks(ids.map(accountOf))) {
    const results = await driver.createAccounts(batch);
    const refused = results.filter(({ status }) => status !== CreateAccountStatus.created);
    if (results.length !== batch.length || refused.length > 0) throw new Error('no accounts');
  }
  const people = ids.map((_, index) => index).slice(firstPerson);
  for (const batch of chunks(people)) {
    const gifts = batch.map((credit) => ({ id: newId(), debit: bank, credit, amount: funds }));
    await send(driver, books, gifts);
  }
  return books;
}

/** Sends one request; every transfer in it must be new and must succeed. */
export async function send(
  driver: LedgerDriver,
  books: Books,
  moves: readonly Move[],
): Promise<void> {
  const results = await driver.createTransfers(moves.map((move) => transferOf(books, move)));
  if (results.length !== moves.length) throw new Error('a request was answered in part');
  for (const [index, { status }] of results.entries()) {
    if (status !== CreateTransferStatus.created) throw new Error(`a transfer failed: ${status}`);
    books.enter(moves[index] as Move);
  }
}
