import type { Clock } from '@plaza/base';
// The certificate library builds on decorators and expects this polyfill before it.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { webcrypto } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { isPrivateAddress, lanHostname, privateNetworks } from './addresses.ts';
import { nameConstraints } from './name-constraints.ts';

export type LanCertificates = {
  /** The authority, for people to install on their devices. */
  caPem: string;
  /** The server's certificate, followed by the authority's. */
  certPem: string;
  keyPem: string;
  /** SHA-256 of the authority, as devices show it. */
  fingerprint: string;
  /** Every name and address under which the certificate is valid. */
  hostnames: string[];
};

type Options = {
  dataDir: string;
  clock: Clock;
  addresses: readonly string[];
  /** A name that resolves on the local network. Default: this machine's `.local` name. */
  hostname?: string;
};

type Pair = { certificate: X509Certificate; pem: string; keyPem: string };

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
const authorityDays = 3650;
/** Apple refuses server certificates that are valid for longer. */
const serverDays = 397;
const renewBeforeDays = 30;
/** Devices have clocks of their own, which may be behind. */
const backdateDays = 1;
const domains = ['local', 'localhost'];

/**
 * Gives the certificates for `--lan`, made at the first call and kept in `<dataDir>/lan`. The
 * server's is renewed before it ends and whenever the addresses change; the authority stays for
 * ten years, so that people install it once.
 */
export async function lanCertificates(options: Options): Promise<LanCertificates> {
  const folder = join(options.dataDir, 'lan');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { clock } = options;
  const hostnames = validNames(options);
  let authority = await readPair(folder, 'authority');
  // An authority that ends before the certificate it signs would end it too.
  if (authority === null || endsWithin(authority, serverDays, clock)) {
    authority = await makeAuthority(clock);
    await writePair(folder, 'authority', authority);
  }
  let server = await readPair(folder, 'server');
  if (server === null || !(await isCurrent(server, authority, { hostnames, clock }))) {
    server = await makeServer(authority, hostnames, clock);
    await writePair(folder, 'server', server);
  }
  const digest = Buffer.from(await authority.certificate.getThumbprint('SHA-256'));
  return {
    caPem: authority.pem,
    certPem: `${server.pem}\n${authority.pem}\n`,
    keyPem: server.keyPem,
    fingerprint: (digest.toString('hex').toUpperCase().match(/../g) ?? []).join(':'),
    hostnames,
  };
}

function validNames({ addresses, hostname = lanHostname() }: Options): string[] {
  const local = addresses.filter(isPrivateAddress);
  return [...new Set([hostname, 'localhost', '127.0.0.1', '::1', ...local])];
}

function endsWithin({ certificate }: Pair, days: number, clock: Clock): boolean {
  return certificate.notAfter.getTime() - clock.nowMs() < days * dayMs;
}

async function isCurrent(
  server: Pair,
  authority: Pair,
  { hostnames, clock }: { hostnames: readonly string[]; clock: Clock },
): Promise<boolean> {
  if (endsWithin(server, renewBeforeDays, clock)) return false;
  const names = server.certificate.getExtension(SubjectAlternativeNameExtension);
  const found = new Set(names?.names.items.map(({ value }) => canonical(value)));
  if (!hostnames.every((name) => found.has(canonical(name)))) return false;
  const publicKey = await authority.certificate.publicKey.export();
  return server.certificate.verify({ publicKey, signatureOnly: true });
}

/** One spelling per IPv6 address, whoever wrote it. */
function canonical(name: string): string {
  return isIP(name) === 6 ? new URL(`http://[${name}]`).hostname.slice(1, -1) : name;
}

function validity(days: number, clock: Clock): { notBefore: Date; notAfter: Date } {
  const notBefore = new Date(clock.nowMs() - backdateDays * dayMs);
  return { notBefore, notAfter: new Date(notBefore.getTime() + days * dayMs) };
}

async function makeAuthority(clock: Clock): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const made = clock.now().toISOString().slice(0, 10);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    // The date tells two servers of one network apart in a device's list.
    name: [{ CN: [`Plaza local network, ${made}`] }],
    keys,
    signingAlgorithm: algorithm,
    ...validity(authorityDays, clock),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      nameConstraints(domains, privateNetworks),
    ],
  });
  return toPair(certificate, keys.privateKey);
}

async function makeServer(authority: Pair, hostnames: string[], clock: Clock): Promise<Pair> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    PemConverter.decodeFirst(authority.keyPem),
    algorithm,
    false,
    ['sign'],
  );
  const names = hostnames.map((value) => ({
    type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
    value,
  }));
  const certificate = await X509CertificateGenerator.create({
    subject: [{ CN: ['Plaza'] }],
    issuer: authority.certificate.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    ...validity(serverDays, clock),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      new SubjectAlternativeNameExtension(names),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  });
  return toPair(certificate, keys.privateKey);
}

async function toPair(
  certificate: X509Certificate,
  privateKey: webcrypto.CryptoKey,
): Promise<Pair> {
  const key = await webcrypto.subtle.exportKey('pkcs8', privateKey);
  const keyPem = PemConverter.encode(key, 'PRIVATE KEY');
  return { certificate, pem: certificate.toString('pem'), keyPem };
}

async function readPair(folder: string, name: string): Promise<Pair | null> {
  const text = await readFile(join(folder, `${name}.pem`), 'utf8').catch(() => null);
  if (text === null) return null;
  const [key, certificate] = text.split(/(?<=-----END PRIVATE KEY-----)\s+/);
  if (!key || !certificate) return null;
  return { certificate: new X509Certificate(certificate), pem: certificate.trim(), keyPem: key };
}

/** Key and certificate share one file, so that they always belong together. */
async function writePair(folder: string, name: string, { pem, keyPem }: Pair): Promise<void> {
  const path = join(folder, `${name}.pem`);
  await writeFile(`${path}.new`, `${keyPem}\n${pem}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
