import type { Brand } from '@plaza/base';
import { createPublicKey, verify } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrigins } from '../../../kernel/egress/index.ts';
import { openAccess } from '../keys/access.ts';
import { createPlatform, type Platform } from '../keys/platform.ts';
import { renewSecret } from '../keys/secret.ts';
import { insertNotice, reviveNotice, selectAttempts, selectNotice } from '../store/notices.ts';
import { openShop, openTestDeps, type Heard } from '../testing.ts';
import { decryptText } from '../wire/aead.ts';
import { createPost } from './post.ts';
import { retryWaitsMs } from './schedule.ts';
import { createSender, type Sender } from './sender.ts';
import { createTell } from './telling.ts';

type City = Awaited<ReturnType<typeof openTestDeps>>;
type Shop = Awaited<ReturnType<typeof openShop>>;

let city: City;
let shop: Shop;
let platform: Platform;
let secret: string;
const noticeId = '11111111-1111-4111-8111-111111111111';
const named = () => ({ merchantId: city.merchantId, noticeId });
const isProbe = ({ headers }: Heard) =>
  String(headers['wechatpay-signature']).startsWith('WECHATPAY/SIGNTEST/');

beforeEach(async () => {
  city = await openTestDeps();
  shop = await openShop(city.clock);
  platform = createPlatform(city.deps);
  await openAccess(city.deps, city.merchantId);
  secret = await renewSecret(city.deps, city.merchantId);
});
afterEach(async () => {
  await shop[Symbol.asyncDispose]();
  await city[Symbol.asyncDispose]();
});

function senderTo(origins: string[] = [shop.origin]): Sender {
  const post = createPost({ origins: createOrigins(origins), clock: city.clock });
  return createSender(city.deps, createTell({ deps: city.deps, platform, post }));
}

async function note(url = `${shop.origin}/notify`): Promise<void> {
  await insertNotice(city.db, {
    ...named(),
    ...{ eventType: 'TRANSACTION.SUCCESS', originalType: 'transaction', summary: '支付成功' },
    ...{ subjectId: noticeId, outNo: 'A-1', url, resource: { z: 1, a: 'Ä' } },
    createdAt: city.clock.now(),
  });
}

const stateOf = async () => (await selectNotice(city.db, named()))?.state;
const attemptsOf = async () => (await selectAttempts(city.db, named())).toReversed();

