import type { MerchantId } from '@plaza/base';
import { maxApiKeys, maxApps, type ApiAccess, type ApiKey, type ShopApp } from '@plaza/contract';
import { createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import type { MerchantRow } from '../../merchants/index.ts';
import type { Payv3Deps } from '../deps.ts';
import {
  endKey,
  insertAccess,
  insertKey,
  selectAccess,
  selectKeys,
  updateAccess,
} from '../store/access.ts';
import { insertApp, selectApps } from '../store/apps.ts';
import type { AccessRow, AppRow, KeyRow, Verification } from '../types.ts';
import { issueCertificate, readPublicKey } from './certificates.ts';
import { issuer, type Platform } from './platform.ts';

const generate = promisify(generateKeyPair);

/** How a merchant speaks with the city; made with what is usual when it is first asked for. */
export async function openAccess(
  { db, pay }: Pick<Payv3Deps, 'db' | 'pay'>,
  merchantId: MerchantId,
): Promise<AccessRow> {
  const known = await selectAccess(db, merchantId);
  if (known !== null) return known;
  const currency = pay.currencies.all[0]?.code ?? 'points';
  await insertAccess(db, { merchantId, verification: 'certificate', currency });
  return (await selectAccess(db, merchantId)) as AccessRow;
}

export async function setAccess(
  deps: Payv3Deps,
  of: { merchantId: MerchantId; verification: Verification; currency: string },
): Promise<Outcome<null, 'wrong_currency'>> {
  if (deps.pay.currencies.find(of.currency) === undefined) return no('wrong_currency');
  await openAccess(deps, of.merchantId);
  await updateAccess(deps.db, of);
  return yes(null);
}

export function presentKey({ serial, certificate, ...row }: KeyRow): ApiKey {
  return {
    ...{ serial, certificate },
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.notAfter.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

export function presentApp({ appid, name, createdAt }: AppRow): ShopApp {
  return { appid, name, createdAt: createdAt.toISOString() };
}

export async function getAccess(
  deps: Payv3Deps,
  platform: Platform,
  { merchantId, mchid }: MerchantRow,
): Promise<ApiAccess> {
  const access = await openAccess(deps, merchantId);
  const [keys, apps] = [
    await selectKeys(deps.db, merchantId),
    await selectApps(deps.db, merchantId),
  ];
  const { certificate, publicKey, publicKeyId } = await platform.keys();
  return {
    ...{ mchid, verification: access.verification, currency: access.currency },
    secretSetAt: access.secretSetAt?.toISOString() ?? null,
    keys: keys.map(presentKey),
    apps: apps.map(presentApp),
    platform: {
      baseUrl: deps.publicUrl,
      certificateSerial: certificate.serial,
      certificate: certificate.pem,
      publicKeyId,
      publicKey: String(publicKey.export({ type: 'spki', format: 'pem' })),
    },
  };
}

async function makePair(): Promise<{ publicPem: string; privatePem: string }> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: 2048 });
  return {
    publicPem: String(publicKey.export({ type: 'spki', format: 'pem' })),
    privatePem: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

/** Certifies a key; the private one of a pair made here leaves in the answer and stays nowhere. */
export async function addKey(
  deps: Payv3Deps,
  platform: Platform,
  { merchant, publicKey }: { merchant: MerchantRow; publicKey: string | null },
): Promise<
  Outcome<{ key: ApiKey; privateKey: string | null }, 'public_key_rejected' | 'too_many_api_keys'>
> {
  const { db, clock, random } = deps;
  const { merchantId, mchid } = merchant;
  const known = await selectKeys(db, merchantId);
  if (known.filter(({ endedAt }) => endedAt === null).length >= maxApiKeys) {
    return no('too_many_api_keys');
  }
  const made = publicKey === null ? await makePair() : null;
  const given =
    made === null ? await readPublicKey(publicKey ?? '') : createPublicKey(made.publicPem);
  if (given === null) return no('public_key_rejected');
  await openAccess(deps, merchantId);
  const { privateKey: issuerKey } = await platform.keys();
  const { serial, pem, notAfter } = await issueCertificate(
    { random, nowMs: clock.nowMs() },
    { subject: mchid, publicKey: given, issuer, issuerKey },
  );
  const der = given.export({ type: 'spki', format: 'der' });
  const row = { merchantId, serial, publicKey: der, certificate: pem, notAfter };
  const key = { ...row, createdAt: clock.now() };
  await insertKey(db, key);
  return yes({ key: presentKey({ ...key, endedAt: null }), privateKey: made?.privatePem ?? null });
}

export async function stopKey(
  { db, clock }: Payv3Deps,
  of: { merchantId: MerchantId; serial: string },
): Promise<Outcome<null, 'api_key_unknown'>> {
  const isEnded = await endKey(db, { ...of, at: clock.now() });
  return isEnded ? yes(null) : no('api_key_unknown');
}

export async function addApp(
  { db, clock, random }: Payv3Deps,
  { merchantId, name }: { merchantId: MerchantId; name: string },
): Promise<Outcome<ShopApp, 'too_many_apps'>> {
  if ((await selectApps(db, merchantId)).length >= maxApps) return no('too_many_apps');
  const appid = `wx${Buffer.from(random.bytes(8)).toString('hex')}`;
  const app = { appid, merchantId, name, createdAt: clock.now() };
  await insertApp(db, app);
  return yes(presentApp(app));
}
