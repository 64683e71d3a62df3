import type { MerchantId } from '@plaza/base';
import type { MethodInput, MethodOutput } from '@plaza/contract';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Wechatpay } from 'wechatpay-axios-plugin';
import NodePay from 'wechatpay-node-v3';
import type { TestCity } from './city.ts';
import { byPin, newKey } from './pay.ts';
import type { TestPerson } from './person.ts';

export type Told = { headers: IncomingHttpHeaders; body: string };

/** What a back end is told: it takes everything but probes, unless told otherwise. */
export async function openBackEnd() {
  const told: Told[] = [];
  let status: number | null = null;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      const signature = String(request.headers['wechatpay-signature']);
      if (signature.startsWith('WECHATPAY/SIGNTEST/')) return void response.writeHead(401).end();
      told.push(one);
      response.writeHead(status ?? 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ origin, told, notifyUrl: `${origin}/notify` },
    answerWith(with_: number | null) {
      status = with_;
    },
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type BackEnd = Awaited<ReturnType<typeof openBackEnd>>;

/** A merchant with everything that a back end needs. */
export async function openShopOf(owner: TestPerson, name = 'Tea') {
  const asked = { key: newKey(), name, category: 'food' } as const;
  const { merchant } = (await owner.must('merchants.open', asked)).merchant;
  const { merchantId, mchid } = merchant;
  const { key, privateKey } = await owner.must('payv3.addKey', { merchantId, publicKey: null });
  const { apiV3Key } = await owner.must('payv3.renewSecret', { merchantId });
  const { app } = await owner.must('payv3.addApp', { merchantId, name: 'Web shop' });
  const { platform } = await owner.must('payv3.getAccess', { merchantId });
  if (privateKey === null) throw new Error('no private key came');
  return {
    ...{ owner, merchantId, mchid, key, privateKey, apiV3Key, appid: app.appid, platform },
    /** By the number of a certificate or the id of a key: the city's own, for its signatures. */
    certs: {
      [platform.certificateSerial]: platform.certificate,
      [platform.publicKeyId]: platform.publicKey,
    },
  };
}

export type TestShop = Awaited<ReturnType<typeof openShopOf>>;

/** wechatpay-axios-plugin as it is, with the city's address. */
export function openAxiosPlugin(city: TestCity, shop: TestShop) {
  const { mchid, privateKey, certs } = shop;
  const { serial } = shop.key;
  return new Wechatpay({ baseURL: city.origin, mchid, serial, privateKey, certs });
}

type Sent = { status: number; data?: unknown; error?: string };

/** wechatpay-node-v3 as it is; it lets one replace what sends, and signs no host. */
export function openNodeV3(city: TestCity, shop: TestShop) {
  const pay = new NodePay({
    ...{ appid: shop.appid, mchid: shop.mchid, key: shop.apiV3Key },
    publicKey: Buffer.from(shop.key.certificate),
    privateKey: Buffer.from(shop.privateKey),
  });
  async function send(
    method: string,
    url: string,
    { headers, body }: { headers: object; body?: object },
  ): Promise<Sent> {
    const there = url.replace('https://api.mch.weixin.qq.com', city.origin);
    const given = { method, headers: headers as Record<string, string> };
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(there, { ...given, ...text });
    const said = await answer.text();
    if (!answer.ok) return { status: answer.status, error: said };
    const isJson = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, data: isJson ? JSON.parse(said) : said };
  }
  pay.createHttp({
    get: (url, headers) => send('GET', url, { headers }) as never,
    post: (url, body, headers) => send('POST', url, { headers, body }) as never,
    upload: () => Promise.reject(new Error('nothing is uploaded')),
  });
  return pay;
}

/** Pays what a text asks for, as the app of a resident does. */
export async function payText(
  person: TestPerson,
  text: string,
): Promise<MethodOutput<'merchants.pay'>['receipt']> {
  const { payable } = await person.must('merchants.look', { text });
  const { merchant, orderId, amountMinor, currency, description } = payable;
  if (amountMinor === null) throw new Error('the code names no amount');
  const asked: MethodInput<'merchants.pay'> = {
    ...{ key: newKey(), merchantId: merchant.merchantId, orderId, amountMinor, currency },
    ...{ description, approval: byPin() },
  };
  return (await person.must('merchants.pay', asked)).receipt;
}

/** For a method that is asked for a merchant which nobody has. */
export const noMerchant = '00000000-0000-4000-8000-000000000000' as string as MerchantId;
