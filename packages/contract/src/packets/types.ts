import { Type, type Static } from 'typebox';
import { amountMinor, currencyCode, money } from '../pay/types.ts';
import { personCard } from '../people.ts';
import { conversationId, nullable, object, oneOf, text, timestamp } from '../schema.ts';
import { count, digest, greeting, maxPacketShares, packetId, packetKind } from './cards.ts';

/** After so long what nobody took goes back to the sender. */
export const packetHours = 24;
export type PacketKind = Static<typeof packetKind>;

/**
 * `processing`: asked for, not yet in the ledger. `open`: shares may be taken until it expires.
 * `taken`: all of them were. `returned`: it is over, and what was left went back. `failed`: nothing
 * was charged.
 */
export const packetState = oneOf(['processing', 'open', 'taken', 'returned', 'failed']);
export type PacketState = Static<typeof packetState>;

const number = Type.Integer({ minimum: 1, maximum: maxPacketShares });
const upToAll = Type.Integer({ minimum: 0, maximum: maxPacketShares });

/** What somebody took: `number` is the place of the share in the order of the split. */
export const packetShare = object({ number, money, at: timestamp });
export type PacketShare = Static<typeof packetShare>;

/** A red packet for one viewer: all that a card needs. */
export const packet = object({
  packetId,
  conversationId,
  sender: personCard,
  kind: packetKind,
  /** Who alone may take it; null: everybody in the conversation. */
  forPerson: nullable(personCard),
  count,
  greeting,
  /** All that was put in; null for whoever has not opened it while it is open. */
  money: nullable(money),
  state: packetState,
  /** The refusal’s name when it failed, else null. */
  failure: nullable(text(60)),
  /** What I took of it. */
  mine: nullable(packetShare),
  /** How many shares were taken; null for everybody but its sender, until it is over. */
  takenCount: nullable(upToAll),
  commitment: digest,
  createdAt: timestamp,
  /** From then on nothing of it can be taken; null before it is in the ledger. */
  expiresAt: nullable(timestamp),
});
export type Packet = Static<typeof packet>;

/** Somebody who took a share. */
export const packetTaker = object({
  person: personCard,
  number,
  money,
  at: timestamp,
  /** Got most of all; told once everything is taken, and only where luck decided. */
  luckiest: Type.Boolean(),
});
export type PacketTaker = Static<typeof packetTaker>;

/** A red packet with who took what of it. */
export const packetDetail = object({
  packet,
  /** In the order in which they took it; none for who has not opened it while it is open. */
  takers: Type.Array(packetTaker, { maxItems: maxPacketShares }),
  takenCount: upToAll,
  /** What was taken of it; null as long as the viewer is not told what is in it. */
  taken: nullable(money),
  /** What went back to the sender; null as long as it is not over. */
  returned: nullable(money),
  /** When the last share was taken or the rest went back; null while it is open. */
  overAt: nullable(timestamp),
  /** The secret from which the shares follow, in hex; told once it is over. */
  seed: nullable(digest),
});
export type PacketDetail = Static<typeof packetDetail>;

/** What a red packet in a currency may be. */
export const packetRule = object({
  currency: currencyCode,
  scale: Type.Integer({ minimum: 0, maximum: 4 }),
  /** The whole is at most this for each share. */
  maxShareMinor: amountMinor,
  /** The largest whole. */
  maxAmountMinor: amountMinor,
});
export type PacketRule = Static<typeof packetRule>;
