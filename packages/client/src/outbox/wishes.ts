import { backoffMs, type ConversationId, type Timer } from '@plaza/base';
import type { InboxItem } from '@plaza/contract';
import type { Core } from '../core.ts';
import { isTransient, retryAfterMs, type Refused } from '../result.ts';
import type { Intent, Wish } from '../state/types.ts';
import { createWaits, type Waits } from './waits.ts';

/** How long a wish may gather others of its kind before it is sent. */
const gatherMs: Partial<Record<Wish, number>> = { draft: 800, readSeq: 300 };
const retryBaseMs = 500;
const retryCapMs = 30_000;
/** A wish on which the server fails this often is given up; nothing is lost but a switch. */
const maxFaults = 8;

type Fields = Omit<Intent, 'conversationId'>;
type Sent = { fields: Fields; run: () => Promise<Answer> };
type Answer = { ok: true; output: { inbox: InboxItem } } | Refused;

/** Sends what the person wants about a conversation: shown at once, the last wish wins. */
export type Wishes = {
  want(conversationId: ConversationId, fields: Fields): void;
  resume(): void;
};

const pick = (wish: Intent, keys: readonly Wish[]): Fields =>
  Object.fromEntries(Object.entries(wish).filter(([key]) => keys.includes(key as Wish)));

const switches = [
  'pinned',
  'notify',
  'muted',
  'archived',
  'markedUnread',
  'hiddenSeq',
  'heard',
] as const;

type Desk = Core & {
  waits: Waits;
  running: Set<ConversationId>;
  plans: Map<ConversationId, { dueMs: number; timer: Timer }>;
};

/** The next call that carries part of a wish; clearing first, for it hides the most. */
function nextCall({ socket, http }: Core, wish: Intent): Sent | null {
  const { conversationId, clearedSeq, readSeq, draft } = wish;
  if (clearedSeq !== undefined) {
    const input = { conversationId, seq: clearedSeq };
    return { fields: { clearedSeq }, run: () => http.call('chat.clearHistory', input) };
  }
  const set = pick(wish, switches);
  if (Object.keys(set).length > 0) {
    const { hiddenSeq, muted, ...rest } = set;
    // `muted` says less than `notify`; it stands alone only in what an older version stored.
    const muting = muted === undefined || rest.notify !== undefined ? {} : { muted };
    const hidden = hiddenSeq === undefined ? {} : { hidden: hiddenSeq !== null };
    const input = { conversationId, ...rest, ...muting, ...hidden };
    return { fields: set, run: () => socket.call('chat.setInbox', input) };
  }
  if (readSeq !== undefined) {
    const input = { conversationId, seq: readSeq };
    return { fields: { readSeq }, run: () => socket.call('chat.markRead', input) };
  }
  if (draft === undefined) return null;
  const input = { conversationId, text: draft };
  return { fields: { draft }, run: () => socket.call('chat.saveDraft', input) };
}

/** Takes off what was answered, unless something else was wished meanwhile. */
function settle({ getState, dispatch }: Core, id: ConversationId, answered: Fields): void {
  const wish = getState().intents.get(id);
  if (wish === undefined) return;
  const left = Object.entries(wish).filter(
    ([key, value]) => !(key in answered) || answered[key as Wish] !== value,
  );
  if (left.length <= 1) dispatch({ type: 'intentRemoved', conversationId: id });
  else dispatch({ type: 'intent', intent: Object.fromEntries(left) as Intent });
}

async function attemptOne(desk: Desk, id: ConversationId, sent: Sent): Promise<Refused | null> {
  await desk.flush();
  const answer = await desk.journal.act(sent.run, (given) => {
    if (given.ok) desk.dispatch({ type: 'inbox', inbox: given.output.inbox });
  });
  if (answer.ok) {
    settle(desk, id, sent.fields);
    return null;
  }
  const isGivenUp = !isTransient(answer) && answer.error !== 'unauthenticated';
  if (isGivenUp) settle(desk, id, sent.fields);
  return answer;
}

async function pump(desk: Desk, id: ConversationId): Promise<void> {
  const { running, socket, waits, random } = desk;
  if (running.has(id)) return;
  running.add(id);
  let attempt = 0;
  let faults = 0;
  while (socket.isOpen()) {
    const wish = desk.getState().intents.get(id);
    const sent = wish === undefined ? null : nextCall(desk, wish);
    if (sent === null) break;
    const refused = await attemptOne(desk, id, sent);
    if (refused?.error === 'unauthenticated') break;
    if (refused === null || !isTransient(refused)) continue;
    faults += refused.error === 'internal' ? 1 : 0;
    if (faults >= maxFaults) settle(desk, id, sent.fields);
    const delayMs = backoffMs(attempt, { baseMs: retryBaseMs, capMs: retryCapMs, random });
    attempt += 1;
    if (socket.isOpen()) await waits.pause(retryAfterMs(refused) ?? delayMs);
  }
  running.delete(id);
}

/** The soonest of the waiting wishes decides when they go, all together. */
function schedule(desk: Desk, id: ConversationId, delayMs: number): void {
  const { clock, plans } = desk;
  const dueMs = clock.monotonicMs() + delayMs;
  const planned = plans.get(id);
  if (planned !== undefined && planned.dueMs <= dueMs) return;
  planned?.timer.cancel();
  const timer = clock.after(delayMs, () => {
    plans.delete(id);
    void pump(desk, id);
  });
  plans.set(id, { dueMs, timer });
}

/** Creates the desk where wishes lie until the server has them. */
export function createWishes(core: Core): Wishes {
  const waits = createWaits(core.clock);
  const desk: Desk = { ...core, waits, running: new Set(), plans: new Map() };
  return {
    want(conversationId, fields) {
      const wish = core.getState().intents.get(conversationId);
      core.dispatch({ type: 'intent', intent: { conversationId, ...wish, ...fields } });
      const delays = Object.keys(fields).map((key) => gatherMs[key as Wish] ?? 0);
      schedule(desk, conversationId, Math.min(...delays));
    },
    resume() {
      waits.wake();
      for (const id of core.getState().intents.keys()) void pump(desk, id);
    },
  };
}
