import type { Payv3Deps } from '../deps.ts';
import type { Platform } from '../keys/platform.ts';
import { openAccess } from '../keys/access.ts';
import { openSecret } from '../keys/secret.ts';
import { serialFor, signatureHeaders } from '../serving/serve.ts';
import { insertAttempt, postponeNotice, settleNotice, wasProbed } from '../store/notices.ts';
import type { NoticeRow } from '../types.ts';
import { encryptText } from '../wire/aead.ts';
import { wireTime } from '../wire/times.ts';
import { randomText } from '../wire/tokens.ts';
import type { Post, Posted } from './post.ts';
import { waitAfterMs } from './schedule.ts';

// One try to tell a back end something. Before the first one at an address, and now and then, comes
// a probe: the same with a signature that is none. A back end that takes it does not look.

/** As APIv3 marks them, so that a log tells what it was. */
export const probeMark = 'WECHATPAY/SIGNTEST/';
const probeOneIn = 50;

export type Tell = (notice: NoticeRow) => Promise<void>;
type TellDeps = { deps: Payv3Deps; platform: Platform; post: Post };

/** The body, encrypted anew each time: with the APIv3 key that the merchant has now. */
function bodyOf({ random }: Payv3Deps, notice: NoticeRow, secret: string): string {
  const sealed = encryptText(secret, JSON.stringify(notice.resource), {
    nonce: randomText(random, 12),
    associatedData: notice.originalType,
  });
  return JSON.stringify({
    id: notice.noticeId,
    create_time: wireTime(notice.createdAt),
    resource_type: 'encrypt-resource',
    event_type: notice.eventType,
    summary: notice.summary,
    resource: { original_type: notice.originalType, ...sealed },
  });
}

async function wantsProbe({ db, random }: Payv3Deps, notice: NoticeRow): Promise<boolean> {
  if (notice.attempt > 0) return false;
  const { merchantId, url } = notice;
  return random.int(probeOneIn) === 0 || !(await wasProbed(db, merchantId, url));
}

async function send(
  { deps, platform, post }: TellDeps,
  notice: NoticeRow,
  kind: 'notice' | 'probe',
): Promise<Posted> {
  const access = await openAccess(deps, notice.merchantId);
  const secret = await openSecret(deps, access);
  if (secret === null) return { outcome: 'no_secret', status: null, answer: '' };
  const body = bodyOf(deps, notice, secret);
  const keys = await platform.keys();
  const serial = serialFor(keys, access, undefined);
  const headers = await signatureHeaders(deps, keys, { serial, body });
  if (kind === 'probe') {
    const noise = Buffer.from(deps.random.bytes(192)).toString('base64');
    headers['Wechatpay-Signature'] = `${probeMark}${noise}`;
  }
  return post(notice.url, body, headers);
}

/** Creates what tells one thing once, and writes down what was answered. */
export function createTell(of: TellDeps): Tell {
  const { db, clock } = of.deps;

  async function attempt(notice: NoticeRow, kind: 'notice' | 'probe') {
    const at = clock.now();
    const startedMs = clock.monotonicMs();
    const posted = await send(of, notice, kind);
    const tookMs = Math.round(clock.monotonicMs() - startedMs);
    return { ...posted, kind, at, tookMs };
  }

  return async (notice) => {
    if (await wantsProbe(of.deps, notice)) {
      const probe = await attempt(notice, 'probe');
      await db.tx((tx) => insertAttempt(tx, notice, probe));
    }
    const tried = await attempt(notice, 'notice');
    const waitMs = tried.outcome === 'taken' ? null : waitAfterMs(notice.attempt + 1);
    const nowMs = clock.nowMs();
    await db.tx(async (tx) => {
      await insertAttempt(tx, notice, tried);
      if (waitMs !== null) return postponeNotice(tx, notice, new Date(nowMs + waitMs));
      const state = tried.outcome === 'taken' ? 'delivered' : 'failed';
      return settleNotice(tx, notice, { state, at: new Date(nowMs) });
    });
  };
}
