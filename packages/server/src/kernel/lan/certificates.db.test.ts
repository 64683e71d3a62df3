import { manualClock, systemClock } from '@plaza/base';
import 'reflect-metadata';
import {
  PemConverter,
  SubjectAlternativeNameExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lanCertificates } from './certificates.ts';

const dayMs = 86_400_000;
const addresses = ['192.168.1.5', 'fd00::1:2', '8.8.8.8'];
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'plaza-lan-'));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const make = (clock = manualClock(), list = addresses) =>
  lanCertificates({ dataDir, clock, addresses: list, hostname: 'house.local' });

/** What a device that installed `ca` says to a server that shows `cert` under `servername`. */
async function shake(input: {
  ca: string;
  cert: string;
  key: string;
  servername: string;
}): Promise<string> {
  const server = createServer({ cert: input.cert, key: input.key }, (socket) => socket.end());
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ ca: input.ca, port, host: '127.0.0.1', servername: input.servername });
  try {
    await once(socket, 'secureConnect');
    return 'trusted';
  } catch (error) {
    return (error as Error).message;
  } finally {
    socket.destroy();
    server.close();
  }
}

test('a device that installed the authority trusts the server', async () => {
  const { caPem, certPem, keyPem, hostnames } = await make(manualClock(systemClock.nowMs()));
  expect(hostnames).toContain('192.168.1.5');
  const input = { ca: caPem, cert: certPem, key: keyPem };
  expect(await shake({ ...input, servername: 'house.local' })).toBe('trusted');
  expect(await shake({ ...input, servername: 'localhost' })).toBe('trusted');
  expect(await shake({ ...input, servername: 'other.local' })).toContain('does not match');
});

test('the authority cannot vouch for a site of the internet', async () => {
  const { caPem } = await make(manualClock(systemClock.nowMs()));
  const stolen = await readFile(join(dataDir, 'lan', 'authority.pem'), 'utf8');
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const der = PemConverter.decodeFirst(stolen);
  const signingKey = await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign']);
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const forged = await X509CertificateGenerator.create({
    subject: 'CN=bank.example',
    issuer: new X509Certificate(caPem).subjectName,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: algorithm,
    extensions: [new SubjectAlternativeNameExtension([{ type: 'dns', value: 'bank.example' }])],
  });
  const key = PemConverter.encode(
    await crypto.subtle.exportKey('pkcs8', keys.privateKey),
    'PRIVATE KEY',
  );
  const cert = forged.toString('pem');
  const answer = await shake({ ca: caPem, cert, key, servername: 'bank.example' });
  expect(answer).toContain('permitted subtree violation');
});

test('only private addresses are certified', async () => {
  expect((await make()).hostnames).toEqual([
    ...['house.local', 'localhost', '127.0.0.1', '::1'],
    ...['192.168.1.5', 'fd00::1:2'],
  ]);
});

test('a second call gives the same certificates', async () => {
  expect(await make()).toEqual(await make());
});

test('a new address renews the server, not the authority', async () => {
  const before = await make();
  const after = await make(manualClock(), ['192.168.1.6', 'fd00::1:2']);
  expect(after.caPem).toBe(before.caPem);
  expect(after.certPem).not.toBe(before.certPem);
  expect(after.hostnames).toContain('192.168.1.6');
});

test('the server is renewed thirty days before its end', async () => {
  const clock = manualClock();
  const before = await make(clock);
  clock.advance(360 * dayMs);
  expect((await make(clock)).certPem).toBe(before.certPem);
  clock.advance(10 * dayMs);
  const after = await make(clock);
  expect(after.certPem).not.toBe(before.certPem);
  expect(after.fingerprint).toBe(before.fingerprint);
});

test('an authority near its end is replaced, together with the server', async () => {
  const clock = manualClock();
  const before = await make(clock);
  clock.advance(3300 * dayMs);
  const after = await make(clock);
  expect(after.fingerprint).not.toBe(before.fingerprint);
  const issuer = new X509Certificate(after.caPem);
  expect(
    await new X509Certificate(after.certPem).verify({ publicKey: issuer, signatureOnly: true }),
  ).toBe(true);
});

test('the keys are readable by the owner alone', async () => {
  await make();
  for (const name of ['authority.pem', 'server.pem']) {
    expect((await stat(join(dataDir, 'lan', name))).mode & 0o777).toBe(0o600);
  }
  expect((await stat(join(dataDir, 'lan'))).mode & 0o777).toBe(0o700);
});
