import type { ConversationId, PacketId, PayKey, PersonId } from '@plaza/base';
import type { Approval, PacketKind, PacketState } from '@plaza/contract';
import type { LimitRefusal, PaymentRefusal } from '../pay/index.ts';

export type PacketRow = {
  packetId: PacketId;
  senderId: PersonId;
  conversationId: ConversationId;
  /** In a conversation of two. */
  isDirect: boolean;
  kind: PacketKind;
  forPersonId: PersonId | null;
  shareCount: number;
  amountMinor: bigint;
  currency: string;
  greeting: string;
  seed: Buffer;
  commitment: Buffer;
  /** In the order in which they are given out. */
  shares: bigint[];
  state: PacketState;
  failure: string | null;
  givenCount: number;
  takenCount: number;
  takenMinor: bigint;
  returnedMinor: bigint;
  isCutShort: boolean;
  attempt: number;
  createdAt: Date;
  expiresAt: Date | null;
  overAt: Date | null;
  closedAt: Date | null;
  dueAt: Date | null;
};

export type TakerState = 'taking' | 'taken' | 'refused' | 'late';

export type TakerRow = {
  packetId: PacketId;
  personId: PersonId;
  shareNumber: number;
  amountMinor: bigint;
  state: TakerState;
  attempt: number;
  takenAt: Date | null;
};

/** What an approval of a packet is bound to. */
export type PacketPayment = {
  conversationId: ConversationId;
  kind: PacketKind;
  forPersonId: PersonId | null;
  count: number;
  amountMinor: number;
  currency: string;
};

export type NewPacket = PacketPayment & {
  key: PayKey;
  greeting: string;
  /** Null: the city itself sends for somebody, as in the fill of a demo city. */
  approval: Approval | null;
};

/** Why somebody may not put anything into a conversation. */
export type NoPlace =
  | 'conversation_unknown'
  | 'not_member'
  | 'not_contact'
  | 'blocked'
  | 'group_muted'
  | 'read_only';

export type SendRefusal =
  | NoPlace
  | PaymentRefusal
  | 'taker_unknown'
  | 'self_action'
  | 'amount_too_small'
  | 'invalid';

export type OpenRefusal =
  | LimitRefusal
  | 'packet_unknown'
  | 'packet_not_yours'
  | 'packet_gone'
  | 'packet_over'
  | 'not_contact'
  | 'blocked'
  | 'read_only'
  | 'wallet_frozen'
  | 'unavailable';
