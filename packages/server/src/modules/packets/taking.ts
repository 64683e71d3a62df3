import { present, type PacketId, type PersonId } from '@plaza/base';
import {
  CreateTransferStatus as Status,
  TransferFlags,
  transferCodes,
  u128Of,
  type CreateTransferResult,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import { ledgerTransfer, type CurrencyProfile } from '../pay/index.ts';
import type { PacketsDeps } from './deps.ts';
import { ledgerIdOf } from './ids.ts';
import { endTry, selectTakers } from './store/takers.ts';
import type { PacketRow, TakerRow } from './types.ts';

const maxTries = 20;

/** Why a share cannot be taken any more: time was up, or the packet was cut short. */
const late: ReadonlySet<number> = new Set([
  Status.pending_transfer_expired,
  Status.pending_transfer_already_voided,
]);
/** The wallet takes nothing at present, or is gone. */
const refused: ReadonlySet<number> = new Set([
  Status.credit_account_already_closed,
  Status.credit_account_not_found,
]);

/**
 * The share waits no longer, and goes to the wallet: both at once, or neither. So the ledger itself
 * judges that it was in time, that nobody takes a share twice, and what the share is.
 */
export function requestOf(
  taker: TakerRow,
  of: { ledger: number; accountId: string | null },
): [LedgerTransfer, LedgerTransfer] {
  const { packetId, personId, attempt, shareNumber, amountMinor } = taker;
  const { ledger, accountId } = of;
  const take = ledgerIdOf(packetId, 'take', personId, attempt);
  const usual = { ledger, user_data_128: u128Of(packetId), user_data_32: shareNumber };
  return [
    ledgerTransfer({
      ...{ ...usual, id: ledgerIdOf(packetId, 'free', personId, attempt) },
      ...{
        code: transferCodes.packetShare,
        pending_id: ledgerIdOf(packetId, 'share', shareNumber),
      },
      flags: TransferFlags.void_pending_transfer | TransferFlags.linked,
    }),
    ledgerTransfer({
      ...{ ...usual, id: take, code: transferCodes.packetTake, amount: amountMinor },
      debit_account_id: ledgerIdOf(packetId, 'account'),
      // Of somebody erased there is no wallet: an account that never was uses up the id.
      credit_account_id: accountId === null ? take : u128Of(accountId),
    }),
  ];
}

type Said = 'moved' | 'movedBefore' | 'refused' | 'late' | 'usedUp';

function saidBy(free: CreateTransferResult, take: CreateTransferResult): Said {
  if (take.status === Status.created || take.status === Status.exists) return 'moved';
  if (free.status === Status.exists) return 'movedBefore';
  if (late.has(free.status)) return 'late';
  if (refused.has(take.status)) return 'refused';
  const isUsedUp = [free.status, take.status].includes(Status.id_already_failed);
  if (isUsedUp) return 'usedUp';
  throw new Error(`the ledger refused a share: ${free.status}, ${take.status}`);
}

/** Where in the ledger a share was moved before: its chain is answered by the first id only. */
async function momentOf({ pay }: PacketsDeps, taker: TakerRow): Promise<bigint> {
  const id = ledgerIdOf(taker.packetId, 'take', taker.personId, taker.attempt);
  const [found] = await pay.ledger.lookupTransfers([id]);
  return present(found, 'both happen at once').timestamp;
}

/** The accounts to which shares go; of whom there is none: they are gone. */
async function accountsOf(
  { pay, identity }: PacketsDeps,
  people: readonly PersonId[],
  profile: CurrencyProfile,
): Promise<Map<PersonId, string>> {
  const accounts = new Map<PersonId, string>();
  const wanting: PersonId[] = [];
  const wallets = await Promise.all(people.map((id) => pay.findWallet(id, profile.code)));
  for (const [index, personId] of people.entries()) {
    const wallet = wallets[index] ?? null;
    if (wallet !== null) accounts.set(personId, wallet.accountId);
    if (wallet?.inLedger !== true) wanting.push(personId);
  }
  if (wanting.length === 0) return accounts;
  const cards = await identity.getCards(wanting);
  // Of an erased person a card without a name is left, and no wallet is begun again.
  const there = wanting.filter((id) => (cards.get(id)?.displayName ?? '') !== '');
  const opened = await Promise.all(there.map((id) => pay.ensureWallet(id, profile)));
  for (const { personId, accountId } of opened) accounts.set(personId, accountId);
  return accounts;
}

/** Asks once for each; gives the newest moment up to which all has to be projected. */
async function askOnce(
  deps: PacketsDeps,
  row: PacketRow,
  takers: readonly TakerRow[],
): Promise<bigint> {
  const { db, pay } = deps;
  const profile = present(pay.currencies.find(row.currency), 'a packet is in a known currency');
  const people = takers.map(({ personId }) => personId);
  const accounts = await accountsOf(deps, people, profile);
  const requests = takers.flatMap((taker) => {
    const accountId = accounts.get(taker.personId) ?? null;
    return requestOf(taker, { ledger: profile.ledger, accountId });
  });
  const results = await pay.ledger.createTransfers(requests);
  let newest = 0n;
  for (const [index, taker] of takers.entries()) {
    const free = present(results[2 * index], 'each event has a result');
    const take = present(results[2 * index + 1], 'each event has a result');
    const said = saidBy(free, take);
    if (said === 'moved' || said === 'movedBefore') {
      const at = said === 'moved' ? take.timestamp : await momentOf(deps, taker);
      if (at > newest) newest = at;
    } else {
      const state = said === 'usedUp' ? 'taking' : said;
      await endTry(db, taker, { state, isUsedUp: said !== 'late' });
    }
  }
  return newest;
}

/**
 * Carries the taking of shares that were promised to its end, from wherever it was left, and gives
 * how they stand then. Throws where nobody knows.
 */
export async function carryOut(
  deps: PacketsDeps,
  row: PacketRow,
  people: readonly PersonId[],
): Promise<TakerRow[]> {
  const read = () => selectTakers(deps.db, [row.packetId satisfies PacketId], people);
  for (let count = 0; count < maxTries; count += 1) {
    const all = await read();
    const open = all.filter(({ state }) => state === 'taking');
    if (open.length === 0) return all;
    const newest = await askOnce(deps, row, open);
    if (newest > 0n) await deps.pay.reach(newest);
  }
  throw new Error('every try to take a share was used up');
}
