import type { Clock } from '@plaza/base';
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import type { KeyPair } from './encrypt.ts';

// How a city shows a push service that a message is its own: RFC 8292.

/** RFC 8292 allows a day; half of it leaves room for clocks that differ. */
const livesMs = 12 * 3_600_000;
const renewBeforeMs = 3_600_000;
const maxKept = 100;

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

function privateKeyOf({ publicKey, privateKey }: KeyPair): KeyObject {
  const part = (from: number, to: number) => publicKey.subarray(from, to).toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: {
      ...{ kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65) },
      d: privateKey.toString('base64url'),
    },
  });
}

/** Gives the `authorization` header for a push service; one signature serves half a day. */
export function createVapid(
  pair: KeyPair,
  { clock, contact }: { clock: Pick<Clock, 'nowMs'>; contact: string },
): (origin: string) => string {
  const key = privateKeyOf(pair);
  const publicKey = pair.publicKey.toString('base64url');
  const kept = new Map<string, { header: string; untilMs: number }>();
  const head = encode({ typ: 'JWT', alg: 'ES256' });

  return (origin) => {
    const known = kept.get(origin);
    const nowMs = clock.nowMs();
    if (known !== undefined && known.untilMs > nowMs) return known.header;
    const exp = Math.floor((nowMs + livesMs) / 1000);
    const signed = `${head}.${encode({ aud: origin, exp, sub: contact })}`;
    const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
    const header = `vapid t=${signed}.${signature.toString('base64url')}, k=${publicKey}`;
    if (kept.size >= maxKept) kept.clear();
    kept.set(origin, { header, untilMs: nowMs + livesMs - renewBeforeMs });
    return header;
  };
}
