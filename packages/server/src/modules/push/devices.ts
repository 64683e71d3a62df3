import type { PersonId, SessionId } from '@plaza/base';
import type { MethodInput, MethodOutput, PushDevice } from '@plaza/contract';
import { createHash } from 'node:crypto';
import type { Origins } from '../../kernel/egress/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { isPublicKey } from './encrypt.ts';
import type { Send } from './sending.ts';
import * as store from './store/subscriptions.ts';
import type { PushDeps, Subscription } from './types.ts';
import { isTimeZone } from './wall-clock.ts';

/** Devices of one person; the oldest subscription makes room. */
const maxDevices = 20;
const testLivesMs = 60_000;

export type Device = { personId: PersonId; sessionId: SessionId };

export type Devices = {
  get(of: Device): Promise<PushDevice | null>;
  subscribe(
    of: Device,
    input: MethodInput<'push.subscribe'>,
  ): Promise<Outcome<{ device: PushDevice }, 'push_service_unknown' | 'invalid'>>;
  unsubscribe(of: Device): Promise<void>;
  sendTest(
    of: Device,
    testId: string,
  ): Promise<Outcome<MethodOutput<'push.sendTest'>, 'push_not_subscribed'>>;
};

type Deps = Pick<PushDeps, 'db' | 'clock' | 'bus'> & { origins: Origins; send: Send };

/** Tells whoever pushes that this person has a device. */
export const subscribedTopic = 'push.subscribed';

function presentDevice({ level, locale, since, last }: Subscription): PushDevice {
  return {
    ...{ level, locale },
    since: since.toISOString(),
    last: last === null ? null : { ...last, at: last.at.toISOString() },
  };
}

/** Base64url of exactly so many bytes. */
function bytesOf(text: string, length: number): Buffer | null {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length === length ? bytes : null;
}

function readKeys(input: MethodInput<'push.subscribe'>): { p256dh: Buffer; auth: Buffer } | null {
  const p256dh = bytesOf(input.p256dh, 65);
  const auth = bytesOf(input.auth, 16);
  return p256dh === null || auth === null || !isPublicKey(p256dh) ? null : { p256dh, auth };
}

export function createDevices({ db, clock, bus, origins, send }: Deps): Devices {
  function isAllowed(endpoint: string): boolean {
    const url = URL.parse(endpoint);
    return url !== null && origins.judge(url) !== null;
  }

  return {
    async get({ personId, sessionId }) {
      const found = await store.selectSubscription(db, personId, sessionId);
      return found === null ? null : presentDevice(found);
    },
    async subscribe({ personId, sessionId }, input) {
      const { endpoint, level, locale, timeZone } = input;
      const keys = readKeys(input);
      if (keys === null || !isTimeZone(timeZone)) return no('invalid');
      if (!isAllowed(endpoint)) return no('push_service_unknown');
      const endpointHash = createHash('sha256').update(endpoint).digest();
      const since = clock.now();
      const row = { personId, sessionId, endpoint, endpointHash, ...keys };
      return decide<{ device: PushDevice }, never>(db, async (tx) => {
        await store.deleteOthersOf(tx, endpointHash, sessionId);
        const kept = { ...row, level, locale, timeZone, since };
        const device = presentDevice(await store.upsertSubscription(tx, kept));
        await store.deleteBeyond(tx, personId, maxDevices);
        tx.onCommit(() => bus.publish(subscribedTopic, { personId }));
        return yes({ device });
      });
    },
    unsubscribe: ({ personId, sessionId }) => store.deleteSubscription(db, personId, sessionId),
    async sendTest({ personId, sessionId }, testId) {
      const device = await store.selectSubscription(db, personId, sessionId);
      if (device === null) return no('push_not_subscribed');
      const expiresAt = new Date(clock.nowMs() + testLivesMs);
      const json = JSON.stringify({ v: 1, locale: device.locale, kind: 'test', testId });
      const parcel = { json, kind: 'test', slot: 'test', expiresAt } as const;
      const { outcome, status } = await send(device, parcel);
      return yes({ outcome, status });
    },
  };
}
