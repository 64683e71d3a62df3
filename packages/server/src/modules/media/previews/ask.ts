import type { Clock } from '@plaza/base';
import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import {
  findAddress,
  lookupOf,
  type Address,
  type Origins,
  type Resolve,
} from '../../../kernel/egress/index.ts';

export type AskDeps = {
  origins: Origins;
  clock: Pick<Clock, 'after'>;
  /** Asks the name service; for tests. */
  resolve?: Resolve;
};

export type Asked = { url: URL; contentType: string; bytes: Buffer };
export type Wanted = { types: RegExp; maxBytes: number; cut: boolean };
/** Fetches a page or a picture; null for every reason why not. */
export type Ask = (url: URL, wanted: Wanted) => Promise<Asked | null>;

const timeoutMs = 5_000;
const maxHops = 4;

function open(url: URL, address: Address, signal: AbortSignal): Promise<IncomingMessage> {
  const options: RequestOptions = {
    signal,
    agent: false,
    lookup: lookupOf(address),
    headers: {
      accept: 'text/html,image/jpeg,image/png,image/webp;q=0.9',
      'accept-encoding': 'identity',
      'user-agent': 'Plaza link preview',
    },
    maxHeaderSize: 16_384,
  };
  const request = url.protocol === 'https:' ? requestSecure : requestPlain;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on('error', reject).end();
  });
}

async function readBody(
  answer: IncomingMessage,
  { maxBytes, cut }: Wanted,
): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer as AsyncIterable<Buffer>) {
    parts.push(part);
    length += part.length;
    if (length > maxBytes) break;
  }
  const bytes = Buffer.concat(parts);
  if (bytes.length <= maxBytes) return bytes;
  return cut ? bytes.subarray(0, maxBytes) : null;
}

type Step = { next: URL } | { asked: Asked } | null;

async function readAnswer(url: URL, answer: IncomingMessage, wanted: Wanted): Promise<Step> {
  const { statusCode = 0, headers } = answer;
  if (statusCode >= 300 && statusCode < 400) {
    const next = URL.parse(headers.location ?? '', url.href);
    return headers.location === undefined || next === null ? null : { next };
  }
  const contentType = headers['content-type'] ?? '';
  const isWanted = statusCode === 200 && wanted.types.test(contentType);
  if (!isWanted || (headers['content-encoding'] ?? 'identity') !== 'identity') return null;
  const bytes = await readBody(answer, wanted);
  return bytes === null ? null : { asked: { url, contentType, bytes } };
}

/** Creates what asks other servers: only those that the operator named, at each hop. */
export function createAsk({ origins, clock, resolve }: AskDeps): Ask {
  async function step(url: URL, wanted: Wanted, signal: AbortSignal): Promise<Step> {
    const allowed = origins.judge(url);
    if (allowed === null) return null;
    const address = await findAddress(url, allowed.near, resolve);
    if (address === null || signal.aborted) return null;
    const answer = await open(url, address, signal);
    try {
      return await readAnswer(url, answer, wanted);
    } finally {
      answer.destroy();
    }
  }

  return async (start, wanted) => {
    const gone = new AbortController();
    const limit = clock.after(timeoutMs, () => gone.abort());
    try {
      let url = start;
      for (let hop = 0; hop < maxHops; hop += 1) {
        const found = await step(url, wanted, gone.signal);
        if (found === null) return null;
        if ('asked' in found) return found.asked;
        url = found.next;
      }
      return null;
    } catch {
      // Not there, too slow, a broken certificate: there is no preview, and that is all.
      return null;
    } finally {
      limit.cancel();
    }
  };
}
