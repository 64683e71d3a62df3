import type { Clock } from '@plaza/base';
import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { findAddress, lookupOf, type Origins, type Resolve } from '../../kernel/egress/index.ts';
import type { Outcome } from './types.ts';

const timeoutMs = 10_000;
const maxRetryAfterMs = 3_600_000;

export type Posted = {
  outcome: Outcome;
  status: number | null;
  /** When the push service wants to be asked again. */
  retryAfterMs: number | null;
};

export type Parcel = {
  endpoint: string;
  body: Buffer;
  ttlSeconds: number;
  urgency: 'normal' | 'high';
  /** Messages of one topic replace each other while the device is away. */
  topic: string;
};

/** Hands a message to its push service; never throws. */
export type Post = (parcel: Parcel) => Promise<Posted>;

export type PostDeps = {
  origins: Origins;
  authorize: (origin: string) => string;
  clock: Pick<Clock, 'after'>;
  resolve?: Resolve;
};

function outcomeOf(status: number): Outcome {
  if (status >= 200 && status < 300) return 'accepted';
  if (status === 404 || status === 410) return 'gone';
  // Too many, or not now: it may be tried again.
  if (status === 429 || status >= 500) return 'unreachable';
  return 'refused';
}

function retryAfterOf({ headers }: IncomingMessage): number | null {
  const seconds = Number(headers['retry-after']);
  if (!Number.isFinite(seconds) || seconds <= 0) return null;
  return Math.min(seconds * 1000, maxRetryAfterMs);
}

function ask(url: URL, options: RequestOptions, body: Buffer): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
}

const lost: Posted = { outcome: 'unreachable', status: null, retryAfterMs: null };

/** Creates what posts to push services: only to those that the operator allows, no redirects. */
export function createPost({ origins, authorize, clock, resolve }: PostDeps): Post {
  return async ({ endpoint, body, ttlSeconds, urgency, topic }) => {
    const url = URL.parse(endpoint);
    const allowed = url === null ? null : origins.judge(url);
    // The operator's list became shorter since the device subscribed.
    if (url === null || allowed === null) return { ...lost, outcome: 'refused' };
    const gone = new AbortController();
    const limit = clock.after(timeoutMs, () => gone.abort());
    try {
      const address = await findAddress(url, allowed.near, resolve);
      if (address === null) return { ...lost, outcome: 'refused' };
      const headers = {
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        'content-length': body.length,
        authorization: authorize(url.origin),
        ttl: ttlSeconds,
        ...{ urgency, topic },
      };
      const options = { method: 'POST', headers, agent: false as const, signal: gone.signal };
      const answer = await ask(url, { ...options, lookup: lookupOf(address) }, body);
      const status = answer.statusCode ?? 500;
      const retryAfterMs = retryAfterOf(answer);
      answer.destroy();
      return { outcome: outcomeOf(status), status, retryAfterMs };
    } catch {
      // Not there or too slow. The error may quote the address, which is the person's secret.
      return lost;
    } finally {
      limit.cancel();
    }
  };
}
