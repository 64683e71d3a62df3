import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { RefusalName } from '@plaza/contract';
import { formatWait } from './format.ts';
import type * as Later from './refusals-later.ts';

export type Told = RefusalName | 'internal' | 'offline';

/** What can be said on the first screen. All other sentences come with the words of the others. */
const sentences = {
  invalid: msg`Something in the form is not right. Check it and try again.`,
  unauthenticated: msg`You are signed out. Sign in again.`,
  forbidden: msg`You are not allowed to do this.`,
  unknown_method: msg`This server does not know this yet. It may be an older version.`,
  too_large: msg`This is too large.`,
  too_many_requests: msg`That was too often. Try again in a while.`,
  unavailable: msg`The server is busy. Try again in a moment.`,
  handle_taken: msg`This handle is taken. Choose another.`,
  handle_reserved: msg`This handle is reserved. Choose another.`,
  handle_change_too_soon: msg`You changed your handle less than 30 days ago.`,
  weak_password: msg`This password is too easy to guess. Make it longer or less common.`,
  wrong_credentials: msg`The handle or the secret is wrong.`,
  sign_in_locked: msg`Too many wrong tries. Wait before you try again.`,
  suspended: msg`This account is suspended by the operator of this server.`,
  challenge_expired: msg`This step took too long. Start again.`,
  passkey_rejected: msg`The passkey could not be verified.`,
  passkeys_unavailable: msg`Passkeys need this server to have a host name and a secure page.`,
  ticket_unknown: msg`This code is no longer valid. Make a new one.`,
  session_unknown: msg`This device is signed out already.`,
  reset_unknown: msg`This reset is not known, or it was cancelled.`,
  reset_waiting: msg`The waiting time of this reset is not over yet.`,
  not_demo: msg`This server is not a demo city.`,
  person_not_found: msg`Nobody was found.`,
  conversation_unknown: msg`This conversation is not there for you.`,
  internal: msg`The server made a mistake. It was recorded. Try again later.`,
  offline: msg`The server cannot be reached. Check your connection and try again.`,
} satisfies Partial<Record<Told, MessageDescriptor>>;

export type FirstTold = keyof typeof sentences;

let later: typeof Later | null = null;

/** Fetches the sentences that the first screen has no use for. */
export async function completeRefusals(): Promise<void> {
  later ??= await import('./refusals-later.ts');
}

function sentenceOf(error: string): MessageDescriptor {
  if (error in sentences) return sentences[error as FirstTold];
  const known = later?.laterSentences;
  if (known !== undefined && error in known) return known[error as keyof typeof known];
  return sentences.internal;
}

function waitOf(details: unknown): number | null {
  if (typeof details !== 'object' || details === null || !('retryAfterMs' in details)) return null;
  return typeof details.retryAfterMs === 'number' ? details.retryAfterMs : null;
}

/** What to tell the person when a call did not succeed. */
export function explain({ error, details }: { error: string; details?: unknown }): string {
  const sentence = i18n._(sentenceOf(error));
  const left = error === 'limit_reached' ? later?.sayWhatIsLeft(details) : null;
  if (left) return `${sentence} ${left}`;
  const waitMs = waitOf(details);
  if (waitMs === null || waitMs <= 0) return sentence;
  const wait = formatWait(waitMs);
  return `${sentence} ${i18n._(msg`Wait: ${wait}.`)}`;
}
