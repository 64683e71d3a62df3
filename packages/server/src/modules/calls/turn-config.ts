/** What a relay's configuration depends on. */
export type TurnConfigOptions = {
  secret: string;
  /** The realm: the host name of the city. */
  realm: string;
  port: number;
  /** The address that devices outside reach, when the machine stands behind a translation. */
  externalAddress: string | undefined;
  certificate: string | undefined;
  privateKey: string | undefined;
  /** Lets devices of private networks be reached through the relay. */
  allowPrivate: boolean;
};

/** Networks into which a relay on the internet must carry nothing (RFC 6890). */
const privateRanges = [
  '0.0.0.0-0.255.255.255',
  '10.0.0.0-10.255.255.255',
  '100.64.0.0-100.127.255.255',
  '127.0.0.0-127.255.255.255',
  '169.254.0.0-169.254.255.255',
  '172.16.0.0-172.31.255.255',
  '192.0.0.0-192.0.0.255',
  '192.0.2.0-192.0.2.255',
  '192.88.99.0-192.88.99.255',
  '192.168.0.0-192.168.255.255',
  '198.18.0.0-198.19.255.255',
  '198.51.100.0-198.51.100.255',
  '203.0.113.0-203.0.113.255',
  '240.0.0.0-255.255.255.255',
  '::1',
  '64:ff9b::-64:ff9b::ffff:ffff',
  '::ffff:0.0.0.0-::ffff:255.255.255.255',
  '2001::-2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff',
  '2002::-2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fc00::-fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  'fe80::-febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
];

function peerLines(allowPrivate: boolean): string[] {
  if (allowPrivate) {
    return [
      '# Private networks may be reached through this relay: only where everybody in them may',
      '# reach everything in them anyway. This machine itself stays out of reach.',
      'denied-peer-ip=0.0.0.0-0.255.255.255',
      'denied-peer-ip=169.254.0.0-169.254.255.255',
      'no-multicast-peers',
    ];
  }
  return [
    '# The relay carries nothing into networks that the internet does not reach: with it, a caller',
    '# could otherwise talk to machines behind it. For a city on one local network, generate this',
    '# with --allow-private.',
    ...privateRanges.map((range) => `denied-peer-ip=${range}`),
    'no-multicast-peers',
  ];
}

function tlsLines({ certificate, privateKey, port }: TurnConfigOptions): string[] {
  if (certificate === undefined || privateKey === undefined) {
    return [
      '# Without a certificate: no TLS. What people say is encrypted from device to device all the',
      '# same; TLS helps through firewalls that let nothing else pass.',
      'no-tls',
      'no-dtls',
    ];
  }
  return [
    `tls-listening-port=${port === 3478 ? 5349 : port + 1}`,
    `cert=${certificate}`,
    `pkey=${privateKey}`,
    'no-tlsv1',
    'no-tlsv1_1',
  ];
}

/** A configuration of coturn that is safe to run as it is. */
export function turnConfig(options: TurnConfigOptions): string {
  const { secret, realm, port, externalAddress, allowPrivate } = options;
  const lines = [
    '# coturn for calls. Written by `plaza turn-config`; keep it readable for coturn only: whoever',
    '# has the secret can use the relay.',
    `listening-port=${port}`,
    ...(externalAddress === undefined ? [] : [`external-ip=${externalAddress}`]),
    'min-port=49152',
    'max-port=65535',
    'fingerprint',
    '',
    '# Passwords for minutes, made by the city with this secret; there are no other accounts.',
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    `realm=${realm}`,
    'stale-nonce=600',
    '',
    ...peerLines(allowPrivate),
    '',
    '# One person in a call needs one way for each other person and protocol, so a few dozen;',
    '# 3 MB/s is a group by video. All in all: a thousand ways.',
    'user-quota=48',
    'total-quota=1000',
    'max-bps=3000000',
    '',
    ...tlsLines(options),
    '',
    '# Nobody administers it from outside, and it tells nobody what it is.',
    'no-cli',
    'no-software-attribute',
    'no-rfc5780',
    'no-stdout-log',
    'simple-log',
    'syslog',
    'proc-user=turnserver',
    'proc-group=turnserver',
  ];
  return `${lines.join('\n')}\n`;
}
