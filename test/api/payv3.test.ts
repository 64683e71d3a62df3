import type { MerchantId } from '@plaza/base';
import type { MethodInput, MethodName } from '@plaza/contract';
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, createSign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Aes, Formatter, Rsa, type Wechatpay } from 'wechatpay-axios-plugin';
import { befriend, startCity, type TestCity } from './support/city.ts';
import { byPin, createPin, newKey, topUp } from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import {
  noMerchant,
  openAxiosPlugin,
  openBackEnd,
  openNodeV3,
  openShopOf,
  payText,
  type BackEnd,
  type TestShop,
  type Told,
} from './support/shops.ts';
import { eventually, noId } from './support/talk.ts';

// Back ends that were written for WeChat Pay, with the npm packages that they use, unmodified.

const dayMs = 86_400_000;

let city: TestCity;
let backEnd: BackEnd;
let [owner, payer, operator] = [] as unknown as [TestPerson, TestPerson, TestPerson];
let shop: TestShop;

beforeAll(async () => {
  backEnd = await openBackEnd();
  const origins = `${backEnd.origin},http://127.0.0.1:${recipePort}`;
  city = await startCity({ env: { PLAZA_CALLBACK_ORIGINS: origins } });
  operator = await city.operator();
  owner = await city.signUp('Olu');
  payer = await city.signUp('Pia');
  await createPin(payer);
  await topUp(operator, payer, 100_000);
  shop = await openShopOf(owner);
});
afterAll(async () => {
  vi.useRealTimers();
  await city[Symbol.asyncDispose]();
  await backEnd[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const recipePort = await freePort();

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

type Json = Record<string, unknown>;
type Try = { [N in MethodName]: [N, MethodInput<N>] }[MethodName];
type Refused = { response: { status: number; data: Json } };

let orders = 0;
function order(over: Json = {}): Json {
  orders += 1;
  return {
    ...{ appid: shop.appid, mchid: shop.mchid, description: 'A cup of tea' },
    ...{ out_trade_no: `T-${orders}`, notify_url: backEnd.notifyUrl },
    ...{ amount: { total: 1_234, currency: 'CNY' }, attach: 'table 7', ...over },
  };
}

/** What a program was refused with. */
async function refused(asked: Promise<unknown>): Promise<[number, unknown]> {
  const { response } = await asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Refused,
  );
  return [response.status, response.data['code']];
}

/** The next thing that the back end is told of, opened as a back end does. */
async function nextTold(type: string, of: TestShop = shop) {
  const told = await eventually(async () => {
    const at = backEnd.told.findIndex(({ body }) => body.includes(`"event_type":"${type}"`));
    return at < 0 ? null : (backEnd.told.splice(at, 1)[0] as Told);
  });
  const { ciphertext, nonce, associated_data } = (
    JSON.parse(told.body) as { resource: Record<string, string> }
  ).resource as Record<'ciphertext' | 'nonce' | 'associated_data', string>;
  const text = Aes.AesGcm.decrypt(ciphertext, of.apiV3Key, nonce, associated_data);
  return { ...told, resource: JSON.parse(text) as Json };
}

function isSigned({ headers, body }: Told): boolean {
  const said = Formatter.response(
    String(headers['wechatpay-timestamp']),
    String(headers['wechatpay-nonce']),
    body,
  );
  const key = shop.certs[String(headers['wechatpay-serial'])] as string;
  return Rsa.verify(said, String(headers['wechatpay-signature']), key);
}

describe('wechatpay-axios-plugin', () => {
  let wx: Wechatpay;
  beforeAll(() => {
    wx = openAxiosPlugin(city, shop);
  });
  const orderOf = async (number: unknown) =>
    (
      await wx.chain('v3/pay/transactions/out-trade-no/{number}').get({
        params: { mchid: shop.mchid },
        number,
      })
    ).data as Json;

  it('sells by a code, is told of it, and gives a part back', async () => {
    const asked = order();
    const { data } = await wx.chain('v3/pay/transactions/native').post(asked);
    expect(await orderOf(asked['out_trade_no'])).toEqual({
      ...{ appid: shop.appid, mchid: shop.mchid, out_trade_no: asked['out_trade_no'] },
      ...{ trade_state: 'NOTPAY', trade_state_desc: '订单未支付', attach: 'table 7' },
      ...{ amount: { total: 1_234, currency: 'CNY' }, payer: {} },
    });
    const { code_url } = data as { code_url: string };
    expect(code_url).toMatch(new RegExp(`^${city.composed.opened.url}/pay/`));
    expect(await payText(payer, code_url)).toMatchObject({ state: 'paid' });
    const told = await nextTold('TRANSACTION.SUCCESS');
    expect(isSigned(told)).toBe(true);
    expect(told.resource).toMatchObject({
      ...{ out_trade_no: asked['out_trade_no'], trade_state: 'SUCCESS', trade_type: 'NATIVE' },
      ...{ attach: 'table 7', mchid: shop.mchid, appid: shop.appid },
      amount: { total: 1_234, payer_total: 1_234, currency: 'CNY' },
    });
    expect((told.resource['payer'] as Json)['openid']).toMatch(/^o[0-9A-Za-z]{27}$/);
    const transactionId = String(told.resource['transaction_id']);
    expect(transactionId).toMatch(/^\d{28}$/);
    const byId = await wx.chain('v3/pay/transactions/id/{id}').get({
      params: { mchid: shop.mchid },
      id: transactionId,
    });
    expect(byId.data).toEqual(told.resource);

    const refund = {
      ...{ transaction_id: transactionId, out_refund_no: 'R-1', reason: 'cold' },
      ...{ amount: { refund: 34, total: 1_234, currency: 'CNY' }, notify_url: backEnd.notifyUrl },
    };
    const given = await wx.chain('v3/refund/domestic/refunds').post(refund);
    expect(given.data).toMatchObject({
      ...{ out_refund_no: 'R-1', status: 'SUCCESS', transaction_id: transactionId },
      amount: { total: 1_234, refund: 34, payer_refund: 34, currency: 'CNY' },
    });
    const again = await wx.chain('v3/refund/domestic/refunds').post(refund);
    expect(again.data).toEqual(given.data);
    const found = await wx.chain('v3/refund/domestic/refunds/{number}').get({ number: 'R-1' });
    expect(found.data).toEqual(given.data);
    const back = await nextTold('REFUND.SUCCESS');
    expect(back.resource).toMatchObject({ refund_status: 'SUCCESS', out_refund_no: 'R-1' });
    expect(await orderOf(asked['out_trade_no'])).toMatchObject({ trade_state: 'REFUND' });
  });

  it('closes what nobody pays', async () => {
    const asked = order();
    const { data } = await wx.chain('v3/pay/transactions/native').post(asked);
    const { code_url } = data as { code_url: string };
    const close = (number: unknown) =>
      wx
        .chain('v3/pay/transactions/out-trade-no/{number}/close')
        .post({ mchid: shop.mchid }, { number });
    expect((await close(asked['out_trade_no'])).status).toBe(204);
    expect(await orderOf(asked['out_trade_no'])).toMatchObject({ trade_state: 'CLOSED' });
    const again = wx.chain('v3/pay/transactions/native').post(asked);
    expect(await refused(again)).toEqual([400, 'ORDER_CLOSED']);
    const { payable } = await payer.must('merchants.look', { text: code_url });
    expect(payable.state).toBe('closed');
  });

  it('lets one person alone pay what a program asks, if its shop has signed it', async () => {
    const { openid } = await payer.must('payv3.getOpenid', { appid: shop.appid });
    const { data } = await wx.chain('v3/pay/transactions/jsapi').post(order({ payer: { openid } }));
    const { prepay_id: prepayId } = data as { prepay_id: string };
    const package_ = `prepay_id=${prepayId}`;
    const [timestamp, nonce] = [String(Formatter.timestamp()), Formatter.nonce()];
    const message = Formatter.joinedByLineFeed(shop.appid, timestamp, nonce, package_);
    const paySign = Rsa.sign(message, shop.privateKey);
    const asked = { appid: shop.appid, timestamp, nonce, package: package_, paySign };
    const { text } = await payer.must('payv3.openPayment', asked);
    const open = (over: Partial<typeof asked>) =>
      payer.refused('payv3.openPayment', { ...asked, ...over });
    expect(await open({ nonce: 'another' })).toBe('pay_sign_wrong');
    expect(await open({ appid: 'wx0000000000000000' })).toBe('app_unknown');
    const noOrder = `prepay_id=${prepayId.slice(0, -4)}0000`;
    const resigned = Formatter.joinedByLineFeed(shop.appid, timestamp, nonce, noOrder);
    expect(await open({ package: noOrder, paySign: Rsa.sign(resigned, shop.privateKey) })).toBe(
      'order_unknown',
    );
    const stranger = await city.signUp('Sia');
    await createPin(stranger);
    await topUp(operator, stranger, 5_000);
    const { payable } = await stranger.must('merchants.look', { text });
    expect(payable.mine).toBe(false);
    city.clock.travel(2 * 3_600_000 + 1_000);
    expect(await payer.refused('payv3.openPayment', asked)).toBe('order_closed');
    city.clock.travel(-2 * 3_600_000 - 1_000);
    expect(await payText(payer, text)).toMatchObject({ state: 'paid' });
    const told = await nextTold('TRANSACTION.SUCCESS');
    expect(told.resource).toMatchObject({ trade_type: 'JSAPI', payer: { openid } });
    const wrong = order({ payer: { openid: `o${'x'.repeat(27)}` } });
    expect(await refused(wx.chain('v3/pay/transactions/jsapi').post(wrong))).toEqual([
      ...[400, 'OPENID_MISMATCH'],
    ]);
  });

  it('sells in apps and on pages', async () => {
    const app = await wx.chain('v3/pay/transactions/app').post(order());
    expect((app.data as Json)['prepay_id']).toMatch(/^wx[0-9a-f]{46}$/);
    const page = await wx
      .chain('v3/pay/transactions/h5')
      .post(order({ scene_info: { payer_client_ip: '127.0.0.1', h5_info: { type: 'Wap' } } }));
    const { h5_url } = page.data as { h5_url: string };
    expect(h5_url).toMatch(/\/pay\/[\w-]+\?prepay_id=wx/);
    await payText(payer, h5_url);
    expect((await nextTold('TRANSACTION.SUCCESS')).resource).toMatchObject({ trade_type: 'MWEB' });
  });

  it('pays somebody who says yes to it, or takes it back', async () => {
    const { openid } = await payer.must('payv3.getOpenid', { appid: shop.appid });
    const bills = 'v3/fund-app/mch-transfer/transfer-bills';
    const bill = (out_bill_no: string, transfer_amount = 50) => ({
      ...{ appid: shop.appid, out_bill_no, openid, transfer_amount, transfer_remark: 'Thanks' },
      ...{ transfer_scene_id: '1000', notify_url: backEnd.notifyUrl },
      transfer_scene_report_infos: [{ info_type: 'a', info_content: 'b' }],
    });
    const { data } = await wx.chain(bills).post(bill('B1'));
    expect(data).toMatchObject({ out_bill_no: 'B1', state: 'WAIT_USER_CONFIRM' });
    const { payouts } = await payer.must('merchants.listPayouts', {});
    const [payout] = payouts;
    if (payout === undefined) throw new Error('nobody is asked');
    await payer.must('merchants.answerPayout', { payoutId: payout.payoutId, accept: true });
    const told = await nextTold('MCHTRANSFER.BILL.FINISHED');
    expect(told.resource).toMatchObject({ out_bill_no: 'B1', state: 'SUCCESS', openid });
    const found = await wx.chain(`${bills}/out-bill-no/{number}`).get({ number: 'B1' });
    expect(found.data).toMatchObject({ state: 'SUCCESS', transfer_amount: 50 });
    await wx.chain(bills).post(bill('B2'));
    const cancelled = await wx
      .chain(`${bills}/out-bill-no/{number}/cancel`)
      .post({}, { number: 'B2' });
    expect(['CANCELING', 'CANCELLED']).toContain((cancelled.data as Json)['state']);
    expect(await refused(wx.chain(bills).post(bill('B1', 51)))).toEqual([400, 'ALREADY_EXISTS']);
    expect(await refused(wx.chain(bills).post(bill('B3', 99_999_999)))).toEqual([
      403,
      'NOT_ENOUGH',
    ]);
  });

  it('reads the certificates, and checks answers by either name of the key', async () => {
    const { data } = await wx.chain('v3/certificates').get();
    const [first] = (data as { data: { serial_no: string; encrypt_certificate: Json }[] }).data;
    const sealed = first?.encrypt_certificate as Record<string, string>;
    const pem = Aes.AesGcm.decrypt(
      sealed['ciphertext'] as string,
      shop.apiV3Key,
      sealed['nonce'] as string,
      sealed['associated_data'],
    );
    expect(pem).toBe(shop.platform.certificate);
    for (const serial of Object.keys(shop.certs)) {
      const asked = { headers: { 'Wechatpay-Serial': serial } };
      expect((await wx.chain('v3/certificates').get(asked)).headers['wechatpay-serial']).toBe(
        serial,
      );
    }
  });

  it('hears why not, by the codes and statuses of the dialect', async () => {
    const native = wx.chain('v3/pay/transactions/native');
    const paidOrder = order();
    const { data } = await native.post(paidOrder);
    await payText(payer, (data as { code_url: string }).code_url);
    await nextTold('TRANSACTION.SUCCESS');
    const refund = (out_refund_no: string, amount: Json, over: Json = {}) =>
      wx.chain('v3/refund/domestic/refunds').post({
        ...{ out_trade_no: paidOrder['out_trade_no'], out_refund_no, ...over },
        amount: { total: 1_234, currency: 'CNY', ...amount },
      });
    const tries: [() => Promise<unknown>, number, string][] = [
      [() => native.post(paidOrder), 400, 'ORDERPAID'],
      [() => native.post({ ...paidOrder, amount: { total: 1 } }), 403, 'OUT_TRADE_NO_USED'],
      [() => native.post({ ...paidOrder, description: 'Milk' }), 403, 'OUT_TRADE_NO_USED'],
      [() => native.post(order({ amount: { total: 1.5 } })), 400, 'PARAM_ERROR'],
      [() => native.post(order({ notify_url: 'ftp://x' })), 400, 'PARAM_ERROR'],
      [() => native.post(order({ time_expire: '2018-06-08T10:34:56+08:00' })), 400, 'PARAM_ERROR'],
      [() => native.post(order({ amount: { total: 1, currency: 'XYZ' } })), 400, 'PARAM_ERROR'],
      [() => native.post(order({ mchid: '1900000009' })), 400, 'PARAM_ERROR'],
      [() => native.post(order({ appid: 'wx0000000000000000' })), 400, 'APPID_MCHID_NOT_MATCH'],
      [() => orderOf('nothing'), 404, 'ORDER_NOT_EXIST'],
      [() => refund('R-8', { refund: 9_999 }), 400, 'INVALID_REQUEST'],
      [() => refund('R-8', { refund: 1, total: 1_000 }), 400, 'INVALID_REQUEST'],
      [() => refund('R-8', { refund: 1 }, { out_trade_no: 'none' }), 404, 'RESOURCE_NOT_EXISTS'],
      [
        () => wx.chain('v3/refund/domestic/refunds/{n}').get({ n: 'none' }),
        404,
        'RESOURCE_NOT_EXISTS',
      ],
      [() => wx.chain('v3/bill/tradebill').get({ params: { bill_date: 'x' } }), 400, 'PARAM_ERROR'],
      [
        () => wx.chain('v3/bill/tradebill').get({ params: { bill_date: '2020-01-01' } }),
        ...([400, 'NO_STATEMENT_EXIST'] as const),
      ],
      [() => wx.chain('v3/profitsharing/orders').post({}), 404, 'METHOD_NOT_SUPPORTED'],
    ];
    for (const [index, [asked, status, code]] of tries.entries()) {
      expect([index, ...(await refused(asked()))]).toEqual([index, status, code]);
    }
    const english = await native
      .post(order({ amount: {} }), { headers: { 'Accept-Language': 'en' } })
      .catch((error: unknown) => (error as Refused).response.data);
    expect((english as Json)['message']).toMatch(/^A parameter is wrong/);
  });
});

describe('wechatpay-node-v3', () => {
  it('sells, is told, gives back, and closes', async () => {
    const wx = openNodeV3(city, shop);
    const asked = { description: 'Cake', notify_url: backEnd.notifyUrl, amount: { total: 200 } };
    const sold = await wx.transactions_native({ ...asked, out_trade_no: 'N-1' });
    await payText(payer, (sold.data as { code_url: string }).code_url);
    const { headers, body } = await nextTold('TRANSACTION.SUCCESS');
    const isOurs = await wx.verifySign({
      timestamp: String(headers['wechatpay-timestamp']),
      nonce: String(headers['wechatpay-nonce']),
      serial: String(headers['wechatpay-serial']),
      signature: String(headers['wechatpay-signature']),
      ...{ body, apiSecret: shop.apiV3Key },
    });
    expect(isOurs).toBe(true);
    const found = await wx.query({ out_trade_no: 'N-1' });
    expect(found).toMatchObject({ status: 200, data: { trade_state: 'SUCCESS' } });
    const refund = await wx.refunds({
      ...{ out_trade_no: 'N-1', out_refund_no: 'NR-1' },
      amount: { refund: 200, total: 200, currency: 'CNY' },
    } as never);
    expect(refund).toMatchObject({ status: 200, data: { status: 'SUCCESS' } });
    expect(await wx.find_refunds('NR-1')).toMatchObject({ data: { out_refund_no: 'NR-1' } });
    const { openid } = await payer.must('payv3.getOpenid', { appid: shop.appid });
    const sheet = await wx.transactions_jsapi({
      ...{ ...asked, out_trade_no: 'N-2', payer: { openid } },
    });
    expect(sheet).toMatchObject({ status: 200, data: { signType: 'RSA' } });
    const { appId, timeStamp, nonceStr, paySign, ...rest } = sheet.data as Record<string, string>;
    const { text } = await payer.must('payv3.openPayment', {
      ...{ appid: appId as string, timestamp: timeStamp as string, nonce: nonceStr as string },
      ...{ package: rest['package'] as string, paySign: paySign as string },
    });
    expect(text).toContain('/pay/');
    expect(await wx.close('N-2')).toMatchObject({ status: 204 });
  });

  it('has several orders paid together, and gives back of one of them', async () => {
    const wx = openNodeV3(city, shop);
    const part = (out_trade_no: string, total_amount: number, over: Json = {}) => ({
      ...{ mchid: shop.mchid, out_trade_no, attach: out_trade_no, description: 'Bread' },
      ...{ amount: { total_amount, currency: 'CNY' }, ...over },
    });
    const parts = [part('C-1', 100), part('C-2', 250)];
    const asked = (number: string, over: Json = {}) =>
      ({
        ...{ combine_out_trade_no: number, notify_url: backEnd.notifyUrl, sub_orders: parts },
        ...over,
      }) as never;
    const sold = await wx.combine_transactions_native(asked('CC'));
    expect(sold.status).toBe(200);
    const states = async () => {
      const { data } = (await wx.combine_query('CC')) as { data: { sub_orders: Json[] } };
      return data.sub_orders.map((each) => [each['out_trade_no'], each['trade_state']]);
    };
    expect(await states()).toEqual([
      ...[
        ['C-1', 'NOTPAY'],
        ['C-2', 'NOTPAY'],
      ],
    ]);
    const paid = await payText(payer, (sold.data as { code_url: string }).code_url);
    expect(paid.money.amountMinor).toBe(350);
    const told = await nextTold('TRANSACTION.SUCCESS');
    const [, second] = told.resource['sub_orders'] as [Json, Json];
    expect(second).toMatchObject({ out_trade_no: 'C-2', attach: 'C-2', trade_state: 'SUCCESS' });
    const refund = (out_refund_no: string, amount: number, over: Json = {}) =>
      wx.refunds({
        ...{ transaction_id: second['transaction_id'], out_refund_no, ...over },
        amount: { refund: amount, total: 250, currency: 'CNY' },
      } as never);
    expect((await refund('CR-1', 200)).data).toMatchObject({
      ...{ status: 'SUCCESS', out_trade_no: 'C-2', amount: { total: 250, refund: 200 } },
    });
    expect((await refund('CR-1', 200)).status).toBe(200);
    expect((await refund('CR-2', 51)).status).toBe(400);
    const byOwn = { transaction_id: undefined, out_trade_no: 'C-2' };
    expect((await refund('CR-2', 50, byOwn)).data).toMatchObject({ out_trade_no: 'C-2' });
    expect(await states()).toEqual([
      ...[
        ['C-1', 'SUCCESS'],
        ['C-2', 'REFUND'],
      ],
    ]);
    const tries: [Json, number, string][] = [
      [{ sub_orders: [part('C-1', 100)] }, 403, 'OUT_TRADE_NO_USED'],
      [{ sub_orders: [part('N-1', 100)] }, 403, 'OUT_TRADE_NO_USED'],
      [{ sub_orders: [part('C-7', 1, { mchid: '1900000009' })] }, 403, 'NO_AUTH'],
      [{ sub_orders: [part('C-7', 1), part('C-7', 1)] }, 400, 'PARAM_ERROR'],
    ];
    for (const [over, status, code] of tries) {
      const no = await wx.combine_transactions_native(asked('DD', over));
      expect([no.status, String(no.error)]).toEqual([status, expect.stringContaining(code)]);
    }
    await wx.combine_transactions_native(asked('EE', { sub_orders: [part('E-1', 5)] }));
    const sub_orders = [{ mchid: shop.mchid, out_trade_no: 'E-1' }];
    expect(await wx.combine_close('EE', sub_orders)).toMatchObject({ status: 204 });
  });

  it('pays many at once', async () => {
    const wx = openNodeV3(city, shop);
    const { openid } = await payer.must('payv3.getOpenid', { appid: shop.appid });
    const detail = (out_detail_no: string, transfer_amount: number, over: Json = {}) => ({
      ...{ out_detail_no, transfer_amount, transfer_remark: 'Wages', openid, ...over },
    });
    const stranger = { openid: `o${'x'.repeat(27)}` };
    const list = [detail('D1', 11), detail('D2', 22), detail('D3', 5, stranger)];
    const batch = {
      ...{ out_batch_no: 'P1', batch_name: 'May', batch_remark: 'May' },
      ...{ total_amount: 38, total_num: 3, transfer_detail_list: list },
    };
    const taken = await wx.batches_transfer(batch);
    expect(taken).toMatchObject({ status: 200, data: { out_batch_no: 'P1' } });
    const again = await wx.batches_transfer(batch);
    expect(again.data).toEqual(taken.data);
    const asked = { out_batch_no: 'P1', need_query_detail: true, detail_status: 'ALL' } as const;
    const done = await eventually(async () => {
      const { data } = await wx.query_batches_transfer_list({ ...asked, offset: 0, limit: 20 });
      return data?.transfer_batch.batch_status === 'FINISHED' ? data : null;
    });
    expect(done.transfer_batch).toMatchObject({
      ...{ success_amount: 33, success_num: 2, fail_amount: 5, fail_num: 1, total_num: 3 },
    });
    expect(done.transfer_detail_list?.map(({ detail_status }) => detail_status)).toEqual([
      ...['SUCCESS', 'SUCCESS', 'FAIL'],
    ]);
    const named = { out_batch_no: 'P1', out_detail_no: 'D3' };
    expect(await wx.query_batches_transfer_detail(named)).toMatchObject({
      data: { detail_status: 'FAIL', fail_reason: 'OPENID_INVALID', transfer_amount: 5 },
    });
    const { batch_id = '' } = taken.data ?? {};
    const byCity = { batch_id, need_query_detail: false, offset: 0, limit: 20 };
    const found = await wx.query_batches_transfer_list_wx(byCity);
    expect(found.data?.transfer_batch).toEqual(done.transfer_batch);
    const detail_id = done.transfer_detail_list?.[0]?.detail_id ?? '';
    expect(await wx.query_batches_transfer_detail_wx({ batch_id, detail_id })).toMatchObject({
      data: { out_detail_no: 'D1', openid },
    });
    const wrong = await wx.batches_transfer({ ...batch, total_amount: 39 });
    expect([wrong.status, String(wrong.error)]).toEqual([400, expect.stringContaining('PARAM')]);
    const other = { ...batch, total_amount: 11, total_num: 1, transfer_detail_list: [list[0]!] };
    const used = await wx.batches_transfer(other);
    expect([used.status, String(used.error)]).toEqual([400, expect.stringContaining('ALREADY')]);
  });
});

describe('tills and deposits', () => {
  async function payCode(person: TestPerson): Promise<string> {
    const { codes } = await person.must('codes.issue', {});
    const [first] = codes;
    if (first === undefined) throw new Error('no code was given');
    return first.code;
  }
  const sale = (auth_code: string, total = 300): Json => ({
    ...order({ amount: { total, currency: 'CNY' }, notify_url: undefined }),
    ...{ payer: { auth_code }, scene_info: { store_info: { out_id: 'A1' } } },
  });

  it('takes what a code allows, asks for more, and takes back what is not sure', async () => {
    const wx = openAxiosPlugin(city, shop);
    const codepay = wx.chain('v3/pay/transactions/codepay');
    await payer.must('codes.enable', { approval: byPin() });
    const small = sale(await payCode(payer));
    expect((await codepay.post(small)).data).toMatchObject({
      ...{ trade_state: 'SUCCESS', trade_type: 'MICROPAY', amount: { total: 300 } },
    });
    // The same request again is the same sale; another one cannot use the code.
    expect((await codepay.post(small)).data).toMatchObject({ trade_state: 'SUCCESS' });
    const again = sale(String((small['payer'] as Json)['auth_code']));
    expect(await refused(codepay.post(again))).toEqual([400, 'AUTHCODEINVALID']);
    const large = sale(await payCode(payer), 30_000);
    expect((await codepay.post(large)).data).toMatchObject({ trade_state: 'USERPAYING' });
    const reverse = (number: unknown) =>
      wx
        .chain('v3/pay/transactions/out-trade-no/{number}/reverse')
        .post({ appid: shop.appid, mchid: shop.mchid }, { number });
    for (const one of [small, large]) {
      const number = one['out_trade_no'];
      expect((await reverse(number)).data).toMatchObject({ out_trade_no: number });
      const found = await wx.chain('v3/pay/transactions/out-trade-no/{number}').get({
        ...{ params: { mchid: shop.mchid }, number },
      });
      expect(found.data).toMatchObject({ trade_state: 'REVOKED' });
    }
    expect(await refused(reverse('nothing'))).toEqual([404, 'ORDER_NOT_EXIST']);
  });

  it('holds a deposit, takes what it came to, and lets the rest go', async () => {
    const wx = openAxiosPlugin(city, shop);
    const base = 'v3/payscore/serviceorder';
    const named = { appid: shop.appid, service_id: '500001' };
    const service = (out_order_no: string): Json => ({
      ...{ ...named, out_order_no, service_introduction: 'A bike', notify_url: backEnd.notifyUrl },
      ...{ risk_fund: { name: 'DEPOSIT', amount: 5_000 }, need_user_confirm: true },
      time_range: { start_time: 'OnAccept' },
    });
    const created = (await wx.chain(base).post(service('S1'))).data as Json;
    expect(created).toMatchObject({ state: 'CREATED', out_order_no: 'S1', mchid: shop.mchid });
    const [word, , holdId] = Buffer.from(String(created['package']), 'base64url')
      .toString()
      .split(' ');
    expect(word).toBe('hold');
    const { merchantId } = shop;
    const hold = { merchantId, holdId: holdId as never, amountMinor: 5_000 };
    await payer.must('merchants.allowHold', { key: newKey(), ...hold, approval: byPin() });
    const confirmed = await nextTold('PAYSCORE.USER_CONFIRM');
    expect(confirmed.resource).toMatchObject({ state: 'DOING', state_description: 'USER_CONFIRM' });
    const complete = (number: string, total_amount: number, amount = total_amount) =>
      wx
        .chain(`${base}/{number}/complete`)
        .post({ ...named, post_payments: [{ name: 'Ride', amount }], total_amount }, { number });
    expect(await refused(complete('S1', 120, 100))).toEqual([400, 'PARAM_ERROR']);
    expect(await refused(complete('S1', 5_001))).toEqual([400, 'PARAM_ERROR']);
    await complete('S1', 120);
    const paid = await nextTold('PAYSCORE.USER_PAID');
    expect(paid.resource).toMatchObject({
      ...{ state: 'DONE', total_amount: 120 },
      collection: { state: 'USER_PAID', paid_amount: 120 },
    });
    const found = await wx.chain(base).get({ params: { ...named, out_order_no: 'S1' } });
    expect(found.data).toEqual(paid.resource);
    const owed = wx.chain(`${base}/{number}/modify`).post(named, { number: 'S1' });
    expect(await refused(owed)).toEqual([400, 'INVALID_REQUEST']);
    expect((await complete('S1', 120)).data).toEqual(paid.resource);
    expect(await refused(complete('S1', 119))).toEqual([400, 'INVALID_REQUEST']);
    await wx.chain(base).post(service('S2'));
    await wx.chain(`${base}/{number}/cancel`).post({ ...named, reason: 'x' }, { number: 'S2' });
    const dropped = await wx.chain(base).get({ params: { ...named, out_order_no: 'S2' } });
    expect(dropped.data).toMatchObject({ state: 'REVOKED' });
    const unasked = { ...service('S3'), need_user_confirm: false };
    expect(await refused(wx.chain(base).post(unasked))).toEqual([403, 'NO_AUTH']);
    const other = { ...service('S1'), risk_fund: { name: 'DEPOSIT', amount: 1 } };
    expect(await refused(wx.chain(base).post(other))).toEqual([400, 'ALREADY_EXISTS']);
  });
});

it('bills of a day that is over add up, and are what their hash says', async () => {
  const wx = openAxiosPlugin(city, shop);
  const day = new Date(Date.now()).toISOString().slice(0, 10);
  const open = { params: { bill_date: day } };
  expect(await refused(wx.chain('v3/bill/tradebill').get(open))).toEqual([
    400,
    'NO_STATEMENT_EXIST',
  ]);
  // All clocks of this process stand still, a day later.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + dayMs + 600_000 });
  const fetchBill = async (asked: Promise<{ data: unknown }>) => {
    const { hash_value, download_url } = (await asked).data as Record<string, string>;
    const params = Object.fromEntries(new URL(String(download_url)).searchParams);
    const file = await wx.chain('v3/billdownload/file').get({
      ...{ params, responseType: 'arraybuffer', transformResponse: [] },
    });
    const bytes = file.data as Buffer;
    expect(createHash('sha1').update(bytes).digest('hex')).toBe(hash_value);
    return Formatter.castCsvBill(bytes) as { rows: Record<string, string>[]; summary: Json };
  };
  const trade = await fetchBill(wx.chain('v3/bill/tradebill').get(open));
  const paid = trade.rows.filter((row) => row['交易状态'] === 'SUCCESS');
  const back = trade.rows.filter((row) => row['交易状态'] === 'REFUND');
  expect(paid.map((row) => row['商户订单号'])).toEqual(expect.arrayContaining(['C-1', 'C-2']));
  expect(back.map((row) => row['商户退款单号'])).toEqual(['R-1', 'NR-1', 'CR-1', 'CR-2']);
  const cents = (text: unknown) => Math.round(Number(text) * 100);
  const sum = (rows: Record<string, string>[], title: string) =>
    rows.reduce((total, row) => total + cents(row[title]), 0);
  expect(cents(trade.summary['订单总金额'])).toBe(sum(paid, '订单金额'));
  const funds = await fetchBill(wx.chain('v3/bill/fundflowbill').get(open));
  const came = cents(funds.summary['收入金额']) - cents(funds.summary['支出金额']);
  const { balances } = await owner.must('merchants.getBalances', { merchantId: shop.merchantId });
  const [balance] = balances;
  expect(came).toBe(balance?.availableMinor);
  expect(cents(funds.rows.at(-1)?.['账户结余(元)'])).toBe(came);
  const zipped = await openNodeV3(city, shop).tradebill({
    ...{ bill_date: day, bill_type: 'ALL', tar_type: 'GZIP' },
  });
  expect(zipped).toMatchObject({ status: 200, data: { hash_type: 'SHA1' } });
  const { download_url } = zipped.data as { download_url: string };
  const file = await fetch(download_url);
  expect(file.headers.get('content-type')).toContain('application/x-gzip');
  expect((await fetch(`${download_url.slice(0, -30)}tartype=gzip`)).status).toBe(400);
  vi.useRealTimers();
});

describe('a request', () => {
  const url = () => `/v3/refund/domestic/refunds/none`;
  function authorization(
    over: { nonce?: string; at?: number; serial?: string; url?: string } = {},
  ) {
    const {
      nonce = Formatter.nonce(),
      at = Formatter.timestamp(),
      serial = shop.key.serial,
    } = over;
    const message = Formatter.request('GET', over.url ?? url(), at, nonce, '');
    const signature = createSign('RSA-SHA256').update(message).sign(shop.privateKey, 'base64');
    return Formatter.authorization(shop.mchid, nonce, signature, String(at), serial);
  }
  const ask = async (header: string) => {
    const answer = await fetch(`${city.origin}${url()}`, { headers: { authorization: header } });
    return [answer.status, ((await answer.json()) as Json)['code']];
  };

  it('counts once, for five minutes, by the key that signed it, and for this address', async () => {
    const once = authorization();
    expect(await ask(once)).toEqual([404, 'RESOURCE_NOT_EXISTS']);
    expect(await ask(once)).toEqual([401, 'SIGN_ERROR']);
    const old = Formatter.timestamp() - 301;
    const others = [
      authorization({ at: Number(old) }),
      authorization({ serial: 'AB'.repeat(20) }),
      authorization({ url: '/v3/certificates' }),
      authorization().replace(/signature="../, 'signature="AA'),
      'Bearer nothing',
    ];
    for (const header of others) expect(await ask(header)).toEqual([401, 'SIGN_ERROR']);
  });

  it('counts no longer by a key that was ended', async () => {
    const { merchantId } = shop;
    const made = await owner.must('payv3.addKey', { merchantId, publicKey: null });
    const { serial } = made.key;
    const other = { ...shop, key: made.key, privateKey: made.privateKey as string };
    const wx = openAxiosPlugin(city, other);
    expect((await wx.chain('v3/certificates').get()).status).toBe(200);
    await owner.must('payv3.endKey', { merchantId, serial });
    expect(await refused(wx.chain('v3/certificates').get())).toEqual([401, 'SIGN_ERROR']);
    expect(await owner.refused('payv3.endKey', { merchantId, serial })).toBe('api_key_unknown');
  });
});

describe('the console', () => {
  it('is for whoever may develop for the merchant, and says no more to others', async () => {
    const { merchantId } = shop;
    const cashier = await city.signUp('Cas');
    await befriend(owner, cashier, city.settle);
    const { personId } = cashier.me;
    await owner.must('merchants.invite', { merchantId, personId, role: 'cashier' });
    await cashier.must('merchants.answerInvite', { merchantId, accept: true });
    const [noticeId, some] = [noId<string>(), 'x'];
    const signed = { timestamp: '1', nonce: some, serial: some, signature: some, body: some };
    const tries = (of: MerchantId): Try[] => [
      ['payv3.getAccess', { merchantId: of }],
      ['payv3.setAccess', { merchantId: of, verification: 'publicKey', currency: 'points' }],
      ['payv3.addKey', { merchantId: of, publicKey: null }],
      ['payv3.endKey', { merchantId: of, serial: shop.key.serial }],
      ['payv3.renewSecret', { merchantId: of }],
      ['payv3.addApp', { merchantId: of, name: some }],
      ['payv3.listNotices', { merchantId: of }],
      ['payv3.getNotice', { merchantId: of, noticeId }],
      ['payv3.redeliver', { merchantId: of, noticeId }],
      ['payv3.checkCallback', { merchantId: of, ...signed }],
    ];
    for (const [method, input] of tries(merchantId)) {
      expect([method, await payer.refused(method, input)]).toEqual([method, 'merchant_unknown']);
      expect([method, await cashier.refused(method, input)]).toEqual([method, 'forbidden']);
    }
    for (const [method, input] of tries(noMerchant)) {
      expect([method, await owner.refused(method, input)]).toEqual([method, 'merchant_unknown']);
    }
    const access = await owner.must('payv3.getAccess', { merchantId });
    expect(access).toMatchObject({ mchid: shop.mchid, verification: 'certificate' });
    expect(JSON.stringify(access)).not.toContain(shop.apiV3Key);
    const set = { merchantId, verification: 'publicKey', currency: 'points' } as const;
    await owner.must('payv3.setAccess', set);
    expect(await owner.refused('payv3.setAccess', { ...set, currency: 'gold' })).toBe(
      'wrong_currency',
    );
    const asked = { merchantId, publicKey: 'Good morning' };
    expect(await owner.refused('payv3.addKey', asked)).toBe('public_key_rejected');
    expect(await payer.refused('payv3.getOpenid', { appid: 'wx0000000000000000' })).toBe(
      'app_unknown',
    );
  });

  it('has room for so many keys and apps', async () => {
    const { merchantId } = await openShopOf(owner, 'Cakes');
    const makeKey = () => owner.call('payv3.addKey', { merchantId, publicKey: null });
    const makeApp = () => owner.call('payv3.addApp', { merchantId, name: 'One more' });
    for (let key = 1; key < 5; key += 1) expect((await makeKey()).ok).toBe(true);
    expect(await makeKey()).toMatchObject({ ok: false, error: 'too_many_api_keys' });
    for (let app = 1; app < 20; app += 1) expect((await makeApp()).ok).toBe(true);
    expect(await makeApp()).toMatchObject({ ok: false, error: 'too_many_apps' });
  });

  it('shows what was told, tells it again, and says what is wrong with a callback', async () => {
    const { merchantId } = shop;
    backEnd.answerWith(500);
    const wx = openAxiosPlugin(city, shop);
    const { data } = await wx.chain('v3/pay/transactions/native').post(order());
    await payText(payer, (data as { code_url: string }).code_url);
    const told = await nextTold('TRANSACTION.SUCCESS');
    const { notices } = await owner.must('payv3.listNotices', { merchantId });
    const [notice] = notices;
    if (notice === undefined) throw new Error('nothing was told');
    const { noticeId } = notice;
    const shown = await eventually(async () => {
      const one = await owner.must('payv3.getNotice', { merchantId, noticeId });
      return one.attempts.length > 0 ? one : null;
    });
    expect(shown.attempts[0]).toMatchObject({ kind: 'notice', outcome: 'refused', status: 500 });
    expect(JSON.parse(shown.resource)).toEqual(told.resource);
    backEnd.answerWith(null);
    await owner.must('payv3.redeliver', { merchantId, noticeId });
    const again = await nextTold('TRANSACTION.SUCCESS');
    expect(again.resource).toEqual(told.resource);
    expect(again.headers['wechatpay-serial']).toBe(shop.platform.publicKeyId);
    for (const method of ['payv3.getNotice', 'payv3.redeliver'] as const) {
      expect(await owner.refused(method, { merchantId, noticeId: noId() })).toBe('notice_unknown');
      expect(await payer.refused(method, { merchantId, noticeId })).toBe('merchant_unknown');
    }
    const [timestamp, nonce, serial, signature] = [
      ...['timestamp', 'nonce', 'serial', 'signature'].map((name) =>
        String(again.headers[`wechatpay-${name}`]),
      ),
    ] as [string, string, string, string];
    const given = { merchantId, timestamp, nonce, serial, signature, body: again.body };
    const check = async (over: Partial<typeof given> = {}) =>
      (await owner.must('payv3.checkCallback', { ...given, ...over })).findings;
    expect(await check()).toEqual(['all_right']);
    const written = JSON.stringify(JSON.parse(again.body), null, 2);
    expect(await check({ body: written })).toEqual(['reserialised']);
    expect(await check({ body: again.body.replace('SUCCESS', 'NOTHING') })).toEqual([
      'signature_wrong',
    ]);
    expect(await check({ body: '' })).toEqual(['signature_wrong', 'body_not_json']);
    expect(await check({ timestamp: '1', serial: 'AB' })).toEqual([
      ...['time_old', 'serial_unknown', 'signature_wrong'],
    ]);
    expect(await check({ signature: 'WECHATPAY/SIGNTEST/x' })).toEqual(['probe']);
  });
});

describe('the recipes', () => {
  const running: ChildProcess[] = [];
  const address = `http://127.0.0.1:${recipePort}`;
  const read = async (page: string): Promise<Json | null> => {
    const answer = await fetch(`${address}${page}`).catch(() => null);
    return answer === null ? null : ((await answer.json()) as Json);
  };
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'plaza-recipes-'));
    const { merchantId, mchid, appid, certs, privateKey, apiV3Key, key } = shop;
    // One of both packages knows certificates only.
    const set = { merchantId, verification: 'certificate', currency: 'points' } as const;
    await owner.must('payv3.setAccess', set);
    const my = { baseURL: city.origin, mchid, appid, serial: key.serial, privateKey, certs };
    const mine = { ...my, certificate: key.certificate, apiV3Key, address };
    await writeFile(path.join(folder, 'shop.json'), JSON.stringify(mine));
  });
  afterAll(async () => {
    for (const child of running) child.kill();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(['shop-with-axios-plugin.mjs', 'shop-with-node-v3.mjs'])('%s sells tea', async (name) => {
    const recipe = path.join(import.meta.dirname, '../../docs/recipes', name);
    const child = spawn(process.execPath, [recipe, path.join(folder, 'shop.json')], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running.push(child);
    await eventually(() => read('/orders'));
    const number = name.slice(0, 16);
    const sold = (await read(`/buy/${number}`)) as { code_url: string };
    await payText(payer, sold.code_url);
    const orders = () => read('/orders');
    await eventually(async () => ((await orders())?.[number] === undefined ? null : true));
    expect((await orders())?.[number]).toBe(350);
    child.kill();
    await new Promise((resolve) => child.once('exit', resolve));
  });
});
