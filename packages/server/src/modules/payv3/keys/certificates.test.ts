import 'reflect-metadata';
import { Pkcs10CertificateRequestGenerator } from '@peculiar/x509';
import { seededRandom } from '@plaza/base';
import { generateKeyPairSync, webcrypto, X509Certificate, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { issueCertificate, readPublicKey } from './certificates.ts';

const rsa = (modulusLength = 2048) => generateKeyPairSync('rsa', { modulusLength });
const pemOf = (key: KeyObject, type: 'spki' | 'pkcs8') =>
  String(key.export({ type, format: 'pem' }));
const { publicKey, privateKey } = rsa();

it('writes certificates that others read', async () => {
  const nowMs = Date.parse('2026-11-23T10:00:00.500Z');
  const issuer = rsa();
  const of = {
    subject: '1900000001',
    publicKey,
    issuer: 'Plaza pay',
    issuerKey: issuer.privateKey,
  };
  const serials = new Set<string>();
  for (let seed = 0; seed < 20; seed += 1) {
    const made = await issueCertificate({ random: seededRandom(seed), nowMs }, of);
    const read = new X509Certificate(made.pem);
    expect(read.serialNumber).toBe(made.serial);
    expect(made.serial).toMatch(/^[4-7][0-9A-F]{39}$/);
    expect([read.subject, read.issuer]).toEqual(['CN=1900000001', 'CN=Plaza pay']);
    expect(read.publicKey.equals(publicKey)).toBe(true);
    expect(read.verify(issuer.publicKey)).toBe(true);
    expect([new Date(read.validFrom), new Date(read.validTo)]).toEqual([
      ...[made.notBefore, made.notAfter],
    ]);
    serials.add(made.serial);
  }
  expect(serials.size).toBe(20);
});

async function requestOf(): Promise<string> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const made = await webcrypto.subtle.generateKey(
    { ...algorithm, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    true,
    ['sign', 'verify'],
  );
  const request = await Pkcs10CertificateRequestGenerator.create({
    ...{ name: 'CN=1900000001', keys: made, signingAlgorithm: algorithm },
  });
  return request.toString('pem');
}

/** One letter of the signature is another. */
function changed(pem: string): string {
  const at = pem.lastIndexOf('-----END') - 20;
  return pem.slice(0, at) + (pem[at] === 'A' ? 'B' : 'A') + pem.slice(at + 1);
}

describe('what a merchant hands in', () => {
  it('is a key, a certificate, or a request for one', async () => {
    expect((await readPublicKey(pemOf(publicKey, 'spki')))?.equals(publicKey)).toBe(true);
    const of = { subject: 'x', publicKey, issuer: 'x', issuerKey: privateKey };
    const { pem } = await issueCertificate({ random: seededRandom(1), nowMs: 1e12 }, of);
    expect((await readPublicKey(pem))?.equals(publicKey)).toBe(true);
    expect((await readPublicKey(await requestOf()))?.asymmetricKeyType).toBe('rsa');
  });

  it.each<[string, () => string | Promise<string>]>([
    ['a private key, which nobody else should see', () => pemOf(privateKey, 'pkcs8')],
    ['a weak key', () => pemOf(rsa(1024).publicKey, 'spki')],
    ['a key of another kind', () => pemOf(generateKeyPairSync('ed25519').publicKey, 'spki')],
    ['a request that somebody changed', async () => changed(await requestOf())],
    ['anything else', () => 'Good morning'],
  ])('is not %s', async (_what, pem) => expect(await readPublicKey(await pem())).toBeNull());
});
