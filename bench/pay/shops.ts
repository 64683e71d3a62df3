import { createSign, randomBytes } from 'node:crypto';
import { openAsking, type Asking } from '../reconnect/wire.ts';
import type { Payer } from './city.ts';

/** A shop with money, and the key by which its program speaks for it. */
export type Shop = {
  mchid: string;
  appid: string;
  /** Everybody that it pays, by the names they have at this shop. */
  openids: readonly string[];
  ask(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
};

type Merchant = { merchantId: string; mchid: string };

/** More than is paid here, in three payments that no limit stands against. */
const fundsMinor = 10_000_000;
const payments = 3;

async function take<T>(line: Asking, token: string, method: string, input: object): Promise<T> {
  return (await line.call(method, input, token)) as T;
}

/** Somebody buys of the shop, so that it has money of its own. */
async function fund(line: Asking, owner: Payer, { merchantId }: Merchant, payer: Payer) {
  const money = { amountMinor: fundsMinor, currency: 'points' };
  const asked = { key: crypto.randomUUID(), merchantId, ...money, description: 'Tea for a year' };
  type Made = { order: { orderId: string } };
  const { order } = await take<Made>(line, owner.token, 'merchants.createOrder', asked);
  const paying = { merchantId, orderId: order.orderId, ...money };
  type Begun = { challengeId: string; options: Record<string, unknown> };
  const approving = 'merchants.beginPasskeyApproval';
  const { challengeId, options } = await take<Begun>(line, payer.token, approving, paying);
  const approval = { kind: 'passkey', challengeId, response: payer.passkey.get(options) };
  const paid = { key: crypto.randomUUID(), ...paying, description: '', approval };
  await take(line, payer.token, 'merchants.pay', paid);
}

function createAsk(port: number, { mchid }: Merchant, key: { serial: string; pem: string }) {
  return async (method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const timestamp = Math.floor(Date.now() / 1_000);
    const nonce = randomBytes(16).toString('hex').toUpperCase();
    const message = `${method}\n${path}\n${timestamp}\n${nonce}\n${text}\n`;
    const signature = createSign('RSA-SHA256').update(message).sign(key.pem, 'base64');
    const facts = { mchid, nonce_str: nonce, signature, timestamp, serial_no: key.serial };
    const words = Object.entries(facts).map(([name, value]) => `${name}="${value}"`);
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `WECHATPAY2-SHA256-RSA2048 ${words.join(',')}`,
      },
      ...(body === undefined ? {} : { body: text }),
    });
    const json: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(json)}`);
    return json;
  };
}

/** Opens shops through the public interface, as a newcomer with a back end does. */
export async function openShops(port: number, people: readonly Payer[], count: number) {
  const line = await openAsking(port);
  const shops: Shop[] = [];
  for (const owner of people.slice(0, count)) {
    const { token } = owner;
    const wanted = { key: crypto.randomUUID(), name: `Shop ${shops.length}`, category: 'food' };
    type Opened = { merchant: { merchant: Merchant } };
    const { merchant } = (await take<Opened>(line, token, 'merchants.open', wanted)).merchant;
    const { merchantId } = merchant;
    type Key = { key: { serial: string }; privateKey: string };
    const added = { merchantId, publicKey: null };
    const { key, privateKey } = await take<Key>(line, token, 'payv3.addKey', added);
    await take(line, token, 'payv3.renewSecret', { merchantId });
    type App = { app: { appid: string } };
    const { app } = await take<App>(line, token, 'payv3.addApp', { merchantId, name: 'Wages' });
    const customers = people.filter((person) => person !== owner).slice(-payments);
    for (const customer of customers) await fund(line, owner, merchant, customer);
    const openids: string[] = [];
    for (const person of people) {
      if (person === owner) continue;
      const asked = { appid: app.appid };
      type Named = { openid: string };
      openids.push((await take<Named>(line, person.token, 'payv3.getOpenid', asked)).openid);
    }
    const ask = createAsk(port, merchant, { serial: key.serial, pem: privateKey });
    shops.push({ mchid: merchant.mchid, appid: app.appid, openids, ask });
  }
  line.end();
  return shops;
}
