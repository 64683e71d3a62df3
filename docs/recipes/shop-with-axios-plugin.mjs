// The back end of a tea shop, with the npm package wechatpay-axios-plugin as it is.
// It sells at /buy/<number>, is told at /paid, and says at /orders what was paid.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import plugin from 'wechatpay-axios-plugin';

const { Aes, Formatter, Rsa, Wechatpay } = plugin;
const my = JSON.parse(readFileSync(process.argv[2] ?? 'shop.json', 'utf8'));
const { baseURL, mchid, appid, serial, privateKey, certs, apiV3Key, address } = my;
const pay = new Wechatpay({ baseURL, mchid, serial, privateKey, certs });
const paid = {};

async function sell(out_trade_no) {
  const cup = { description: 'A cup of tea', amount: { total: 350, currency: 'CNY' } };
  const order = { mchid, appid, out_trade_no, notify_url: `${address}/paid`, ...cup };
  return (await pay.v3.pay.transactions.native.post(order)).data;
}

function hear(headers, body) {
  const [time, nonce, signature, by] = ['timestamp', 'nonce', 'signature', 'serial'].map(
    (name) => headers[`wechatpay-${name}`],
  );
  if (Math.abs(Formatter.timestamp() - time) > 300 || certs[by] === undefined) return 401;
  // The body as it came: read and written again it would have other bytes.
  if (!Rsa.verify(Formatter.response(time, nonce, body), signature, certs[by])) return 401;
  const { resource } = JSON.parse(body);
  const { ciphertext, associated_data } = resource;
  const told = Aes.AesGcm.decrypt(ciphertext, apiV3Key, resource.nonce, associated_data);
  const { out_trade_no, amount } = JSON.parse(told);
  paid[out_trade_no] = amount.total;
  return 204;
}

async function serve(request, response) {
  const { url, headers } = request;
  const body = Buffer.concat(await request.toArray()).toString();
  if (url === '/paid') return response.writeHead(hear(headers, body)).end();
  const told = url.startsWith('/buy/') ? await sell(url.slice('/buy/'.length)) : paid;
  response.end(JSON.stringify(told));
}

createServer((...both) => void serve(...both)).listen(new URL(address).port);
