// The back end of a tea shop, with the npm package wechatpay-node-v3 as it is.
// It sells at /buy/<number>, is told at /paid, and says at /orders what was paid.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import Pay from 'wechatpay-node-v3';

const my = JSON.parse(readFileSync(process.argv[2] ?? 'shop.json', 'utf8'));
const { baseURL, mchid, appid, certificate, privateKey, apiV3Key, address } = my;
const [publicPem, privatePem] = [Buffer.from(certificate), Buffer.from(privateKey)];
const pay = new Pay({ appid, mchid, publicKey: publicPem, privateKey: privatePem, key: apiV3Key });
const paid = {};

// This package knows one address only; what sends for it may send elsewhere. It signs no host.
async function send(method, url, headers, body) {
  const there = url.replace('https://api.mch.weixin.qq.com', baseURL);
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(there, { method, headers, ...sent });
  const text = await answer.text();
  return { status: answer.status, data: text && JSON.parse(text), error: answer.ok ? '' : text };
}
pay.createHttp({
  get: (url, headers) => send('GET', url, headers),
  post: (url, body, headers) => send('POST', url, headers, body),
});

async function sell(out_trade_no) {
  const cup = { description: 'A cup of tea', amount: { total: 350, currency: 'CNY' } };
  const order = { out_trade_no, notify_url: `${address}/paid`, ...cup };
  return (await pay.transactions_native(order)).data;
}

async function hear(headers, body) {
  const [timestamp, nonce, signature, serial] = ['timestamp', 'nonce', 'signature', 'serial'].map(
    (name) => headers[`wechatpay-${name}`],
  );
  // The body as it came: read and written again it would have other bytes.
  if (!(await pay.verifySign({ timestamp, nonce, signature, serial, body }))) return 401;
  const { ciphertext, associated_data, nonce: mixed } = JSON.parse(body).resource;
  const { out_trade_no, amount } = pay.decipher_gcm(ciphertext, associated_data, mixed);
  paid[out_trade_no] = amount.total;
  return 204;
}

async function serve(request, response) {
  const { url, headers } = request;
  const body = Buffer.concat(await request.toArray()).toString();
  if (url === '/paid') return response.writeHead(await hear(headers, body)).end();
  const told = url.startsWith('/buy/') ? await sell(url.slice('/buy/'.length)) : paid;
  response.end(JSON.stringify(told));
}

createServer((...both) => void serve(...both)).listen(new URL(address).port);
