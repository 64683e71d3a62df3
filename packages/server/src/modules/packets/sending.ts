import { cleanLine, present, type PersonId } from '@plaza/base';
import { packetCommitment, splitPacket } from '@plaza/base/packets';
import { maxGreetingLength, packetHours } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  AccountFlags,
  CreateTransferStatus as Status,
  newAccount,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import {
  ledgerTransfer,
  NotKnown,
  type CurrencyProfile,
  type Finisher,
  type Intent,
} from '../pay/index.ts';
import type { PacketsDeps } from './deps.ts';
import { ledgerIdOf, packetIdOf } from './ids.ts';
import { insertPacket, failPacket, selectPacket } from './store/packets.ts';
import { insertParties } from './store/parties.ts';
import type { NewPacket, NoPlace, PacketPayment, PacketRow, SendRefusal } from './types.ts';

const secondsToTake = packetHours * 3600;
const seedBytes = 32;

/** Refusals of the packet itself; the other ones say how to ask again. */
export const keptOfSending: ReadonlySet<string> = new Set<SendRefusal>([
  'conversation_unknown',
  'not_member',
  'not_contact',
  'blocked',
  'read_only',
  'taker_unknown',
  'wallet_frozen',
]);

/** What an approval says yes to: this amount, split like this, for these people. */
export function approvedOf(of: PacketPayment) {
  const { conversationId, kind, forPersonId, count, amountMinor, currency } = of;
  const payee = ['packet', conversationId, kind, forPersonId ?? '-', count].join(' ');
  return { payee, amountMinor, currency };
}

/** Null: the numbers are those of a packet. */
export function judgeNumbers(
  { count, amountMinor }: PacketPayment,
  { maxPacketShareMinor, maxAmountMinor }: CurrencyProfile,
): 'wrong_currency' | 'amount_too_small' | 'amount_too_large' | null {
  if (maxPacketShareMinor === 0) return 'wrong_currency';
  if (amountMinor < count) return 'amount_too_small';
  const most = Math.min(maxPacketShareMinor * count, maxAmountMinor);
  return amountMinor > most ? 'amount_too_large' : null;
}

type Place = { isDirect: boolean };

async function judgePlace(
  { chat }: PacketsDeps,
  senderId: PersonId,
  { conversationId, kind, forPersonId, count }: PacketPayment,
): Promise<Outcome<Place, SendRefusal>> {
  if ((kind === 'forOne') !== (forPersonId !== null)) return no('invalid');
  if (forPersonId === senderId) return no('self_action');
  const named = forPersonId === null ? [] : [forPersonId];
  const place = await chat.mayCall(senderId, conversationId, named);
  if (!place.ok) return no(place.reason as NoPlace);
  const isDirect = place.value.kind === 'direct';
  // Of two only one can take, and there is nothing to draw.
  if ((isDirect && kind !== 'fixed') || ((isDirect || kind === 'forOne') && count !== 1)) {
    return no('invalid');
  }
  if (forPersonId !== null && !place.value.others.includes(forPersonId)) return no('taker_unknown');
  return yes({ isDirect });
}

function intentOf(
  { random, clock }: PacketsDeps,
  of: { senderId: PersonId; input: NewPacket; isDirect: boolean },
): Intent {
  const { senderId, input, isDirect } = of;
  const { conversationId, kind, forPersonId, count, amountMinor, currency } = input;
  const packetId = packetIdOf(senderId, input.key);
  const seed = Buffer.from(random.bytes(seedBytes));
  const split = { kind, count, amountMinor };
  const commitment = packetCommitment(seed, { ...split, packetId, currency });
  return {
    subjectId: packetId,
    async write(tx) {
      await insertPacket(tx, {
        ...{ packetId, senderId, conversationId, isDirect, kind, forPersonId, currency, seed },
        shareCount: count,
        amountMinor: BigInt(amountMinor),
        greeting: cleanLine(input.greeting, maxGreetingLength),
        commitment: Buffer.from(commitment, 'hex'),
        shares: splitPacket(seed, split).map(BigInt),
        createdAt: clock.now(),
      });
      await insertParties(tx, [{ personId: senderId, packetId }]);
    },
  };
}

/** Judges in an order in which the answer costs least, and a PIN is only asked for what can be. */
export async function judgeSending(
  deps: PacketsDeps,
  senderId: PersonId,
  { input, profile }: { input: NewPacket; profile: CurrencyProfile },
): Promise<Outcome<Intent, SendRefusal>> {
  const place = await judgePlace(deps, senderId, input);
  if (!place.ok) return place;
  const wallet = await deps.pay.findWallet(senderId, input.currency);
  if (wallet?.state === 'frozen') return no('wallet_frozen');
  const { currency, amountMinor } = input;
  const allowed = await deps.pay.limits.judge([
    { personId: senderId, currency, amountMinor, way: 'packet_send' },
  ]);
  if (!allowed.ok) return allowed;
  if (input.approval !== null) {
    const approved = await deps.pay.approve(senderId, approvedOf(input), input.approval);
    if (!approved.ok) return approved;
  }
  if (!wallet?.inLedger) await deps.pay.ensureWallet(senderId, profile);
  const intent = intentOf(deps, { senderId, input, isDirect: place.value.isDirect });
  return yes({ ...intent, quotas: allowed.value });
}

