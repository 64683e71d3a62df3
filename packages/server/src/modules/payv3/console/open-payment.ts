import type { MethodInput, MethodOutput } from '@plaza/contract';
import { createPublicKey } from 'node:crypto';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { Payv3Deps } from '../deps.ts';
import { selectKeys } from '../store/access.ts';
import { selectApp } from '../store/apps.ts';
import type { KeyRow } from '../types.ts';
import { readPrepayId } from '../wire/numbers.ts';
import { isSignedBy, paySignMessage } from '../wire/signing.ts';

/** So long a prepay id opens the sheet; asking again for the order gives another one. */
const livesMs = 2 * 3_600_000;

type Given = MethodInput<'payv3.openPayment'>;

function isSignedByAny(keys: readonly KeyRow[], given: Given, now: Date): boolean {
  const message = paySignMessage(given);
  const signature = Buffer.from(given.paySign, 'base64');
  return keys.some(({ publicKey, endedAt, notAfter }) => {
    if (endedAt !== null || notAfter <= now) return false;
    const key = createPublicKey({ key: publicKey, type: 'spki', format: 'der' });
    return isSignedBy(key, message, signature);
  });
}

/** What a program asks to pay, if its shop has said so with a key of its own. */
export async function openPayment(
  { db, clock, merchants }: Payv3Deps,
  given: Given,
): Promise<
  Outcome<
    MethodOutput<'payv3.openPayment'>,
    'app_unknown' | 'pay_sign_wrong' | 'order_unknown' | 'order_closed'
  >
> {
  const app = await selectApp(db, given.appid);
  const merchant = app === null ? null : await merchants.find(app.merchantId);
  if (app === null || merchant === null) return no('app_unknown');
  const keys = await selectKeys(db, app.merchantId);
  if (!isSignedByAny(keys, given, clock.now())) return no('pay_sign_wrong');
  const prepay = readPrepayId(given.package.replace(/^prepay_id=/, ''));
  if (prepay === null) return no('order_unknown');
  const name = { orderId: prepay.orderId as never };
  const order = await merchants.orders.find(app.merchantId, name);
  if (order === null || order.attrs['appid'] !== given.appid) return no('order_unknown');
  if (clock.nowMs() - prepay.askedAt.getTime() > livesMs) return no('order_closed');
  return yes({ text: merchants.orders.urlOf(order, merchant) });
}