describe('a back end is told', () => {
  it('what only it can read, signed by the city, after a probe that it must not take', async () => {
    shop.answerBy((told) => ({ status: isProbe(told) ? 401 : 204 }));
    await note();
    await senderTo().settle();
    expect(shop.heard.map(isProbe)).toEqual([true, false]);
    const { headers, body } = shop.heard[1] as Heard;
    const message = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`;
    const { certificate } = await platform.keys();
    expect(headers['wechatpay-serial']).toBe(certificate.serial);
    const signature = Buffer.from(String(headers['wechatpay-signature']), 'base64');
    const key = createPublicKey(certificate.pem);
    expect(verify('RSA-SHA256', Buffer.from(message), key, signature)).toBe(true);
    const told = JSON.parse(body) as { id: string; resource: Parameters<typeof decryptText>[1] };
    expect(told).toMatchObject({
      ...{ id: noticeId, event_type: 'TRANSACTION.SUCCESS', resource_type: 'encrypt-resource' },
      resource: { original_type: 'transaction', algorithm: 'AEAD_AES_256_GCM' },
    });
    expect(decryptText(secret, told.resource)).toBe('{"z":1,"a":"Ä"}');
    expect(await stateOf()).toBe('delivered');
    const tried = await attemptsOf();
    expect(tried.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      ...['probe refused', 'notice taken'],
    ]);
  });

  it('fifteen times more, at the times of the dialect, and then no longer', async () => {
    shop.answerBy(() => ({ status: 500, body: 'no' }));
    await note();
    const sender = senderTo();
    const times: number[] = [];
    for (let attempt = 0; attempt <= retryWaitsMs.length; attempt += 1) {
      const due = (await selectNotice(city.db, named()))?.dueAt as Date;
      city.clock.advance(due.getTime() - city.clock.nowMs() - 1);
      await sender.settle();
      city.clock.advance(1);
      await sender.settle();
      times.push(city.clock.nowMs());
    }
    const waits = times.slice(1).map((at, index) => at - (times[index] as number));
    expect(waits).toEqual(retryWaitsMs);
    expect(await stateOf()).toBe('failed');
    expect(shop.heard.filter((told) => !isProbe(told))).toHaveLength(16);
    await reviveNotice(city.db, named(), city.clock.now());
    shop.answerBy(() => ({ status: 200 }));
    await sender.settle();
    expect(await stateOf()).toBe('delivered');
  });

  it('again by another process, when the one that had it died', async () => {
    await note();
    const dead = createSender(city.deps, () => Promise.reject(new Error('killed')));
    await dead.settle();
    const sender = senderTo();
    await sender.settle();
    expect(await stateOf()).toBe('waiting');
    city.clock.advance(60_000);
    await sender.settle();
    expect(await stateOf()).toBe('delivered');
  });
});

it('of one shop that does not answer the others hear nothing later', async () => {
  const told: string[] = [];
  const hang = Promise.withResolvers<void>();
  const sender = createSender(city.deps, async ({ url, merchantId }) => {
    told.push(url);
    if (url === 'slow') await hang.promise;
    await city.db.query('delete from payv3_notice where merchant_id = $1', [merchantId]);
  });
  const { merchantId } = city;
  const other = '22222222-2222-4222-8222-222222222222' as string as typeof merchantId;
  const write = async (of: typeof merchantId, url: string, count: number) => {
    for (let at = 1; at <= count; at += 1) {
      await insertNotice(city.db, {
        ...{ merchantId: of, noticeId: city.deps.newId<Brand<'Notice'>>(), outNo: 'A', url },
        ...{ eventType: 'X', originalType: 'x', summary: 'x', subjectId: noticeId, resource: {} },
        createdAt: city.clock.now(),
      });
    }
  };
  await write(merchantId, 'slow', 40);
  city.clock.advance(1);
  await write(other, 'quick', 1);
  sender.start();
  await expect.poll(() => told.includes('quick')).toBe(true);
  expect(told.filter((url) => url === 'slow').length).toBeLessThanOrEqual(7);
  hang.resolve();
  await sender.stop();
});

describe('nobody is told', () => {
  it('where the operator does not let the city, whatever leads there', async () => {
    await note('http://127.0.0.1:1/notify');
    await senderTo().settle();
    expect((await attemptsOf()).map(({ outcome }) => outcome)).toEqual([
      ...['not_allowed', 'not_allowed'],
    ]);
    expect(await stateOf()).toBe('waiting');
    // By a name that leads to this machine.
    await note();
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
    const origins = createOrigins(['http://shop.example']);
    const post = createPost({ origins, clock: city.clock, resolve });
    expect(await post('http://shop.example/notify', '{}', {})).toMatchObject({
      outcome: 'not_allowed',
    });
    expect(shop.heard).toEqual([]);
  });

  it('behind a redirect', async () => {
    shop.answerBy(() => ({ status: 302, headers: { location: `${shop.origin}/elsewhere` } }));
    await note();
    await senderTo().settle();
    expect(shop.heard.map(({ url }) => url)).toEqual(['/notify', '/notify']);
    expect((await attemptsOf()).at(-1)).toMatchObject({ outcome: 'refused', status: 302 });
  });

  it('without a key to encrypt with', async () => {
    await city.db.query('update payv3_access set sealed_secret = null, secret_set_at = null');
    await note();
    await senderTo().settle();
    expect(shop.heard).toEqual([]);
    expect((await attemptsOf()).at(-1)?.outcome).toBe('no_secret');
  });

  it('for longer than five seconds', async () => {
    shop.answerBy((told) => (isProbe(told) ? { status: 401 } : 'never'));
    await note();
    const settled = senderTo().settle();
    await expect.poll(() => shop.heard.length).toBe(2);
    city.clock.advance(5_000);
    await settled;
    expect((await attemptsOf()).at(-1)).toMatchObject({ outcome: 'unreachable', tookMs: 5_000 });
  });
});
