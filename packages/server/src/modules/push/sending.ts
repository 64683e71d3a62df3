import type { Clock, Random } from '@plaza/base';
import type { PushContent } from '@plaza/contract';
import { createHash } from 'node:crypto';
import type { Database } from '../../kernel/db/index.ts';
import { seal } from './encrypt.ts';
import type { Post, Posted } from './post.ts';
import { deleteEndpoint, noteOutcome } from './store/subscriptions.ts';
import type { Subscription } from './types.ts';

/** Encrypts for one device, posts, and keeps what became of it. */
export type Send = (
  device: Subscription,
  parcel: { json: string; kind: PushContent['kind']; slot: string; expiresAt: Date },
) => Promise<Posted>;

export type SendDeps = {
  db: Database;
  clock: Pick<Clock, 'now' | 'nowMs'>;
  random: Random;
  post: Post;
  count: (labels: { kind: string; outcome: string }) => void;
};

/** What somebody waits for now; everything else may wait for the device to wake. */
const urgent = new Set<PushContent['kind']>(['message', 'ring', 'ringOver', 'reminder', 'test']);

/** At most 32 letters of the safe alphabet, the same for the same place of the same device. */
function topicOf(sessionId: string, slot: string): string {
  return createHash('sha256').update(`${sessionId} ${slot}`).digest('base64url').slice(0, 32);
}

export function createSend({ db, clock, random, post, count }: SendDeps): Send {
  return async (device, { json, kind, slot, expiresAt }) => {
    const ttlMs = expiresAt.getTime() - clock.nowMs();
    const posted = await post({
      endpoint: device.endpoint,
      body: seal(device, json, random),
      ttlSeconds: Math.max(0, Math.ceil(ttlMs / 1000)),
      urgency: urgent.has(kind) ? 'high' : 'normal',
      topic: topicOf(device.sessionId, slot),
    });
    const { outcome, status } = posted;
    count({ kind, outcome });
    if (outcome === 'gone') await deleteEndpoint(db, device);
    else await noteOutcome(db, device, { at: clock.now(), outcome, status });
    return posted;
  };
}
