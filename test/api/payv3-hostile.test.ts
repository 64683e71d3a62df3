import { createSign, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Formatter } from 'wechatpay-axios-plugin';
import { startCity, type TestCity } from './support/city.ts';
import { openShopOf, type TestShop } from './support/shops.ts';

// What no program would ask, of strangers and of a shop that signs it: each has its answer, and
// nothing of it is a fault.

let city: TestCity;
let shop: TestShop;
beforeAll(async () => {
  city = await startCity();
  shop = await openShopOf(await city.signUp('Olu'));
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

type Answer = { status: number; code: unknown };

async function send(path: string, init: RequestInit): Promise<Answer> {
  const answer = await fetch(`${city.origin}${path}`, init);
  const text = await answer.text();
  return { status: answer.status, code: text === '' ? '' : (JSON.parse(text) as Answer).code };
}

/** As the shop itself asks. */
function ask(method: 'GET' | 'POST', path: string, body = ''): Promise<Answer> {
  const [nonce, at] = [Formatter.nonce(), Formatter.timestamp()];
  const message = Formatter.request(method, path, at, nonce, body);
  const signature = createSign('RSA-SHA256').update(message).sign(shop.privateKey, 'base64');
  const by = Formatter.authorization(shop.mchid, nonce, signature, String(at), shop.key.serial);
  const headers = { authorization: by, 'content-type': 'application/json' };
  return send(path, { method, headers, ...(method === 'GET' ? {} : { body }) });
}

const native = '/v3/pay/transactions/native';

it('a stranger gets no further than the signature', async () => {
  const noise = `WECHATPAY2-SHA256-RSA2048 ${'a="b",'.repeat(500)}`;
  const tries: [string, RequestInit][] = [
    ['/v3/', {}],
    ['/v3/certificates', { method: 'DELETE' }],
    [native, { method: 'PUT', body: '{}' }],
    [native, { method: 'POST', body: '<a/>', headers: { 'content-type': 'application/xml' } }],
    [native, { method: 'POST', body: '{', headers: { authorization: noise } }],
  ];
  for (const [path, init] of tries) {
    expect([path, await send(path, init)]).toEqual([path, { status: 401, code: 'SIGN_ERROR' }]);
  }
  const large = await send(native, { method: 'POST', body: 'x'.repeat(300_000) });
  expect(large).toEqual({ status: 400, code: 'PARAM_ERROR' });
  for (const query of ['', '?token=AAAA', '?token=a&token=b']) {
    const file = await send(`/v3/billdownload/file${query}`, {});
    expect(file).toEqual({ status: 400, code: 'NO_STATEMENT_EXIST' });
  }
});

it('a shop hears what is wrong with an address', async () => {
  const mchid = `mchid=${shop.mchid}`;
  const paths = [
    ...[`/v3/pay/transactions/id/%00?${mchid}`, '/v3/refund/domestic/refunds/%00'],
    ...['/v3/bill/tradebill?bill_date=%00', '/v3/transfer/batches/batch-id/%00'],
    ...['/v3/payscore/serviceorder?out_order_no=%00', '/v3/pay/transactions/id/1'],
  ];
  for (const path of paths) {
    expect([path, await ask('GET', path)]).toEqual([path, { status: 400, code: 'PARAM_ERROR' }]);
  }
  for (const day of ['0001-01-01', '9999-01-01']) {
    const bill = await ask('GET', `/v3/bill/tradebill?bill_date=${day}`);
    expect(bill).toEqual({ status: 400, code: 'NO_STATEMENT_EXIST' });
  }
});

it('a shop hears what is wrong with a body', async () => {
  const order = (over: object) =>
    JSON.stringify({
      ...{ appid: shop.appid, mchid: shop.mchid, description: 'x', out_trade_no: 'AAAA' },
      ...{ notify_url: 'http://x/y', amount: { total: 1 }, ...over },
    });
  const bodies = [
    ...['null', '[]', '"x"', '1', '[', '['.repeat(50_000), '{"__proto__":{"a":1}}'],
    ...[order({ description: 'a\u0000b' }), order({ attach: '\ud800' })],
    ...[order({ amount: { total: '1' } }), order({ amount: { total: 0 } })],
    ...[order({ notify_url: `http://x/${'y'.repeat(300)}` }), order({ out_trade_no: 'a b' })],
    ...[order({ notify_url: 'http://x/y?z=1' }), randomBytes(200).toString('latin1')],
  ];
  for (const body of bodies) {
    const shown = body.slice(0, 60);
    const answer = await ask('POST', native, body);
    expect([shown, answer]).toEqual([shown, { status: 400, code: 'PARAM_ERROR' }]);
  }
  const huge = order({ amount: { total: Number.MAX_SAFE_INTEGER } });
  expect(await ask('POST', native, huge)).toEqual({ status: 403, code: 'RULE_LIMIT' });
});
