// The certificate library builds on decorators and expects this polyfill before it.
import 'reflect-metadata';
import { Pkcs10CertificateRequest, X509CertificateGenerator } from '@peculiar/x509';
import type { Random } from '@plaza/base';
import { createPublicKey, type KeyObject } from 'node:crypto';

const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const dayMs = 86_400_000;
/** Merchants' servers have clocks of their own, which may be behind. */
const backdateMs = dayMs;
const livesMs = 5 * 365 * dayMs;

export type Issued = { serial: string; pem: string; notBefore: Date; notAfter: Date };

/** 20 bytes that are positive and do not begin with a nought: 40 digits for every reader. */
function newSerial(random: Pick<Random, 'bytes'>): string {
  const bytes = Buffer.from(random.bytes(20));
  bytes.writeUInt8(((bytes[0] as number) & 0x3f) | 0x40, 0);
  return bytes.toString('hex').toUpperCase();
}

function signingKeyOf(key: KeyObject) {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
}

function verifyingKeyOf(key: KeyObject) {
  const der = key.export({ type: 'spki', format: 'der' });
  return crypto.subtle.importKey('spki', der, algorithm, true, ['verify']);
}

/** Writes a certificate of `subject` over a public key, signed by the city. */
export async function issueCertificate(
  { random, nowMs }: { random: Pick<Random, 'bytes'>; nowMs: number },
  of: { subject: string; publicKey: KeyObject; issuer: string; issuerKey: KeyObject },
): Promise<Issued> {
  const serial = newSerial(random);
  // Certificates count in seconds.
  const notBefore = new Date(Math.floor((nowMs - backdateMs) / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + livesMs);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial.toLowerCase(),
    subject: [{ CN: [of.subject] }],
    issuer: [{ CN: [of.issuer] }],
    publicKey: await verifyingKeyOf(of.publicKey),
    signingKey: await signingKeyOf(of.issuerKey),
    signingAlgorithm: algorithm,
    ...{ notBefore, notAfter },
  });
  return { serial, pem: `${certificate.toString('pem')}\n`, notBefore, notAfter };
}

/**
 * The key in what a merchant hands in: a key, a certificate or a request for one. Null: it is none,
 * a weak one, or a private key, which nobody else should ever see.
 */
export async function readPublicKey(pem: string): Promise<KeyObject | null> {
  if (/PRIVATE/.test(pem)) return null;
  try {
    const key = await keyIn(pem);
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    const isFit = modulusLength >= 2048 && modulusLength <= 4096 && publicExponent === 65_537n;
    return key.asymmetricKeyType === 'rsa' && isFit ? key : null;
  } catch {
    return null;
  }
}

async function keyIn(pem: string): Promise<KeyObject> {
  if (!/BEGIN (NEW )?CERTIFICATE REQUEST/.test(pem)) return createPublicKey(pem);
  const request = new Pkcs10CertificateRequest(pem);
  if (!(await request.verify())) throw new Error('it is not signed by its own key');
  const der = Buffer.from(request.publicKey.rawData);
  return createPublicKey({ key: der, type: 'spki', format: 'der' });
}
