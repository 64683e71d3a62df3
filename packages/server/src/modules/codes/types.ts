import type { FamilyCardId, PersonId, SessionId } from '@plaza/base';

/** Who asks, from which device. */
export type Holder = { personId: PersonId; sessionId: SessionId };

/** What a till wants by a code. */
export type CodeFor = {
  merchantId: string;
  /** Follows from the till’s command: the same order asks for the same. */
  orderId: string;
  amountMinor: number;
  currency: string;
};

export type Redeemed = {
  personId: PersonId;
  /** True: within the caps, take it now. False: the person says yes first. */
  isConfirmed: boolean;
  /** The family card that pays; null: their own wallet. */
  cardId: FamilyCardId | null;
};

export type CodeRow = Holder & {
  validFrom: Date;
  validUntil: Date;
  usedAt: Date | null;
  orderId: string | null;
  isConfirmed: boolean | null;
  cardId: FamilyCardId | null;
};

export type DeviceRow = { sessionId: SessionId; enabledAt: Date };
