import type { DataHolding } from '../../kernel/holdings/index.ts';
import { createDelivering } from './delivering.ts';
import { createDevices, type Devices } from './devices.ts';
import { createKeyPair } from './encrypt.ts';
import { createFocus, type Focus } from './focus.ts';
import { createHearing } from './hearing.ts';
import { createPushHolding } from './holding.ts';
import { createPost, type Post } from './post.ts';
import { createPusher } from './pusher.ts';
import { createRinging, type Ringing } from './ringing.ts';
import { createSend } from './sending.ts';
import { serviceOrigins } from './services.ts';
import { keepKeyPair } from './store/keys.ts';
import { countDue, takeBack } from './store/slots.ts';
import { countSubscriptions, deleteOfSession } from './store/subscriptions.ts';
import type { PushDeps } from './types.ts';
import { createVapid } from './vapid.ts';

export type Push = Ringing & {
  devices: Devices;
  /** What browsers bind a subscription to; null where the operator allows no push service. */
  publicKey(): Promise<string | null>;
  reportFocus: Focus['report'];
  holding: DataHolding;
  start(): void;
  stop(): Promise<void>;
};

/** The keys of the city, made when they are first needed. */
function createKeys({ db, random, clock }: PushDeps) {
  let kept: ReturnType<typeof keepKeyPair> | null = null;
  return () => {
    kept ??= keepKeyPair(db, createKeyPair(random), clock.now()).catch((error: unknown) => {
      kept = null;
      throw error;
    });
    return kept;
  };
}

/** Posts with the city's keys. */
function createKeyedPost(deps: PushDeps, keys: ReturnType<typeof createKeys>): Post {
  const { clock, pushContact: contact, pushOrigins } = deps;
  const origins = serviceOrigins(pushOrigins);
  const resolve = deps.resolve === undefined ? {} : { resolve: deps.resolve };
  let post: Post | null = null;
  return async (parcel) => {
    if (post === null) {
      const authorize = createVapid(await keys(), { clock, contact });
      post = createPost({ origins, authorize, clock, ...resolve });
    }
    return post(parcel);
  };
}

function createCount({ metrics }: Pick<PushDeps, 'metrics'>) {
  const help = 'Messages that push services were given, by kind and answer.';
  const count = metrics?.counter('plaza_push_sent_total', help, ['kind', 'outcome'] as const);
  return (labels: { kind: string; outcome: string }) => count?.(labels);
}

/** What is shown of contents that are gone is replaced. */
function followGone({ db, clock, chat }: PushDeps, wake: () => void): void {
  chat.onEntryGone(async ({ conversationId, seqs }) => {
    await takeBack(db, { slot: conversationId, seqs }, clock.now());
    wake();
  });
}

/** Creates what calls for people whose app is closed. */
export function createPush(deps: PushDeps): Push {
  const { db, log, metrics, identity } = deps;
  const origins = serviceOrigins(deps.pushOrigins);
  const keys = createKeys(deps);
  const focus = createFocus(deps);
  const post = createKeyedPost(deps, keys);
  const send = createSend({ ...deps, post, count: createCount(deps) });
  const hearing = createHearing({ ...deps, focus });
  const delivering = createDelivering({ ...deps, send, focus, onFree: () => pusher.wake() });
  const pusher = createPusher({ ...deps, hearing, delivering });
  followGone(deps, pusher.wake);
  identity.onSessionEnded((sessionId) => {
    deleteOfSession(db, sessionId).catch((error: unknown) => {
      // Found out again before anything is sent there.
      log.warn({ err: error }, 'the device of a session that ended is still there');
    });
  });
  // An app that dies says nothing, but its line is cut.
  deps.hub.onGone(({ personId, sessionId }) => {
    focus.report({ personId, sessionId, inFront: false, order: null });
  });
  metrics?.gauge('plaza_push_devices', 'Devices that get push messages.', () =>
    countSubscriptions(db),
  );
  metrics?.gauge('plaza_push_waiting', 'Push messages that wait.', () => countDue(db));

  return {
    ...createRinging(deps),
    devices: createDevices({ ...deps, origins, send }),
    async publicKey() {
      return origins.isEmpty ? null : (await keys()).publicKey.toString('base64url');
    },
    reportFocus: focus.report,
    holding: createPushHolding(deps),
    start() {
      focus.start();
      pusher.start();
    },
    async stop() {
      focus.stop();
      await pusher.stop();
    },
  };
}
