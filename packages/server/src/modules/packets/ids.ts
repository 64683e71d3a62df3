import { formatUuid, type ClientId, type PacketId, type PayKey, type PersonId } from '@plaza/base';
import { digestOf, u128From } from '../pay/index.ts';

// Every id follows from the command, the packet or the person: whoever completes a step, and
// however often, names the same things by the same ids, and so does them once.

export function packetIdOf(senderId: PersonId, key: PayKey): PacketId {
  return formatUuid(digestOf(['packet', senderId, key]), 8) as PacketId;
}

/** The id of the message that says that the packet of two people was taken. */
export function takenMessageId(packetId: PacketId): ClientId {
  return formatUuid(digestOf(['packet taken', packetId]), 8) as ClientId;
}

/**
 * Ids in the ledger: the `account` of a packet, `fill` it, a `share` that waits, `free` and `take`
 * one, `cut` it short, give `back` what is left, and `close` it.
 */
export type LedgerStep = 'account' | 'fill' | 'share' | 'free' | 'take' | 'cut' | 'back' | 'close';

/** `of` tells apart what a step does more than once: the share, the person, the attempt. */
export function ledgerIdOf(
  packetId: PacketId,
  step: LedgerStep,
  ...of: (string | number)[]
): bigint {
  return u128From(['packet ledger', packetId, step, ...of]);
}
