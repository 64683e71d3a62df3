import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
} from 'node:crypto';
import { promisify } from 'node:util';
import type { Payv3Deps } from '../deps.ts';
import {
  insertCertificate,
  keepPlatform,
  selectCertificates,
  selectPlatform,
} from '../store/platform.ts';
import type { CertificateRow } from '../types.ts';
import { issueCertificate } from './certificates.ts';

// The pair with which the city answers merchants and tells them of payments. It is made once; its
// certificates are renewed, so that both ways of naming it stay true: by certificate, by key.

const generate = promisify(generateKeyPair);
const purpose = 'payv3 platform';
export const issuer = 'Plaza pay';
const dayMs = 86_400_000;
const renewBeforeMs = 180 * dayMs;
/** Programs fetch the list twice a day: nobody meets a number that they have not heard of. */
const heardAfterMs = dayMs;
const keptMs = 60_000;

export type PlatformKeys = {
  privateKey: KeyObject;
  publicKey: KeyObject;
  publicKeyId: string;
  /** All that count, the newest first. */
  certificates: CertificateRow[];
  /** The one that is named in answers. */
  certificate: CertificateRow;
};

export type Platform = {
  keys(): Promise<PlatformKeys>;
};

/** As the dialect writes it: a mark and 32 digits. */
function publicKeyIdOf(der: Buffer): string {
  const digest = createHash('sha256').update(der).digest('hex');
  return `PUB_KEY_ID_${BigInt(`0x${digest}`).toString().padStart(78, '0').slice(-32)}`;
}

type Pair = Pick<PlatformKeys, 'privateKey' | 'publicKey' | 'publicKeyId'>;

async function openPair({ db, seal, clock, log }: Payv3Deps): Promise<Pair> {
  let row = await selectPlatform(db);
  if (row === null) {
    const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2048 });
    const der = publicKey.export({ type: 'spki', format: 'der' });
    const sealed = await seal.seal(purpose, privateKey.export({ type: 'pkcs8', format: 'der' }));
    const made = { sealedPrivateKey: sealed, publicKey: der, publicKeyId: publicKeyIdOf(der) };
    row = await keepPlatform(db, { ...made, madeAt: clock.now() });
    log.info({}, 'the city has a key now, with which it answers merchants');
  }
  const der = await seal.open(purpose, row.sealedPrivateKey);
  return {
    privateKey: createPrivateKey({ key: der, type: 'pkcs8', format: 'der' }),
    publicKey: createPublicKey({ key: row.publicKey, type: 'spki', format: 'der' }),
    publicKeyId: row.publicKeyId,
  };
}

async function openCertificates(
  { db, clock, random }: Payv3Deps,
  { privateKey, publicKey }: Pair,
): Promise<CertificateRow[]> {
  const known = await selectCertificates(db, clock.now());
  const renewAt = new Date(clock.nowMs() + renewBeforeMs);
  const newest = known[0];
  if (newest !== undefined && newest.notAfter > renewAt) return known;
  const made = await issueCertificate(
    { random, nowMs: clock.nowMs() },
    { subject: 'Plaza pay', publicKey, issuer, issuerKey: privateKey },
  );
  await insertCertificate(db, made, renewAt);
  return selectCertificates(db, clock.now());
}

/** The newest that everybody has heard of. */
function namedOf(certificates: CertificateRow[], nowMs: number): CertificateRow {
  // It was dated back by a day when it was made.
  const isHeard = ({ notBefore }: CertificateRow) =>
    nowMs - notBefore.getTime() >= heardAfterMs + dayMs;
  const named = certificates.find(isHeard) ?? certificates.at(-1);
  if (named === undefined) throw new Error('the city has no certificate');
  return named;
}

export function createPlatform(deps: Payv3Deps): Platform {
  let pair: Promise<Pair> | null = null;
  let kept: { certificates: CertificateRow[]; untilMs: number } | null = null;

  async function certificatesOf(opened: Pair): Promise<CertificateRow[]> {
    const nowMs = deps.clock.nowMs();
    if (kept !== null && kept.untilMs > nowMs) return kept.certificates;
    const certificates = await openCertificates(deps, opened);
    kept = { certificates, untilMs: nowMs + keptMs };
    return certificates;
  }

  return {
    async keys() {
      pair ??= openPair(deps).catch((error: unknown) => {
        pair = null;
        throw error;
      });
      const opened = await pair;
      const certificates = await certificatesOf(opened);
      return { ...opened, certificates, certificate: namedOf(certificates, deps.clock.nowMs()) };
    },
  };
}
