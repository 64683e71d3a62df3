import { secureRandom } from '@plaza/base';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSeal } from '../../../kernel/seal/index.ts';
import { openTestDeps } from '../testing.ts';
import { createPlatform } from './platform.ts';

const dayMs = 86_400_000;

let city: Awaited<ReturnType<typeof openTestDeps>>;
beforeEach(async () => {
  city = await openTestDeps();
});
afterEach(() => city[Symbol.asyncDispose]());

it('is one pair for all processes, however they begin', async () => {
  const all = [1, 2, 3].map(() => createPlatform(city.deps));
  const keys = await Promise.all(all.map((each) => each.keys()));
  expect(new Set(keys.map(({ publicKeyId }) => publicKeyId)).size).toBe(1);
  const [{ privateKey, publicKey, certificate }] = keys as [(typeof keys)[0]];
  expect(keys.every((each) => each.privateKey.equals(privateKey))).toBe(true);
  expect(new X509Certificate(certificate.pem).checkPrivateKey(privateKey)).toBe(true);
  expect(new X509Certificate(certificate.pem).publicKey.equals(publicKey)).toBe(true);
  const { rows } = await city.db.query<{ sealed: Buffer }>(
    'select sealed_private_key as sealed from payv3_platform',
  );
  const der = privateKey.export({ type: 'pkcs8', format: 'der' });
  expect(rows[0]?.sealed.includes(der.subarray(100, 132))).toBe(false);
});

it('renews its certificate before it ends, and names the new one a day after', async () => {
  const platform = createPlatform(city.deps);
  const first = (await platform.keys()).certificate;
  const untilMs = first.notAfter.getTime() - city.clock.nowMs();
  city.clock.advance(untilMs - 181 * dayMs);
  expect((await platform.keys()).certificates).toHaveLength(1);
  city.clock.advance(2 * dayMs);
  const renewed = await platform.keys();
  expect(renewed.certificates).toHaveLength(2);
  expect(renewed.certificate.serial).toBe(first.serial);
  city.clock.advance(dayMs + 60_000);
  const named = await platform.keys();
  expect(named.certificate.serial).toBe(named.certificates[0]?.serial);
  expect(named.certificate.serial).not.toBe(first.serial);
  expect(named.publicKeyId).toBe(renewed.publicKeyId);
  city.clock.advance(180 * dayMs);
  expect((await platform.keys()).certificates.map(({ serial }) => serial)).toEqual([
    named.certificate.serial,
  ]);
});

it('says nothing without the file that its key was sealed with', async () => {
  await createPlatform(city.deps).keys();
  const folder = await mkdtemp(path.join(tmpdir(), 'plaza-payv3-'));
  const seal = createSeal({ keyFile: path.join(folder, 'other.key'), random: secureRandom });
  await expect(createPlatform({ ...city.deps, seal }).keys()).rejects.toThrow();
  await rm(folder, { recursive: true });
});
