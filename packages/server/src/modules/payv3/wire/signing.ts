import { sign, verify, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';

// What is signed in APIv3: lines, each of which ends, RSA (PKCS #1 v1.5) over SHA-256.

const signLater = promisify(sign);
const lines = (...of: (string | number)[]) => Buffer.from(of.map((line) => `${line}\n`).join(''));

export type RequestFacts = {
  method: string;
  /** Path and query, as they were sent. */
  url: string;
  timestamp: number;
  nonce: string;
  /** As it was sent, byte by byte. */
  body: string;
};

/** What a merchant signs to ask. */
export function requestMessage({ method, url, timestamp, nonce, body }: RequestFacts): Buffer {
  return lines(method.toUpperCase(), url, timestamp, nonce, body);
}

export type AnswerFacts = { timestamp: number | string; nonce: string; body: string };

/** What the city signs to answer, and to notify. */
export function answerMessage({ timestamp, nonce, body }: AnswerFacts): Buffer {
  return lines(timestamp, nonce, body);
}

export type PaySignFacts = { appid: string; timestamp: string; nonce: string; package: string };

/** What a merchant signs so that a program may open the sheet that asks the person to pay. */
export function paySignMessage(of: PaySignFacts): Buffer {
  return lines(of.appid, of.timestamp, of.nonce, of.package);
}

export function isSignedBy(key: KeyObject, message: Buffer, signature: Buffer): boolean {
  try {
    return verify('RSA-SHA256', message, key, signature);
  } catch {
    // A signature of a wrong length is no signature.
    return false;
  }
}

/** Signs beside the event loop: it takes a millisecond of processor time. */
export async function signMessage(key: KeyObject, message: Buffer): Promise<string> {
  return (await signLater('RSA-SHA256', message, key)).toString('base64');
}
