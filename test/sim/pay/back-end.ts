import type { MoveId } from '@plaza/base';
import { createSign, randomBytes } from 'node:crypto';
import type { PayCity } from './city.ts';
import type { Shop } from './record.ts';
import type { Node } from './teller.ts';

// The program of a shop, which holds deposits as code for WeChat Pay does: every request signed.

const base = '/v3/payscore/serviceorder';

/** `null`: nobody knows whether anything happened. */
type Answer = { status: number; json: { [name: string]: unknown } } | null;

async function post(city: PayCity, shop: Shop, node: Node, of: { path: string; body: object }) {
  const server = city.servers[node];
  const text = JSON.stringify(of.body);
  const nonce = randomBytes(16).toString('hex');
  const seconds = Math.floor((Date.now() + server.offsetMs()) / 1_000);
  const signed = `POST\n${of.path}\n${seconds}\n${nonce}\n${text}\n`;
  const signature = createSign('RSA-SHA256').update(signed).sign(shop.privateKey, 'base64');
  const authorization =
    `WECHATPAY2-SHA256-RSA2048 mchid="${shop.mchid}",nonce_str="${nonce}",` +
    `timestamp="${seconds}",serial_no="${shop.serial}",signature="${signature}"`;
  const headers = {
    ...{ authorization, 'content-type': 'application/json', accept: 'application/json' },
  };
  try {
    const answer = await fetch(`${server.origin}${of.path}`, {
      ...{ method: 'POST', headers, body: text },
    });
    if (answer.status >= 500 || answer.status === 429 || answer.status === 401) return null;
    const json = (await answer.json().catch(() => ({}))) as { [name: string]: unknown };
    return { status: answer.status, json } satisfies Answer;
  } catch {
    return null;
  }
}

/** Says the same again, now here, now there, a few times. */
async function postSoon(city: PayCity, shop: Shop, of: { path: string; body: object }) {
  for (let turn = 0; turn < 8; turn += 1) {
    const answer = await post(city, shop, (turn % 2) as Node, of);
    if (answer !== null) return answer;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return null;
}

const namedBy = ({ appid }: Shop) => ({ appid, service_id: '500001' });

/** Asks for a deposit; gives what its payer says yes to. */
export async function askDeposit(
  city: PayCity,
  shop: Shop,
  of: { outOrderNo: string; amountMinor: number },
): Promise<MoveId | null> {
  const body = {
    ...{ ...namedBy(shop), out_order_no: of.outOrderNo, service_introduction: 'A bike' },
    ...{ risk_fund: { name: 'DEPOSIT', amount: of.amountMinor }, need_user_confirm: true },
    ...{ time_range: { start_time: 'OnAccept' }, notify_url: 'https://shop.example/told' },
  };
  const answer = await postSoon(city, shop, { path: base, body });
  if (answer === null || answer.status !== 200) return null;
  const text = Buffer.from(String(answer.json['package']), 'base64url').toString();
  return (text.split(' ')[2] ?? null) as MoveId | null;
}

/** Takes so much of a deposit, or lets it go; true if the city said that it is so. */
export async function endDeposit(
  city: PayCity,
  shop: Shop,
  of: { outOrderNo: string; takeMinor: number },
): Promise<boolean> {
  const { outOrderNo, takeMinor } = of;
  const path = `${base}/${outOrderNo}/${takeMinor === 0 ? 'cancel' : 'complete'}`;
  const paid = [{ name: 'Ride', amount: takeMinor }];
  const rest =
    takeMinor === 0 ? { reason: 'Not needed' } : { post_payments: paid, total_amount: takeMinor };
  const answer = await postSoon(city, shop, { path, body: { ...namedBy(shop), ...rest } });
  return answer?.status === 200;
}
