import type { PersonId } from '@plaza/base';
import type { BankEntry, PayoutState, RailWay } from '@plaza/contract';

export type DepositRow = {
  depositId: string;
  rail: RailWay;
  personId: PersonId;
  currency: string;
  amountMinor: bigint;
  actorId: PersonId | null;
  source: Buffer | null;
  state: 'processing' | 'done' | 'failed';
  createdAt: Date;
  doneAt: Date | null;
};

export type BatchRow = {
  batchId: string;
  currency: string;
  amountMinor: bigint;
  voucherCount: number;
  note: string;
  actorId: PersonId | null;
  createdAt: Date;
  voidedAt: Date | null;
  redeemed: number;
};

export type VoucherRow = {
  codeHash: Buffer;
  currency: string;
  amountMinor: bigint;
  state: 'fresh' | 'taken' | 'void';
  attempt: number;
};

export type EntryState = BankEntry['state'] | 'new' | 'crediting';

export type EntryRow = {
  entryId: string;
  currency: string;
  isCredit: boolean;
  amountMinor: bigint;
  bookedOn: string;
  name: string;
  words: string;
  reference: string | null;
  payoutId: string | null;
  state: EntryState;
  why: string;
  personId: PersonId | null;
  attempt: number;
  createdAt: Date;
};

export type PayoutWay = 'bank' | 'desk';

export type PayoutRow = {
  payoutId: string;
  way: PayoutWay;
  personId: PersonId;
  currency: string;
  amountMinor: bigint;
  iban: string;
  name: string;
  code: string | null;
  state: PayoutState;
  failure: string | null;
  attempt: number;
  actorId: PersonId | null;
  reason: string;
  createdAt: Date;
  exportedAt: Date | null;
  returningAt: Date | null;
  expiresAt: Date | null;
  settledAt: Date | null;
};
