import { present, type MerchantId, type OrderId, type PayKey, type PersonId } from '@plaza/base';
import type { CodeTexts, MerchantOrder, MerchantRefund, StaffMember } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { charge } from './charging.ts';
import { orderTexts, staticTexts } from './codes.ts';
import type { MerchantsDeps } from './deps.ts';
import { outNoOf } from './ids.ts';
import { closeOrder, createOrder } from './ordering.ts';
import { refundOf } from './present.ts';
import { presentOrder } from './reading.ts';
import { refund } from './refunding.ts';
import { allow, type NotOfStaff } from './staffing.ts';
import { selectStaff } from './store/merchants.ts';
import { selectOrder } from './store/orders.ts';
import type {
  ChargeRefusal,
  CloseOrderRefusal,
  CreateOrderRefusal,
  NewOrder,
  RefundRefusal,
} from './types.ts';

// What people of the staff do, each under the key of their command: it is the merchant’s number of
// what they do.

type Sale = {
  key: PayKey;
  merchantId: MerchantId;
  amountMinor: number;
  currency: string;
  description: string;
};

type Renamed<Reason extends string> =
  | Exclude<Reason, 'order_conflict' | 'refund_conflict'>
  | 'key_reused';

/** The number was the key of somebody’s command. */
function renamed<Reason extends string>(reason: Reason): Renamed<Reason> {
  const isConflict = reason === 'order_conflict' || reason === 'refund_conflict';
  return isConflict ? 'key_reused' : (reason as Renamed<Reason>);
}

function orderFor(actorId: PersonId, sale: Sale, channel: NewOrder['channel']): NewOrder {
  const { key, amountMinor, currency, description } = sale;
  return {
    ...{ outTradeNo: outNoOf(key), channel, amountMinor, currency, description, actorId },
    ...{ expiresAt: null, onlyPayerId: null, attrs: {} },
  };
}

type Sold = { order: MerchantOrder; code: CodeTexts };

/** Takes an order, with the code by which anybody pays it. */
export async function sell(
  deps: MerchantsDeps,
  actorId: PersonId,
  sale: Sale,
): Promise<Outcome<Sold, NotOfStaff | Renamed<CreateOrderRefusal>>> {
  const { merchantId, currency } = sale;
  const allowed = await allow(deps, actorId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const created = await createOrder(deps, merchantId, orderFor(actorId, sale, 'cashier'));
  if (!created.ok) return no(renamed(created.reason));
  const profile = present(deps.pay.currencies.find(currency), 'an order is in a known currency');
  const of = { merchant: allowed.value.merchant, order: created.value, profile };
  const code = orderTexts(deps.publicUrl, of);
  return yes({ order: await presentOrder(deps, created.value), code });
}

/** Takes an order and has it paid by the code that a customer shows. */
export async function sellByCode(
  deps: MerchantsDeps,
  actorId: PersonId,
  sale: Sale & { code: string },
): Promise<Outcome<MerchantOrder, NotOfStaff | Renamed<ChargeRefusal>>> {
  const { merchantId, code } = sale;
  const allowed = await allow(deps, actorId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const order = { ...orderFor(actorId, sale, 'code'), code };
  const charged = await charge(deps, merchantId, order);
  if (!charged.ok) return no(renamed(charged.reason), charged.details);
  return yes(await presentOrder(deps, charged.value));
}

type Unsettled = Exclude<CloseOrderRefusal, 'order_paying'> | 'unavailable';

export async function closeFor(
  deps: MerchantsDeps,
  actorId: PersonId,
  { merchantId, orderId }: { merchantId: MerchantId; orderId: OrderId },
): Promise<Outcome<MerchantOrder, NotOfStaff | Unsettled>> {
  const allowed = await allow(deps, actorId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const closed = await closeOrder(deps, merchantId, { name: { orderId } });
  if (closed.ok) return yes(await presentOrder(deps, closed.value));
  // Nobody knows yet whether it is paid.
  return no(closed.reason === 'order_paying' ? 'unavailable' : closed.reason);
}

type Given = { key: PayKey; merchantId: MerchantId; orderId: OrderId } & {
  amountMinor: number;
  reason: string;
};
type Refunded = { order: MerchantOrder; refund: MerchantRefund };

export async function refundFor(
  deps: MerchantsDeps,
  actorId: PersonId,
  { key, merchantId, orderId, amountMinor, reason }: Given,
): Promise<Outcome<Refunded, NotOfStaff | Renamed<RefundRefusal>>> {
  const allowed = await allow(deps, actorId, { merchantId, action: 'refund' });
  if (!allowed.ok) return allowed;
  const asked = { orderId, outRefundNo: outNoOf(key), amountMinor, reason, actorId, attrs: {} };
  const outcome = await refund(deps, merchantId, asked);
  if (!outcome.ok) return no(renamed(outcome.reason));
  const order = present(await selectOrder(deps.db, merchantId, { orderId }), 'orders are kept');
  const shown = refundOf(deps.pay, outcome.value, order);
  return yes({ order: await presentOrder(deps, order), refund: shown });
}

type Hung = { merchantId: MerchantId; currency: string } & {
  amountMinor: number | null;
  description: string;
};

/** The code that a merchant hangs up. */
export async function codeFor(
  deps: MerchantsDeps,
  personId: PersonId,
  { merchantId, currency, amountMinor, description }: Hung,
): Promise<Outcome<CodeTexts, NotOfStaff | 'wrong_currency' | 'amount_too_large'>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'sell' });
  if (!allowed.ok) return allowed;
  const profile = deps.pay.currencies.find(currency);
  if (profile === undefined) return no('wrong_currency');
  if (amountMinor !== null && amountMinor > profile.maxAmountMinor) return no('amount_too_large');
  const of = { merchant: allowed.value.merchant, profile, amountMinor, description };
  return yes(staticTexts(deps.publicUrl, of));
}

/** The people of a merchant, for all of them. */
export async function listStaff(
  deps: MerchantsDeps,
  personId: PersonId,
  merchantId: MerchantId,
): Promise<Outcome<StaffMember[], NotOfStaff>> {
  const allowed = await allow(deps, personId, { merchantId, action: 'look' });
  if (!allowed.ok) return allowed;
  const rows = await selectStaff(deps.db, [merchantId]);
  const cards = await deps.identity.getCards(rows.map((row) => row.personId));
  const staff = rows.flatMap(({ personId: id, role, state: membership, since }) => {
    const person = cards.get(id);
    if (person === undefined) return [];
    return [{ person, role, membership, since: since.toISOString() }];
  });
  return yes(staff);
}
