import { present, type MerchantId } from '@plaza/base';
import { charge } from './charging.ts';
import { createListeners } from './changes.ts';
import { orderUrl } from './codes.ts';
import type { MerchantsCore } from './core.ts';
import { spanOf } from './days.ts';
import type { MerchantsDeps } from './deps.ts';
import { cancelHold, completeHold, createHold, findHold, modifyHold } from './holding-money.ts';
import { closeOrder, createOrder, reverseOrder } from './ordering.ts';
import { pageOf, placeOf } from './paging.ts';
import { payOutMany } from './paying-many.ts';
import { cancelPayout, payOut } from './paying-out.ts';
import { movements } from './reading.ts';
import { refund } from './refunding.ts';
import { allow } from './staffing.ts';
import { selectByMchid, selectMerchant } from './store/merchants.ts';
import { selectMoveOf, selectRefunds, selectSettled } from './store/moves.ts';
import { selectOrder, selectPaid, setAttrs } from './store/orders.ts';
import type { MoveKind, MoveName } from './types.ts';

type DayAsked = { day: string; after: string | null; limit: number };

function placed({ day, after, limit }: DayAsked) {
  const span = present(spanOf(day), 'whoever asks has judged the day');
  const place = placeOf(after);
  if (place === 'invalid') throw new Error('a place is what the page before gave');
  return { ...span, after: place, limit: limit + 1 };
}

/** What merchants do by program. */
export function createCore(deps: MerchantsDeps): MerchantsCore {
  const { db, publicUrl } = deps;
  const findMove = (kind: MoveKind) => (merchantId: MerchantId, name: MoveName) =>
    selectMoveOf(db, { merchantId, kind, name });
  return {
    findByMchid: (mchid) => selectByMchid(db, mchid),
    find: (merchantId) => selectMerchant(db, merchantId),
    may: async (personId, merchantId, action) =>
      (await allow(deps, personId, { merchantId, action })).ok,
    orders: {
      create: (merchantId, order) => createOrder(deps, merchantId, order),
      find: (merchantId, name) => selectOrder(db, merchantId, name),
      close: (merchantId, name) => closeOrder(deps, merchantId, { name }),
      charge: (merchantId, order) => charge(deps, merchantId, order),
      reverse: (merchantId, name) => reverseOrder(deps, merchantId, name),
      async paidOn(merchantId, asked) {
        const rows = await selectPaid(db, merchantId, placed(asked));
        return pageOf(rows, asked.limit, ({ paidAt, orderId: id }) => ({
          at: present(paidAt, 'it was paid'),
          id,
        }));
      },
      urlOf: (order, merchant) => orderUrl(publicUrl, merchant, order.orderId),
    },
    refunds: {
      create: (merchantId, asked) => refund(deps, merchantId, asked),
      find: findMove('refund'),
      listOf: (merchantId, orderId) => selectRefunds(db, merchantId, orderId),
      async doneOn(merchantId, asked) {
        const of = { merchantId, kind: 'refund' as const, ...placed(asked) };
        return pageOf(await selectSettled(db, of), asked.limit, ({ settledAt, moveId: id }) => ({
          at: present(settledAt, 'it was settled'),
          id,
        }));
      },
    },
    payouts: {
      create: (merchantId, payout) => payOut(deps, merchantId, { ...payout, kind: 'payout' }),
      createMany: (merchantId, payouts) => payOutMany(deps, merchantId, payouts),
      find: findMove('payout'),
      cancel: (merchantId, name) => cancelPayout(deps, merchantId, name),
    },
    holds: {
      create: (merchantId, hold) => createHold(deps, merchantId, hold),
      find: (merchantId, name) => findHold(deps, merchantId, name),
      complete: (merchantId, name, takeMinor) =>
        completeHold(deps, merchantId, { name, takeMinor }),
      cancel: (merchantId, name) => cancelHold(deps, merchantId, name),
      modify: (merchantId, name, attrs) => modifyHold(deps, merchantId, { name, attrs }),
    },
    movements: (merchantId, asked) => movements(deps, { merchantId, ...asked }),
    setAttrs: (tx, of, attrs) => setAttrs(tx, of, attrs),
    onChanged: createListeners(deps),
  };
}
