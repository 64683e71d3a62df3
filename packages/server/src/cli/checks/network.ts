import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { lanAddresses } from '../../kernel/lan/index.ts';
import { ok, problem, warning, type Check, type Finding } from '../finding.ts';

const natsPort = 4222;
const connectTimeoutMs = 5_000;

export const checkPort: Check = async ({ config }) => {
  const { host, port } = config;
  const place = `${host}:${port}`;
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
    return [ok(`${place} is free to listen on`)];
  } catch (error) {
    return [portProblem(place, error as NodeJS.ErrnoException)];
  } finally {
    server.close();
  }
};

function portProblem(place: string, error: NodeJS.ErrnoException): Finding {
  switch (error.code) {
    case 'EADDRINUSE':
      return problem(
        `${place} is in use`,
        'If it is Plaza, all is well. Otherwise stop that program, or choose another PLAZA_PORT.',
      );
    case 'EACCES':
      return problem(
        `${place} is reserved for the system`,
        'Choose a PLAZA_PORT from 1024 up, and let a reverse proxy listen on 80 and 443.',
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return problem(`this machine has no address ${place}`, 'Correct PLAZA_HOST, or unset it.');
    default:
      return problem(`${place} cannot be used: ${error.message}`, 'Check PLAZA_HOST, PLAZA_PORT.');
  }
}

export const checkReach: Check = async ({ config }) => {
  if (config.lan) {
    const addresses = lanAddresses();
    if (addresses.length > 0) return [ok(`phones reach this machine at ${addresses.join(', ')}`)];
    const cure = 'Connect this machine to the network of the phones.';
    return [problem('this machine has no address on a local network', cure)];
  }
  const { publicUrl } = config;
  if (publicUrl === undefined) return [ok('only this machine can open Plaza')];
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol === 'https:' && config.trustProxy.length === 0) {
    return [
      warning(
        `nobody but a proxy can serve ${publicUrl}, and PLAZA_TRUST_PROXY names none`,
        'Name its address, for example PLAZA_TRUST_PROXY=127.0.0.1; until then everybody who ' +
          'comes through it shares the limits of one address.',
      ),
    ];
  }
  if (protocol === 'https:' || hostname === 'localhost') return [ok(`people open ${publicUrl}`)];
  return [
    warning(
      `${publicUrl} is not encrypted: camera, passkeys and notifications will not work`,
      'Put a reverse proxy with a certificate in front, and use its https:// address.',
    ),
  ];
};

async function checkNatsServer(url: string): Promise<Finding> {
  const { hostname, port } = new URL(url);
  const place = `${hostname}:${port || natsPort}`;
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || natsPort),
    signal: AbortSignal.timeout(connectTimeoutMs),
  });
  try {
    await once(socket, 'connect');
    return ok(`NATS answers at ${place}`);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    const cure = 'Start that NATS server, or correct PLAZA_NATS_URL.';
    return problem(`NATS does not answer at ${place}: ${message || code}`, cure);
  } finally {
    socket.destroy();
  }
}

export const checkNats: Check = async ({ config }) => {
  const urls = config.natsUrl?.split(',') ?? [];
  return Promise.all(urls.map((url) => checkNatsServer(url.trim())));
};

/** Without a relay only devices that reach each other directly can talk. */
export const checkRelay: Check = async ({ config }) => {
  const { turnUrls, publicUrl } = config;
  if (turnUrls.length > 0) return [ok(`calls are relayed by ${turnUrls.join(', ')}`)];
  if (publicUrl === undefined) return [ok('calls go directly, as on one network they can')];
  return [
    warning(
      'no relay for calls: across the internet many will not come about',
      'Set up coturn with "npm run -s plaza -- turn-config"; see docs/operate/calls.md.',
    ),
  ];
};
