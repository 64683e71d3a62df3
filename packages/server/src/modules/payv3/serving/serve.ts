import { isConnectionError } from '../../../kernel/db/index.ts';
import { addressKey } from '../../../kernel/limits/index.ts';
import { NotKnown } from '../../pay/index.ts';
import type { Payv3Deps } from '../deps.ts';
import type { Platform, PlatformKeys } from '../keys/platform.ts';
import type { AccessRow } from '../types.ts';
import { scheme } from '../wire/authorization.ts';
import { Problem, refuseWith, writeProblem } from '../wire/problems.ts';
import { answerMessage, signMessage } from '../wire/signing.ts';
import { randomText } from '../wire/tokens.ts';
import { authenticate } from './authenticate.ts';
import type { Endpoint } from './endpoint.ts';

export type Headers = Readonly<Record<string, string | undefined>>;

/** A request as it came. */
export type Asked = {
  method: string;
  /** Path and query, as they were sent. */
  url: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  headers: Headers;
  /** As it was sent, byte by byte: the signature is of that. */
  body: string;
  /** The network address of whoever asks. */
  address: string;
};

export type Answered = { status: number; headers: Record<string, string>; body: string };

/** Answers requests of merchants' back ends; never throws. */
export type Serve = (endpoint: Endpoint, asked: Asked) => Promise<Answered>;

type Written = { status: number; body: string };

/** Whose signature was not looked at yet may not ask for ever. */
const fromOneAddress = { count: 20_000, perSeconds: 60 };

/** By which name of the same key the answer is signed: that which was asked for, if it is one. */
export function serialFor(
  { publicKeyId, certificates, certificate }: PlatformKeys,
  access: Pick<AccessRow, 'verification'> | null,
  asked: string | undefined,
): string {
  if (asked === publicKeyId) return publicKeyId;
  const named = certificates.find(({ serial }) => serial === asked?.toUpperCase());
  if (named !== undefined) return named.serial;
  return access?.verification === 'publicKey' ? publicKeyId : certificate.serial;
}

/** The four headers by which a merchant knows that the city has said this. */
export async function signatureHeaders(
  { clock, random }: Pick<Payv3Deps, 'clock' | 'random'>,
  { privateKey }: PlatformKeys,
  { serial, body }: { serial: string; body: string },
): Promise<Record<string, string>> {
  const timestamp = Math.floor(clock.nowMs() / 1000);
  const nonce = randomText(random, 32);
  return {
    'Wechatpay-Timestamp': String(timestamp),
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': await signMessage(privateKey, answerMessage({ timestamp, nonce, body })),
    'Wechatpay-Signature-Type': scheme,
  };
}

/** Of the path and the query; bodies are judged by their schemas. */
function judgeTexts({ params, query }: Asked): void {
  for (const [field, text] of [...Object.entries(params), ...Object.entries(query)]) {
    // No number has such letters, and no database takes them.
    if (!text.includes('\u0000') && text.isWellFormed()) continue;
    throw new Problem('PARAM_ERROR', { field, issue: 'must be well-formed text without NUL' });
  }
}

function readBody({ method, body }: Asked): unknown {
  if (method !== 'POST') return undefined;
  if (body === '') return {};
  try {
    return JSON.parse(body);
  } catch {
    throw new Problem('PARAM_ERROR', { field: '/body', issue: 'it is not JSON' });
  }
}

export function createServe(deps: Payv3Deps, platform: Platform): Serve {
  const { limits, log, newId } = deps;

  function writeError(error: unknown, { headers, url }: Asked): Written {
    const language = headers['accept-language'];
    if (error instanceof Problem) return writeProblem(error, language);
    const [path] = url.split('?');
    if (isConnectionError(error)) log.warn({ err: error, path }, 'the database is away');
    else if (error instanceof NotKnown) log.warn({ err: error, path }, 'the ledger is away');
    else log.error({ err: error, faultId: newId(), path }, 'fault');
    return writeProblem({ code: 'SYSTEM_ERROR', detail: undefined }, language);
  }

  return async (endpoint, asked) => {
    let access: AccessRow | null = null;
    let written: Written;
    try {
      const taken = limits.takeKey('payv3.asking', addressKey(asked.address), fromOneAddress);
      if (!taken.ok) refuseWith('FREQUENCY_LIMITED');
      const known = await authenticate(deps, asked);
      access = known.access;
      judgeTexts(asked);
      const { params, query } = asked;
      const reply = await endpoint.answer({ ...known, params, query, body: readBody(asked) });
      written =
        reply === 'nothing'
          ? { status: 204, body: '' }
          : { status: 200, body: JSON.stringify(reply.json) };
    } catch (error) {
      written = writeError(error, asked);
    }
    const headers = { 'Request-ID': newId(), 'cache-control': 'no-store' };
    // A stranger gets no signature: it costs more than the asking.
    if (access === null) return { ...written, headers };
    try {
      const keys = await platform.keys();
      const serial = serialFor(keys, access, asked.headers['wechatpay-serial']);
      const signed = await signatureHeaders(deps, keys, { serial, body: written.body });
      return { ...written, headers: { ...headers, ...signed } };
    } catch (error) {
      return { ...writeError(error, asked), headers };
    }
  };
}
