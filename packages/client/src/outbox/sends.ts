import { backoffMs, type ClientId, type ConversationId } from '@plaza/base';
import type { MessageBody, MethodOutput } from '@plaza/contract';
import type { Core } from '../core.ts';
import { isTransient, retryAfterMs, type Refused } from '../result.ts';
import type { Send } from '../state/types.ts';
import { createWaits } from './waits.ts';

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

export function createSends(core: Core): Sends {
  const waits = createWaits(core.clock);
  const running = new Set<ConversationId>();
  const faults = new Map<ClientId, number>();
  let lastOrder = 0;

  const find = (clientId: ClientId) => core.getState().sends.get(clientId);
  const put = (send: Send) => core.dispatch({ type: 'send', send });

  function nextOrder(): number {
    for (const { order } of core.getState().sends.values()) {
      lastOrder = Math.max(lastOrder, order);
    }
    lastOrder += 1;
    return lastOrder;
  }

  function nextOf(id: ConversationId): Send | null {
    let next: Send | null = null;
    for (const send of core.getState().sends.values()) {
      if (send.conversationId !== id || send.state !== 'waiting') continue;
      if (next === null || send.order < next.order) next = send;
    }
    return next;
  }

  /** Changes a message unless it has left meanwhile, because it was seen in the log. */
  function update(clientId: ClientId, change: Partial<Send>): void {
    const send = find(clientId);
    if (send !== undefined) put({ ...send, ...change });
  }

  function failed(clientId: ClientId, failure: string): void {
    faults.delete(clientId);
    update(clientId, { state: 'failed', failure });
  }

  function sent(clientId: ClientId, { seq }: MethodOutput<'chat.sendMessage'>): void {
    faults.delete(clientId);
    update(clientId, { state: 'sent', seq });
  }

  /** Judges a refusal; the wait before the next try, or null when there will be none now. */
  function judge(send: Send, refused: Refused, attempt: number): number | null {
    if (refused.error === 'unauthenticated') {
      update(send.clientId, { state: 'waiting' });
      return null;
    }
    const count = (faults.get(send.clientId) ?? 0) + (refused.error === 'internal' ? 1 : 0);
    if (!isTransient(refused) || count >= maxFaults) {
      failed(send.clientId, refused.error);
      return 0;
    }
    faults.set(send.clientId, count);
    update(send.clientId, { state: 'waiting' });
    const { random } = core;
    return (
      retryAfterMs(refused) ??
      backoffMs(attempt, { baseMs: retryBaseMs, capMs: retryCapMs, random })
    );
  }

  async function attemptOne(send: Send, attempt: number): Promise<number | null> {
    if (core.clock.nowMs() - Date.parse(send.createdAt) > keptMs) {
      failed(send.clientId, 'expired');
      return 0;
    }
    update(send.clientId, { state: 'sending' });
    await core.flush();
    const { clientId, conversationId, message } = send;
    const input = { clientId, conversationId, message };
    const result = await core.socket.call('chat.sendMessage', input);
    if (!result.ok) return judge(send, result, attempt);
    sent(clientId, result.output);
    return 0;
  }

  /** One message of a conversation is under way at a time: that alone keeps their order. */
  async function pump(id: ConversationId): Promise<void> {
    if (running.has(id)) return;
    running.add(id);
    for (let attempt = 0; core.socket.isOpen(); attempt += 1) {
      const send = nextOf(id);
      if (send === null) break;
      const waitMs = await attemptOne(send, attempt);
      if (waitMs === null) break;
      if (waitMs === 0) attempt = -1;
      else if (core.socket.isOpen()) await waits.pause(waitMs);
    }
    running.delete(id);
  }

  return {
    submit({ conversationId, body, clientId }) {
      // The same id twice is the same message: another tab asked again after a change of leader.
      if (find(clientId) !== undefined) return;
      put({
        clientId,
        conversationId,
        message: body,
        createdAt: core.clock.now().toISOString(),
        order: nextOrder(),
        state: 'waiting',
        failure: null,
        seq: null,
      });
      void pump(conversationId);
    },
    retry(clientId) {
      const send = find(clientId);
      if (send?.state !== 'failed') return;
      const isTaken = send.failure === 'message_conflict';
      if (isTaken) core.dispatch({ type: 'sendRemoved', clientId });
      put({
        ...send,
        clientId: isTaken ? core.newId<ClientId>() : clientId,
        createdAt: core.clock.now().toISOString(),
        order: nextOrder(),
        state: 'waiting',
        failure: null,
      });
      void pump(send.conversationId);
    },
    discard(clientId) {
      const state = find(clientId)?.state;
      if (state === 'failed' || state === 'waiting') {
        core.dispatch({ type: 'sendRemoved', clientId });
      }
    },
    resume() {
      waits.wake();
      const ids = new Set<ConversationId>();
      for (const { conversationId } of core.getState().sends.values()) ids.add(conversationId);
      for (const id of ids) void pump(id);
    },
  };
}
