// The header by which a merchant's back end says who it is: APIv3, `WECHATPAY2-SHA256-RSA2048`.

export const scheme = 'WECHATPAY2-SHA256-RSA2048';

/** More than five minutes apart the clocks of both sides do not agree. */
export const clockToleranceSeconds = 300;

export type Authorization = {
  mchid: string;
  serial: string;
  nonce: string;
  /** Seconds since 1970. */
  timestamp: number;
  signature: Buffer;
};

const names = ['mchid', 'serial_no', 'nonce_str', 'timestamp', 'signature'] as const;
const pairPattern = /([a-z_]+)="([^"]*)"/g;

/** Reads the header; the order of its five values does not matter. Null: it is none of ours. */
export function readAuthorization(header: string | undefined): Authorization | null {
  if (header === undefined || header.length > 2_000) return null;
  const [given, rest = ''] = splitOnce(header.trim());
  if (given !== scheme) return null;
  const values = new Map([...rest.matchAll(pairPattern)].map(([, name, value]) => [name, value]));
  const [mchid, serial, nonce, timestamp, signature] = names.map((name) => values.get(name) ?? '');
  const isWhole =
    /^\d{8,10}$/.test(mchid ?? '') &&
    /^[0-9A-Fa-f]{8,64}$/.test(serial ?? '') &&
    /^[\x21-\x7e]{1,64}$/.test(nonce ?? '') &&
    /^\d{1,12}$/.test(timestamp ?? '') &&
    /^[A-Za-z0-9+/]{40,1400}={0,2}$/.test(signature ?? '');
  if (!isWhole) return null;
  return {
    mchid: mchid as string,
    serial: (serial as string).toUpperCase(),
    nonce: nonce as string,
    timestamp: Number(timestamp),
    signature: Buffer.from(signature as string, 'base64'),
  };
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Whether a message is fresh by the clock of this side. */
export function isFresh(timestamp: number, nowMs: number): boolean {
  return Math.abs(nowMs / 1000 - timestamp) <= clockToleranceSeconds;
}
