import { createIds, secureRandom, systemClock, type PayKey } from '@plaza/base';
import { Aes, Formatter, Rsa, Wechatpay } from 'wechatpay-axios-plugin';
import { amountsOf, createPin, topUp, typePin } from './support/pay.ts';
import { until, type Person } from './support/people.ts';
import { expect, test } from './support/test.ts';

const newKey = () => createIds(systemClock, secureRandom)<PayKey>();

/** A shop, with what its back end needs. */
async function openShop({ api }: Person) {
  const asked = { key: newKey(), name: 'Librería Luz', category: 'shop' } as const;
  const { merchantId, mchid } = (await api.merchants.open(asked)).merchant.merchant;
  const { key, privateKey } = await api.payv3.addKey({ merchantId, publicKey: null });
  const { apiV3Key } = await api.payv3.renewSecret({ merchantId });
  const { appid } = (await api.payv3.addApp({ merchantId, name: 'Web shop' })).app;
  const { platform } = await api.payv3.getAccess({ merchantId });
  const certs = { [platform.certificateSerial]: platform.certificate };
  return { mchid, appid, serial: key.serial, privateKey: privateKey ?? '', apiV3Key, certs };
}

test('a web shop that was written for WeChat Pay is paid by somebody with a phone', async ({
  city,
  openDevice,
  viewport,
}) => {
  test.skip((viewport?.width ?? 0) > 400, 'a story of one phone');
  const [luz, ana] = [await city.people.signUp('Luz'), await city.people.signUp('Ana')];
  await Promise.all([createPin(ana), topUp(city, ana, 10_000)]);
  const { mchid, appid, serial, privateKey, apiV3Key, certs } = await openShop(luz);
  const wx = new Wechatpay({ baseURL: city.origin, mchid, serial, privateKey, certs });
  const order = {
    ...{ mchid, appid, out_trade_no: 'L-1', description: 'A book', attach: 'shelf 3' },
    ...{ amount: { total: 1_250, currency: 'CNY' }, notify_url: `${city.site.origin}/paid` },
  };
  const sold = await wx.chain('v3/pay/transactions/h5').post(order);
  const { h5_url } = sold.data as unknown as { h5_url: string };

  const { page } = await openDevice({ as: ana, size: 'phone' });
  const { pathname, search } = new URL(h5_url);
  await page.goto(pathname + search);
  await expect(page.getByRole('heading', { name: 'Librería Luz' })).toBeVisible();
  await page.getByRole('button', { name: 'Pay 12.50 points' }).click();
  await typePin(page);
  await expect(page.getByRole('status').filter({ hasText: 'Paid' })).toContainText('12.50');

  const told = await until(async () => city.site.told.at(-1));
  const { headers, body } = told;
  const [timestamp, nonce] = ['timestamp', 'nonce'].map((name) => headers[`wechatpay-${name}`]);
  const said = Formatter.response(String(timestamp), String(nonce), body);
  const signedBy = certs[String(headers['wechatpay-serial'])] ?? '';
  expect(Rsa.verify(said, String(headers['wechatpay-signature']), signedBy)).toBe(true);
  const { resource } = JSON.parse(body) as { resource: Record<string, string> };
  const { ciphertext = '', nonce: mixed = '', associated_data } = resource;
  const opened = Aes.AesGcm.decrypt(ciphertext, apiV3Key, mixed, associated_data);
  expect(JSON.parse(opened)).toMatchObject({ out_trade_no: 'L-1', trade_state: 'SUCCESS' });
  const found = await wx.chain('v3/pay/transactions/out-trade-no/L-1').get({ params: { mchid } });
  expect(found.data).toEqual(JSON.parse(opened));
  expect(await amountsOf(ana)).toEqual([-1_250, 10_000]);
});
