import { backoffMs, type ClientId, type ConversationId } from '@plaza/base';
import type { MessageBody } from '@plaza/contract';
import type { Core } from '../core.ts';
import { isTransient, retryAfterMs, type Refused } from '../result.ts';
import type { Send } from '../state/types.ts';
import { createWaits, type Waits } from './waits.ts';

/** A message that found no way for so long is shown as failed. */
const keptMs = 7 * 24 * 3_600_000;
/** A server that fails on the same message this often will fail on it again. */
const maxFaults = 8;
const retryBaseMs = 500;
const retryCapMs = 30_000;

/** Sends messages: stored before the first try, in order, resent until answered. */
export type Sends = {
  submit(message: { conversationId: ConversationId; body: MessageBody; clientId: ClientId }): void;
  /** Tries a failed message again, as the newest. */
  retry(clientId: ClientId): void;
  /** Takes a message off that failed or waits; one that is under way may arrive and stays. */
  discard(clientId: ClientId): void;
  /** The connection is there: everything that waits goes. */
  resume(): void;
};

type Outbox = Core & {
  waits: Waits;
  running: Set<ConversationId>;
  faults: Map<ClientId, number>;
  lastOrder: number;
};

const find = ({ getState }: Core, clientId: ClientId) => getState().sends.get(clientId);

function nextOrder(box: Outbox): number {
  for (const { order } of box.getState().sends.values()) {
    box.lastOrder = Math.max(box.lastOrder, order);
  }
  box.lastOrder += 1;
  return box.lastOrder;
}

function nextOf({ getState }: Core, id: ConversationId): Send | null {
  let next: Send | null = null;
  for (const send of getState().sends.values()) {
    if (send.conversationId !== id || send.state !== 'waiting') continue;
    if (next === null || send.order < next.order) next = send;
  }
  return next;
}

/** Changes a message unless it has left meanwhile, because it was seen in the log. */
function update(core: Core, clientId: ClientId, change: Partial<Send>): void {
  const send = find(core, clientId);
  if (send !== undefined) core.dispatch({ type: 'send', send: { ...send, ...change } });
}

function fail(box: Outbox, clientId: ClientId, failure: string): void {
  box.faults.delete(clientId);
  update(box, clientId, { state: 'failed', failure });
}

/** Judges a refusal; the wait before the next try, or null when there will be none now. */
function judge(box: Outbox, send: Send, refused: Refused, attempt: number): number | null {
  const { clientId } = send;
  if (refused.error === 'unauthenticated') {
    update(box, clientId, { state: 'waiting' });
    return null;
  }
  const count = (box.faults.get(clientId) ?? 0) + (refused.error === 'internal' ? 1 : 0);
  if (!isTransient(refused) || count >= maxFaults) {
    fail(box, clientId, refused.error);
    return 0;
  }
  box.faults.set(clientId, count);
  update(box, clientId, { state: 'waiting' });
  const backoff = { baseMs: retryBaseMs, capMs: retryCapMs, random: box.random };
  return retryAfterMs(refused) ?? backoffMs(attempt, backoff);
}

async function attemptOne(box: Outbox, send: Send, attempt: number): Promise<number | null> {
  const { clientId, conversationId, message } = send;
  if (box.clock.nowMs() - Date.parse(send.createdAt) > keptMs) {
    fail(box, clientId, 'expired');
    return 0;
  }
  update(box, clientId, { state: 'sending' });
  await box.flush();
  const input = { clientId, conversationId, message };
  const result = await box.socket.call('chat.sendMessage', input);
  if (!result.ok) return judge(box, send, result, attempt);
  box.faults.delete(clientId);
  update(box, clientId, { state: 'sent', seq: result.output.seq });
  return 0;
}

/** One message of a conversation is under way at a time: that alone keeps their order. */
async function pump(box: Outbox, id: ConversationId): Promise<void> {
  if (box.running.has(id)) return;
  box.running.add(id);
  for (let attempt = 0; box.socket.isOpen(); attempt += 1) {
    const send = nextOf(box, id);
    if (send === null) break;
    const waitMs = await attemptOne(box, send, attempt);
    if (waitMs === null) break;
    if (waitMs === 0) attempt = -1;
    else if (box.socket.isOpen()) await box.waits.pause(waitMs);
  }
  box.running.delete(id);
}

function retry(box: Outbox, clientId: ClientId): void {
  const send = find(box, clientId);
  if (send?.state !== 'failed') return;
  const isTaken = send.failure === 'message_conflict';
  if (isTaken) box.dispatch({ type: 'sendRemoved', clientId });
  const again: Send = {
    ...send,
    clientId: isTaken ? box.newId<ClientId>() : clientId,
    createdAt: box.clock.now().toISOString(),
    order: nextOrder(box),
    state: 'waiting',
    failure: null,
  };
  box.dispatch({ type: 'send', send: again });
  void pump(box, send.conversationId);
}

/** Creates the outbox of messages. */
export function createSends(core: Core): Sends {
  const waits = createWaits(core.clock);
  const box: Outbox = { ...core, waits, running: new Set(), faults: new Map(), lastOrder: 0 };
  return {
    submit({ conversationId, body, clientId }) {
      // The same id twice is the same message: another tab asked again after a change of leader.
      if (find(box, clientId) !== undefined) return;
      const send: Send = {
        ...{ clientId, conversationId, message: body },
        createdAt: box.clock.now().toISOString(),
        order: nextOrder(box),
        ...{ state: 'waiting', failure: null, seq: null },
      };
      box.dispatch({ type: 'send', send });
      void pump(box, conversationId);
    },
    retry: (clientId) => retry(box, clientId),
    discard(clientId) {
      const state = find(box, clientId)?.state;
      if (state === 'failed' || state === 'waiting') {
        box.dispatch({ type: 'sendRemoved', clientId });
      }
    },
    resume() {
      waits.wake();
      const ids = new Set<ConversationId>();
      for (const { conversationId } of box.getState().sends.values()) ids.add(conversationId);
      for (const id of ids) void pump(box, id);
    },
  };
}
