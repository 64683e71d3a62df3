import type { PersonId } from '@plaza/base';
import type { LimitName } from '@plaza/contract';

/** What is about to be done with a person's money. */
export type Use = {
  personId: PersonId;
  currency: string;
  amountMinor: number | bigint;
  way: UseWay;
  /** A cap of the flow's own besides, such as that of codes that hang on a wall. */
  cap?: { name: string; perDayMinor: number };
};

/** `packet_take` may be asked with 0: nobody knows before what is in a share. */
export type UseWay = 'spend' | 'receive' | 'top_up' | 'packet_send' | 'packet_take';

export type LimitRefusal = 'limit_reached' | 'class_needed' | 'not_for_minors';

/**
 * What a payment takes of a counter, or of what a wallet may hold. Plain data: it is kept with the
 * command, so that exactly this is given back.
 */
export type Quota = {
  personId: PersonId;
  currency: string;
  /** What is counted: `spend`, `top_up`, `incoming`, or the name of a cap. */
  way: string;
  /** `d2026-11-23`, `m2026-11`, `y2026`, `all`; `open` as long as the payment is under way. */
  period: string;
  limit: LimitName;
  amountMinor: number;
  mostMinor: number;
};

export type StandingRow = {
  personId: PersonId;
  class: 1 | 2 | 3;
  isMinor: boolean;
  reason: string;
  actorId: PersonId | null;
  changedAt: Date | null;
};
