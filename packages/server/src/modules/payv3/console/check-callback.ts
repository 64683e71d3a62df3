import type { CallbackFinding, MethodInput, MethodOutput } from '@plaza/contract';
import type { Payv3Deps } from '../deps.ts';
import { openAccess } from '../keys/access.ts';
import type { Platform, PlatformKeys } from '../keys/platform.ts';
import { openSecret } from '../keys/secret.ts';
import { probeMark } from '../notices/telling.ts';
import { decryptText } from '../wire/aead.ts';
import { isFresh } from '../wire/authorization.ts';
import { answerMessage, isSignedBy } from '../wire/signing.ts';

// Most callbacks that a back end refuses are right: it read the body, wrote it again, and checked
// the signature of what it wrote. This says which it is.

type Given = Omit<MethodInput<'payv3.checkCallback'>, 'merchantId'>;
type Body = { resource?: Record<string, unknown> };

const keysOfBody = ['id', 'create_time', 'resource_type', 'event_type', 'summary', 'resource'];
const keysOfResource = ['original_type', 'algorithm', 'ciphertext', 'nonce', 'associated_data'];

function parse(body: string): Body | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Body) : null;
  } catch {
    return null;
  }
}

function inOrder(value: Record<string, unknown>, order: readonly string[]) {
  return Object.fromEntries(order.filter((key) => key in value).map((key) => [key, value[key]]));
}

/** The body as it was sent, if only blanks and the order of its fields were changed. */
function asSent(body: Body): string {
  const resource = inOrder(body.resource ?? {}, keysOfResource);
  return JSON.stringify(inOrder({ ...body, resource }, keysOfBody));
}

function judgeSignature(
  { publicKey }: PlatformKeys,
  given: Given,
  body: Body | null,
): CallbackFinding[] {
  if (given.signature.startsWith(probeMark)) return ['probe'];
  const signature = Buffer.from(given.signature, 'base64');
  const isSigned = (text: string) =>
    isSignedBy(publicKey, answerMessage({ ...given, body: text }), signature);
  if (isSigned(given.body)) return [];
  const wasChanged = body !== null && isSigned(asSent(body));
  return [wasChanged ? 'reserialised' : 'signature_wrong'];
}

function judgeTime({ timestamp }: Given, nowMs: number): CallbackFinding[] {
  if (!/^\d{1,12}$/.test(timestamp)) return ['time_wrong'];
  return isFresh(Number(timestamp), nowMs) ? [] : ['time_old'];
}

function decryptBody(secret: string, { resource }: Body): string | null {
  const { ciphertext, nonce, associated_data } = resource ?? {};
  if (typeof ciphertext !== 'string' || typeof nonce !== 'string') return null;
  const data = typeof associated_data === 'string' ? associated_data : '';
  return decryptText(secret, { ciphertext, nonce, associated_data: data });
}

export async function checkCallback(
  deps: Payv3Deps,
  platform: Platform,
  { merchantId, ...given }: MethodInput<'payv3.checkCallback'>,
): Promise<MethodOutput<'payv3.checkCallback'>> {
  const keys = await platform.keys();
  const body = parse(given.body);
  const isOurs =
    given.serial === keys.publicKeyId ||
    keys.certificates.some(({ serial }) => serial === given.serial.toUpperCase());
  const findings: CallbackFinding[] = [
    ...judgeTime(given, deps.clock.nowMs()),
    ...(isOurs ? [] : ['serial_unknown' as const]),
    ...judgeSignature(keys, given, body),
  ];
  const secret = await openSecret(deps, await openAccess(deps, merchantId));
  if (body === null) findings.push('body_not_json');
  if (secret === null) findings.push('secret_missing');
  const resource = body === null || secret === null ? null : decryptBody(secret, body);
  if (body !== null && secret !== null && resource === null) findings.push('not_decrypted');
  return {
    findings: findings.length === 0 ? ['all_right'] : findings,
    message: answerMessage(given).toString(),
    resource,
  };
}
