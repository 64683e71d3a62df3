import { present } from '@plaza/base';
import {
  AccountFlags,
  CreateTransferStatus as Status,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
  type Account,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import { ledgerTransfer } from '../pay/index.ts';
import type { PacketsDeps } from './deps.ts';
import { ledgerIdOf } from './ids.ts';
import { postponePacket } from './store/packets.ts';
import type { PacketRow } from './types.ts';

const soonMs = 1_000;
/** So long until a wallet that takes nothing is asked again. */
const refusedMs = 60_000;

/** `early`: shares still wait by themselves. `refused`: the sender's wallet takes nothing. */
type Ended = 'closed' | 'early' | 'refused';

/** Takes the time from the shares that still wait: whoever takes one now was faster, or is late. */
async function cut({ pay }: PacketsDeps, row: PacketRow, ledger: number): Promise<void> {
  const { packetId, shares } = row;
  await pay.ledger.createTransfers(
    shares.map((_, index) =>
      ledgerTransfer({
        ...{ id: ledgerIdOf(packetId, 'cut', index + 1), ledger },
        ...{ code: transferCodes.packetShare, user_data_128: u128Of(packetId) },
        pending_id: ledgerIdOf(packetId, 'share', index + 1),
        ...{ user_data_32: index + 1, flags: TransferFlags.void_pending_transfer },
      }),
    ),
  );
}

/** What is left goes back; of whom there is no wallet any more, to what nobody can claim. */
export function closingOf(
  row: PacketRow,
  of: { left: bigint; ledger: number; target: bigint },
): LedgerTransfer[] {
  const { packetId, attempt } = row;
  const { left, ledger, target } = of;
  const { linked, pending, closing_debit } = TransferFlags;
  const usual = { ledger, user_data_128: u128Of(packetId) };
  const account = ledgerIdOf(packetId, 'account');
  const back = ledgerTransfer({
    ...{ ...usual, id: ledgerIdOf(packetId, 'back', attempt), code: transferCodes.packetBack },
    ...{ debit_account_id: account, credit_account_id: target, amount: left, flags: linked },
  });
  const close = ledgerTransfer({
    ...{ ...usual, id: ledgerIdOf(packetId, 'close', attempt), code: transferCodes.packetClose },
    ...{ debit_account_id: account, credit_account_id: systemAccountId(ledger, 'clearing') },
    flags: pending | closing_debit,
  });
  return left > 0n ? [back, close] : [close];
}

async function targetOf({ pay }: PacketsDeps, row: PacketRow, ledger: number): Promise<bigint> {
  const nobody = systemAccountId(ledger, 'unclaimed');
  // Its sender is being erased: their wallet, which may be frozen, is put away next.
  if (row.isCutShort) return nobody;
  const wallet = await pay.findWallet(row.senderId, row.currency);
  return wallet === null ? nobody : u128Of(wallet.accountId);
}

const done: ReadonlySet<number> = new Set([Status.created, Status.exists]);
const passing: ReadonlySet<number> = new Set([
  Status.credit_account_already_closed,
  Status.id_already_failed,
]);

async function giveBack(
  deps: PacketsDeps,
  row: PacketRow,
  of: { account: Account; ledger: number },
): Promise<Ended> {
  const { credits_posted: credits, debits_posted: debits } = of.account;
  const left = credits - debits;
  const target = await targetOf(deps, row, of.ledger);
  const events = closingOf(row, { left, ledger: of.ledger, target });
  const results = await deps.pay.ledger.createTransfers(events);
  const first = present(results[0], 'each event has a result');
  const last = present(results.at(-1), 'each event has a result');
  if (done.has(first.status)) {
    await deps.pay.reach(last.status === Status.created ? last.timestamp : first.timestamp);
    return 'closed';
  }
  if (first.status === Status.debit_account_already_closed) {
    await deps.pay.drain();
    return 'closed';
  }
  if (passing.has(first.status)) return 'refused';
  throw new Error(`the ledger refused to close a packet: ${first.status}`);
}

async function end(deps: PacketsDeps, row: PacketRow): Promise<Ended> {
  const { pay } = deps;
  const { ledger } = present(pay.currencies.find(row.currency), 'a packet is in a known currency');
  const id = ledgerIdOf(row.packetId, 'account');
  const read = async () =>
    present((await pay.ledger.lookupAccounts([id]))[0], 'what was filled has an account');
  let account = await read();
  if ((account.flags & AccountFlags.closed) !== 0) {
    // Somebody else's try was heard; what it did is on its way here.
    await pay.drain();
    return 'closed';
  }
  if (account.debits_pending > 0n && row.isCutShort) {
    await cut(deps, row, ledger);
    account = await read();
  }
  // As long as shares wait, somebody may still take one.
  if (account.debits_pending > 0n) return 'early';
  return giveBack(deps, row, { account, ledger });
}

/** Closes a packet whose time is up, or from which all was taken; true when it did. */
export async function closePacket(deps: PacketsDeps, row: PacketRow): Promise<boolean> {
  const ended = await end(deps, row);
  if (ended === 'closed') return true;
  const waitMs = ended === 'early' ? soonMs : refusedMs;
  const dueAt = new Date(deps.clock.nowMs() + waitMs);
  await postponePacket(deps.db, row, { dueAt, isUsedUp: ended === 'refused' });
  return false;
}
