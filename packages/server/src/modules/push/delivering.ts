import { backoffMs } from '@plaza/base';
import { createContent, toJson, type Composed } from './content.ts';
import type { Focus } from './focus.ts';
import type { Posted } from './post.ts';
import type { Send } from './sending.ts';
import { mustAlwaysShow } from './services.ts';
import { claimDue, endSlot, postpone, settleSlot } from './store/slots.ts';
import { deleteSubscription, selectSubscription } from './store/subscriptions.ts';
import type { PushDeps, Slot, Subscription } from './types.ts';

const leaseMs = 60_000;
const atOnce = 32;
const firstWaitMs = 2_000;
const longestWaitMs = 10 * 60_000;
const maxAttempts = 12;
/** Whoever looks at the app for so long has seen that something came. */
const seenAfterMs = 10 * 60_000;
const afterFocusMs = 1_000;

export type Delivering = {
  /** Begins to send what is due by `now`, as far as there is room; how much it took. */
  deliver(now: Date): Promise<number>;
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>;
};

type Deps = PushDeps & { send: Send; focus: Pick<Focus, 'until'>; onFree(): void };
type Show = { device: Subscription; composed: NonNullable<Composed> };

/** The entry that the device shows now; what has none happens once. */
function seqOf({ composed }: Show): number {
  return 'seq' in composed ? composed.seq : 1;
}

type Work = Deps & { compose: ReturnType<typeof createContent> };

/** The device, unless its session has ended since. */
async function findDevice(
  { db, identity }: Work,
  { personId, sessionId }: Slot,
): Promise<Subscription | null> {
  const device = await selectSubscription(db, personId, sessionId);
  if (device === null) return null;
  const sessions = await identity.listSessions(personId, null);
  if (sessions.some((session) => session.sessionId === sessionId)) return device;
  await deleteSubscription(db, personId, sessionId);
  return null;
}

const settle = ({ db, clock }: Work, slot: Slot, sentSeq = 0) =>
  settleSlot(db, slot, { sentSeq, nextAt: clock.now() });

async function tryAgain(work: Work, slot: Slot, { retryAfterMs }: Posted): Promise<void> {
  const { db, clock, random } = work;
  const waits = { baseMs: firstWaitMs, capMs: longestWaitMs, random };
  const waitMs = Math.max(firstWaitMs + backoffMs(slot.attempt, waits), retryAfterMs ?? 0);
  const dueAt = new Date(clock.nowMs() + waitMs);
  const isLate = dueAt.getTime() >= slot.expiresAt.getTime();
  if (isLate || slot.attempt + 1 >= maxAttempts) return settle(work, slot);
  await postpone(db, slot, { dueAt, attempt: slot.attempt + 1 });
}

/** True: the person looks at the app, and this waits until they do not. */
async function waitsForFocus(work: Work, slot: Slot): Promise<boolean> {
  if (slot.kind === 'ring' || slot.want !== 'show') return false;
  const { db, clock, focus } = work;
  const untilMs = focus.until(slot.personId);
  if (untilMs === null) return false;
  const isSeen = clock.nowMs() - slot.wantedAt.getTime() > seenAfterMs;
  if (isSeen) await settle(work, slot);
  else await postpone(db, slot, { dueAt: new Date(untilMs + afterFocusMs), attempt: 0 });
  return true;
}

async function find(work: Work, slot: Slot): Promise<Show | null> {
  if (slot.expiresAt.getTime() <= work.clock.nowMs() && slot.want === 'show') return null;
  const device = await findDevice(work, slot);
  const composed = device === null ? null : await work.compose(slot, device);
  return device === null || composed === null ? null : { device, composed };
}

async function deliverOne(work: Work, slot: Slot): Promise<void> {
  if (await waitsForFocus(work, slot)) return;
  const show = await find(work, slot);
  if (show === null) return settle(work, slot);
  const { db, clock, send } = work;
  const { kind } = show.composed;
  if (kind === 'read' && mustAlwaysShow(show.device.endpoint)) {
    return endSlot(db, slot, clock.now());
  }
  const { expiresAt } = slot;
  const json = toJson(show.device, show.composed);
  const posted = await send(show.device, { json, kind, slot: slot.slot, expiresAt });
  if (posted.outcome === 'unreachable') return tryAgain(work, slot, posted);
  if (slot.want !== 'show') return endSlot(db, slot, clock.now());
  await settle(work, slot, posted.outcome === 'accepted' ? seqOf(show) : 0);
}

const keyOf = ({ personId, sessionId, slot }: Slot) => `${personId} ${sessionId} ${slot}`;

/** Sends what slots want, each device by itself, a bounded number at once. */
export function createDelivering(deps: Deps): Delivering {
  const { db, log } = deps;
  const work = { ...deps, compose: createContent(deps) };
  const inFlight = new Map<string, Promise<void>>();

  function begin(slot: Slot): void {
    const key = keyOf(slot);
    // It is being sent, and whoever does that sees what is wanted now.
    if (inFlight.has(key)) return;
    const sending = deliverOne(work, slot)
      .catch((error: unknown) => {
        // The lease ends by itself, and the slot is due again.
        log.warn({ err: error, kind: slot.kind }, 'a push message could not be made');
      })
      .finally(() => {
        inFlight.delete(key);
        deps.onFree();
      });
    inFlight.set(key, sending);
  }

  return {
    async deliver(now) {
      const limit = atOnce - inFlight.size;
      if (limit <= 0) return 0;
      const leaseUntil = new Date(now.getTime() + leaseMs);
      const slots = await claimDue(db, { now, leaseUntil, limit });
      slots.forEach(begin);
      return slots.length;
    },
    async idle() {
      while (inFlight.size > 0) await Promise.all(inFlight.values());
    },
  };
}
