import type { Clock } from '@plaza/base';
import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import { findAddress, lookupOf, type Origins, type Resolve } from '../../../kernel/egress/index.ts';
import type { TryOutcome } from '../types.ts';

const timeoutMs = 5_000;
const maxAnswerBytes = 8_192;
const maxAnswerLength = 500;

export type Posted = { outcome: TryOutcome; status: number | null; answer: string };
/** Tells a back end something; never throws. */
export type Post = (url: string, body: string, headers: Record<string, string>) => Promise<Posted>;
export type PostDeps = { origins: Origins; clock: Pick<Clock, 'after'>; resolve?: Resolve };

function ask(url: URL, options: RequestOptions, body: Buffer): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end(body);
  });
}

/** The beginning of an answer, for the developer who looks why it was no yes. */
async function beginningOf(answer: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxAnswerBytes) break;
  }
  const text = Buffer.concat(chunks).toString('utf8').toWellFormed().replaceAll('\u0000', '');
  return [...text].slice(0, maxAnswerLength).join('');
}

/** 200 and 204 mean that it was taken; a redirect is no yes and is not followed. */
function isTaken(status: number): boolean {
  return status === 200 || status === 204;
}

const notAllowed: Posted = { outcome: 'not_allowed', status: null, answer: '' };
const lost: Posted = { outcome: 'unreachable', status: null, answer: '' };

/** Creates what posts to back ends: only to those that the operator allows. */
export function createPost({ origins, clock, resolve }: PostDeps): Post {
  return async (text, body, given) => {
    const url = URL.parse(text);
    const allowed = url === null ? null : origins.judge(url);
    if (url === null || allowed === null) return notAllowed;
    const gone = new AbortController();
    const limit = clock.after(timeoutMs, () => gone.abort());
    try {
      const address = await findAddress(url, allowed.near, resolve);
      if (address === null) return notAllowed;
      const bytes = Buffer.from(body);
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'content-length': bytes.length,
        'user-agent': 'Plaza-Pay/3',
        ...given,
      };
      const options = { method: 'POST', headers, agent: false as const, signal: gone.signal };
      const answer = await ask(url, { ...options, lookup: lookupOf(address) }, bytes);
      const status = answer.statusCode ?? 500;
      const beginning = await beginningOf(answer).finally(() => answer.destroy());
      return { outcome: isTaken(status) ? 'taken' : 'refused', status, answer: beginning };
    } catch {
      // Not there, or slower than five seconds.
      return lost;
    } finally {
      limit.cancel();
    }
  };
}
