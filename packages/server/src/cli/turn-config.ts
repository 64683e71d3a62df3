import { secureRandom } from '@plaza/base';
import { parseArgs } from 'node:util';
import { turnConfig } from '../modules/calls/index.ts';

const help = `Usage: npm run -s plaza -- turn-config [options] > turnserver.conf

  --port <number>       where the relay listens; 3478 unless told
  --external-ip <ip>    its outer address, when it stands behind a translation of addresses
  --cert <file>         a certificate, and
  --key <file>          its key: then it speaks TLS too
  --allow-private       also carries into private networks: for a city on one local network

The secret is PLAZA_TURN_SECRET; without it a new one is made, and is in the file.
`;

function hostOf(publicUrl: string | undefined): string {
  return publicUrl !== undefined && URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'plaza';
}

function readOptions(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      port: { type: 'string', default: '3478' },
      'external-ip': { type: 'string' },
      cert: { type: 'string' },
      key: { type: 'string' },
      'allow-private': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;
}

/** Writes what coturn needs to be this city's relay. */
export function writeTurnConfig(
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): { text: string; code: number } {
  let options: ReturnType<typeof readOptions>;
  try {
    options = readOptions(argv);
  } catch (error) {
    return { text: `${(error as Error).message}\n\n${help}`, code: 2 };
  }
  const port = Number(options.port);
  if (options.help) return { text: help, code: 0 };
  const isPort = Number.isInteger(port) && port > 0 && port < 65_535;
  const isPair = (options.cert === undefined) === (options.key === undefined);
  if (!isPort || !isPair) {
    const wrong = isPort ? '--cert and --key go together.' : '--port wants a number.';
    return { text: `${wrong}\n\n${help}`, code: 2 };
  }
  const known = env['PLAZA_TURN_SECRET']?.trim();
  const secret = known || Buffer.from(secureRandom.bytes(24)).toString('base64url');
  const realm = hostOf(env['PLAZA_PUBLIC_URL']?.trim());
  const text = turnConfig({
    ...{ secret, realm, port, allowPrivate: options['allow-private'] },
    externalAddress: options['external-ip'],
    certificate: options.cert,
    privateKey: options.key,
  });
  const settings = [
    '# The settings of this city that go with it:',
    `#   PLAZA_TURN_URLS=turn:${realm}:${port}?transport=udp,turn:${realm}:${port}?transport=tcp`,
    `#   PLAZA_TURN_SECRET=${known ? '(as it is set already)' : secret}`,
  ];
  return { text: `${settings.join('\n')}\n${text}`, code: 0 };
}
