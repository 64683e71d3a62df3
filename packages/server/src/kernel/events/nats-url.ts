import type { NodeConnectionOptions } from '@nats-io/transport-node';

type Address = Pick<NodeConnectionOptions, 'servers' | 'user' | 'pass' | 'token' | 'tls'>;

/** Splits what the operator wrote into what the client of NATS takes. */
export function readNatsUrl(text: string): Address {
  const urls = text.split(',').map((part) => new URL(part.trim()));
  const first = urls[0] as URL;
  const user = decodeURIComponent(first.username);
  const pass = decodeURIComponent(first.password);
  const isTls = urls.some(({ protocol }) => protocol === 'tls:');
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port === '' ? '4222' : port}`),
    ...(user !== '' && pass !== '' ? { user, pass } : {}),
    ...(user !== '' && pass === '' ? { token: user } : {}),
    ...(isTls ? { tls: {} } : {}),
  };
}