/**
 * The money goes into the packet's own account, and there each share waits by itself until its time
 * is up. All of it happens at once, or nothing. Where the wallet is gone it names an account that
 * never was: the ledger refuses it and uses up the id.
 */
export function fillingOf(
  row: PacketRow,
  ledger: number,
  accountId: string | null,
): LedgerTransfer[] {
  const { packetId, amountMinor, shares } = row;
  const { linked, pending } = TransferFlags;
  const [fill, account] = [ledgerIdOf(packetId, 'fill'), ledgerIdOf(packetId, 'account')];
  const usual = { ledger, user_data_128: u128Of(packetId) };
  const filled = ledgerTransfer({
    ...{ ...usual, id: fill, code: transferCodes.packetFill, amount: amountMinor, flags: linked },
    debit_account_id: accountId === null ? fill : u128Of(accountId),
    credit_account_id: account,
  });
  const waiting = shares.map((amount, index) =>
    ledgerTransfer({
      ...{ ...usual, id: ledgerIdOf(packetId, 'share', index + 1) },
      ...{ code: transferCodes.packetShare, amount, timeout: secondsToTake },
      debit_account_id: account,
      credit_account_id: systemAccountId(ledger, 'clearing'),
      user_data_32: index + 1,
      flags: index + 1 < shares.length ? pending | linked : pending,
    }),
  );
  return [filled, ...waiting];
}

type Failure = 'insufficient_funds' | 'wallet_frozen';

const failures: ReadonlyMap<number, Failure> = new Map([
  [Status.exceeds_credits, 'insufficient_funds'],
  [Status.debit_account_already_closed, 'wallet_frozen'],
  [Status.debit_account_not_found, 'wallet_frozen'],
]);

/** The ledger says that an id failed before, not why: the account tells what stands in the way. */
async function whyFailed({ pay }: PacketsDeps, accountId: string | null): Promise<Failure> {
  if (accountId === null) return 'wallet_frozen';
  const [account] = await pay.ledger.lookupAccounts([u128Of(accountId)]);
  const isClosed = ((account?.flags ?? 0) & AccountFlags.closed) !== 0;
  return isClosed ? 'wallet_frozen' : 'insufficient_funds';
}

/** Asks the ledger to fill the packet; again gives the same end. Null: it is filled. */
async function fill(deps: PacketsDeps, row: PacketRow): Promise<Failure | null> {
  const { pay } = deps;
  const { ledger } = present(pay.currencies.find(row.currency), 'a packet is in a known currency');
  const wallet = await pay.findWallet(row.senderId, row.currency);
  const accountId = wallet?.accountId ?? null;
  const id = ledgerIdOf(row.packetId, 'account');
  await pay.createAccounts([newAccount('packet', { id, ledger })]);
  const [result] = await pay.ledger.createTransfers(fillingOf(row, ledger, accountId));
  const { status, timestamp } = present(result, 'each event has a result');
  if (status === Status.created || status === Status.exists) {
    await pay.reach(timestamp);
    return null;
  }
  if (status === Status.exists_with_different_debit_account_id) {
    // Somebody else's try, of when the wallet was still there, was heard before this one.
    throw new NotKnown('it is filled, and not projected yet');
  }
  if (status === Status.id_already_failed) return whyFailed(deps, accountId);
  const failure = failures.get(status);
  if (failure === undefined) throw new Error(`the ledger refused to fill a packet: ${status}`);
  return failure;
}

/** Carries a sending to its end, from wherever it was left. */
export function createSendFinisher(deps: PacketsDeps): Finisher {
  const read = async (id: string) =>
    present(await selectPacket(deps.db, id), 'the intent names its packet');
  return async ({ subjectId }) => {
    const before = await read(subjectId);
    if (before.state === 'processing') {
      const failure = await fill(deps, before);
      if (failure !== null) await failPacket(deps.db, before.packetId, failure);
    }
    const { packetId, state, failure, expiresAt } = await read(subjectId);
    if (failure !== null) return { outcome: { ok: false, reason: failure } };
    if (state === 'processing') throw new NotKnown('it is filled, and not projected yet');
    const value = { packetId, expiresAt: expiresAt?.toISOString() ?? null };
    return { outcome: { ok: true, value } };
  };
}
