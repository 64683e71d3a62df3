import type { Clock } from '@plaza/base';
import { createServer, isIP } from 'node:net';
import type { Config } from '../config.ts';
import { lanAddresses, lanCertificates, lanHostname } from '../kernel/lan/index.ts';
import type { RelyingParty } from '../modules/identity/index.ts';

/** Where this process listens and under which names people reach it. */
export type Place = {
  /** The address to listen on. */
  host: string;
  port: number;
  /** Without a slash at its end. */
  publicUrl: string;
  hostNames: ReadonlySet<string>;
  /** For whom passkeys are made; null where only an address is known. */
  relyingParty: RelyingParty | null;
  tls: { cert: string; key: string } | null;
  /** The authority of `--lan` and where devices get it. */
  trust: { caPem: string; fingerprint: string; port: number; url: string } | null;
};

/** Asks the system for a free port. Another process may take it before we do; then start fails. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function relyingPartyOf(url: URL): RelyingParty | null {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  return isIP(name) === 0 ? { id: name, origins: [url.origin] } : null;
}

function fixedPlace({ host, publicUrl }: Config, port: number): Place {
  const url = new URL(publicUrl ?? `http://localhost:${port}`);
  return {
    host,
    port,
    publicUrl: url.origin,
    hostNames: new Set([url.hostname]),
    relyingParty: relyingPartyOf(url),
    tls: null,
    trust: null,
  };
}

/** An IPv6 address in a URL stands in brackets. */
function inUrl(address: string): string {
  return isIP(address) === 6 ? `[${address}]` : address;
}

async function lanPlace(config: Config, port: number, clock: Clock): Promise<Place> {
  // Phones and people are more at home with IPv4; where there is none, we listen on IPv6 as well.
  const addresses = lanAddresses().toSorted((a, b) => isIP(a) - isIP(b));
  const onlyIpv6 = addresses.length > 0 && addresses.every((address) => isIP(address) === 6);
  const made = await lanCertificates({ dataDir: config.dataDir, clock, addresses });
  const name = inUrl(addresses[0] ?? lanHostname());
  const byName = new URL(`https://${lanHostname()}:${port}`);
  const trustPort = port + 1;
  return {
    host: onlyIpv6 && config.host === '0.0.0.0' ? '::' : config.host,
    port,
    publicUrl: `https://${name}:${port}`,
    hostNames: new Set(made.hostnames),
    relyingParty: relyingPartyOf(byName),
    tls: { cert: made.certPem, key: made.keyPem },
    trust: {
      caPem: made.caPem,
      fingerprint: made.fingerprint,
      port: trustPort,
      url: `http://${name}:${trustPort}`,
    },
  };
}

/** Decides from the settings where the server is. */
export async function findPlace(config: Config, clock: Clock): Promise<Place> {
  const port = config.port === 0 ? await freePort() : config.port;
  if (config.lan) return lanPlace(config, port, clock);
  return fixedPlace(config, port);
}
