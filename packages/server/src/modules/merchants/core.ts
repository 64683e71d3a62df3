import type { MerchantId, OrderId, PersonId } from '@plaza/base';
import type { MerchantAction } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type {
  ChargeRefusal,
  CloseOrderRefusal,
  CreateOrderRefusal,
  EndHoldRefusal,
  EndPayoutRefusal,
  HoldRefusal,
  MerchantChange,
  MerchantRow,
  Movement,
  MoveName,
  MoveRow,
  NewHold,
  NewOrder,
  NewPayout,
  NewRefund,
  OrderName,
  OrderRow,
  PayoutRefusal,
  RefundRefusal,
  ReverseRefusal,
} from './types.ts';

type Answer<T, Reason extends string> = Promise<Outcome<T, Reason>>;
/** By `limit`, after the place where the page before ended. */
type PageOf<T> = { rows: T[]; next: string | null };
type Ask = { day: string; after: string | null; limit: number };

/**
 * What merchants do by program. Whoever calls has judged that the caller may speak for the
 * merchant. Every command has the merchant’s own number: the same again has the same effect.
 */
export type MerchantsCore = {
  findByMchid(mchid: string): Promise<MerchantRow | null>;
  find(merchantId: MerchantId): Promise<MerchantRow | null>;
  /** Whether somebody may do this at a merchant: by the table of roles. */
  may(personId: PersonId, merchantId: MerchantId, action: MerchantAction): Promise<boolean>;

  orders: {
    create(merchantId: MerchantId, order: NewOrder): Answer<OrderRow, CreateOrderRefusal>;
    find(merchantId: MerchantId, name: OrderName): Promise<OrderRow | null>;
    close(merchantId: MerchantId, name: OrderName): Answer<OrderRow, CloseOrderRefusal>;
    /** Takes an order and has it paid by a pay code; `asking` where its owner has to say yes. */
    charge(
      merchantId: MerchantId,
      order: NewOrder & { code: string },
    ): Answer<OrderRow, ChargeRefusal>;
    /** Closes an order that is not paid, gives back all of one that is. */
    reverse(merchantId: MerchantId, name: OrderName): Answer<OrderRow, ReverseRefusal>;
    /** Paid on a day (UTC), in the order of payment. */
    paidOn(merchantId: MerchantId, asked: Ask): Promise<PageOf<OrderRow>>;
    /** The address by which a resident pays it. */
    urlOf(order: OrderRow, merchant: MerchantRow): string;
  };
  refunds: {
    create(merchantId: MerchantId, refund: NewRefund): Answer<MoveRow, RefundRefusal>;
    find(merchantId: MerchantId, name: MoveName): Promise<MoveRow | null>;
    listOf(merchantId: MerchantId, orderId: OrderId): Promise<MoveRow[]>;
    /** Done on a day. */
    doneOn(merchantId: MerchantId, asked: Ask): Promise<PageOf<MoveRow>>;
  };
  payouts: {
    create(merchantId: MerchantId, payout: NewPayout): Answer<MoveRow, PayoutRefusal>;
    /** Many of one currency, each with its own answer, in order: as many times `create`, faster. */
    createMany(
      merchantId: MerchantId,
      payouts: readonly NewPayout[],
    ): Promise<Outcome<MoveRow, PayoutRefusal>[]>;
    find(merchantId: MerchantId, name: MoveName): Promise<MoveRow | null>;
    /** Takes back what the person has not said yes to. */
    cancel(merchantId: MerchantId, name: MoveName): Answer<MoveRow, EndPayoutRefusal>;
  };
  holds: {
    create(merchantId: MerchantId, hold: NewHold): Answer<MoveRow, HoldRefusal>;
    find(merchantId: MerchantId, name: MoveName): Promise<MoveRow | null>;
    /** Takes so much of it; the rest goes back. */
    complete(
      merchantId: MerchantId,
      name: MoveName,
      takeMinor: number,
    ): Answer<MoveRow, EndHoldRefusal>;
    /** Releases all of it, or drops one that nobody said yes to. */
    cancel(merchantId: MerchantId, name: MoveName): Answer<MoveRow, EndHoldRefusal>;
    /** Changes what is kept with it for the dialect; the amount stands once somebody said yes. */
    modify(
      merchantId: MerchantId,
      name: MoveName,
      attrs: Readonly<Record<string, unknown>>,
    ): Answer<MoveRow, 'hold_unknown'>;
  };
  /** Lines of the merchant’s statement on a day (UTC), in the order of the ledger. */
  movements(merchantId: MerchantId, asked: Ask & { currency: string }): Promise<PageOf<Movement>>;
  /** Changes what a dialect keeps with an order; in the caller’s transaction. */
  setAttrs(
    tx: Tx,
    of: { merchantId: MerchantId; orderId: OrderId },
    attrs: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  /**
   * Called after each change of what has `attrs`, at least once, in the order of each merchant’s
   * changes as a rule; register before anything starts.
   */
  onChanged(react: (change: MerchantChange) => Promise<void>): void;
};
