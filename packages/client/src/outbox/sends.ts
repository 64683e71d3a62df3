import { backoffMs, type ClientId, type ConversationId } from '@plaza/base';
import type { MessageBody } from '@plaza/contract';
import type { Core } from '../core.ts';
import { isTransient, retryAfterMs, type Refused } from '../result.ts';
import type { Send, SendPart } from '../state/types.ts';
import { nullFileId, type Parts } from './parts.ts';
import { createWaits, type Waits } from './waits.ts';

/** A message that found no way for so long is shown as failed. */
const keptMs = 7 * 24 * 3_600_000;
/** A server that fails on the same message this often will fail on it again. */
const maxFaults = 8;
const retryBaseMs = 500;
const retryCapMs = 30_000;

export type Submission = {
  conversationId: ConversationId;
  body: MessageBody;
  clientId: ClientId;
  parts?: readonly SendPart[];
};

/** Sends messages: stored before the first try, in order, resent until answered. */
export type Sends = {
  /** False when the message is on its way already: another tab asked twice. */
  submit(message: Submission): boolean;
  /** Tries a failed message again, as the newest. */
  retry(clientId: ClientId): void;
  /** Takes a message off that failed or waits; one that is under way may arrive and stays. */
  discard(clientId: ClientId): void;
  /** The connection is there: everything that waits goes. */
  resume(): void;
};

/**
 * A conversation has two lanes: messages with files of their own keep their order among
 * themselves, and a text does not wait behind an upload of an hour.
 */
type Lane = `${'text' | 'media'}:${ConversationId}`;
const laneOf = ({ conversationId, parts }: Send): Lane =>
  `${parts.length > 0 ? 'media' : 'text'}:${conversationId}`;

type Outbox = Core & {
  parts: Parts;
  waits: Waits;
  running: Set<Lane>;
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

function nextOf({ getState }: Core, lane: Lane): Send | null {
  let next: Send | null = null;
  for (const send of getState().sends.values()) {
    if (send.state !== 'waiting' || laneOf(send) !== lane) continue;
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
  const { clientId } = send;
  if (box.clock.nowMs() - Date.parse(send.createdAt) > keptMs) {
    fail(box, clientId, 'expired');
    return 0;
  }
  if (send.parts.some(({ fileId }) => fileId === null)) {
    const refused = await box.parts.upload(clientId);
    if (refused !== null)
      return refused.error === 'discarded' ? 0 : judge(box, send, refused, attempt);
  }
  const ready = find(box, clientId);
  if (ready?.state !== 'waiting') return 0;
  update(box, clientId, { state: 'sending' });
  await box.flush();
  const { conversationId, message } = ready;
  const input = { clientId, conversationId, message };
  const result = await box.socket.call('chat.sendMessage', input);
  if (!result.ok) return judge(box, send, result, attempt);
  box.faults.delete(clientId);
  update(box, clientId, { state: 'sent', seq: result.output.seq });
  return 0;
}

/** One message of a lane is under way at a time: that alone keeps their order. */
async function pump(box: Outbox, lane: Lane): Promise<void> {
  if (box.running.has(lane)) return;
  box.running.add(lane);
  for (let attempt = 0; box.socket.isOpen(); attempt += 1) {
    const send = nextOf(box, lane);
    if (send === null) break;
    const waitMs = await attemptOne(box, send, attempt);
    if (waitMs === null) break;
    if (waitMs === 0) attempt = -1;
    else if (box.socket.isOpen()) await box.waits.pause(waitMs);
  }
  box.running.delete(lane);
}

function unsent({ message, parts }: Send): Pick<Send, 'message' | 'parts'> {
  const ids = Object.fromEntries(parts.map(({ field }) => [field, nullFileId]));
  return {
    message: { ...message, ...ids } as MessageBody,
    parts: parts.map((part) => ({ ...part, uploadUrl: null, fileId: null })),
  };
}

function retry(box: Outbox, clientId: ClientId): void {
  const send = find(box, clientId);
  if (send?.state !== 'failed') return;
  const isTaken = send.failure === 'message_conflict';
  // The server let go of files that waited too long for their message: they go up again.
  const isLost = send.failure === 'file_unknown';
  const files = isLost ? unsent(send) : {};
  if (isTaken) box.dispatch({ type: 'sendRemoved', clientId });
  const again: Send = {
    ...send,
    ...files,
    clientId: isTaken ? box.newId<ClientId>() : clientId,
    createdAt: box.clock.now().toISOString(),
    order: nextOrder(box),
    state: 'waiting',
    failure: null,
  };
  box.dispatch({ type: 'send', send: again });
  void pump(box, laneOf(again));
}

/** Creates the outbox of messages. */
export function createSends(core: Core, parts: Parts): Sends {
  const waits = createWaits(core.clock);
  const box: Outbox = {
    ...core,
    parts,
    waits,
    running: new Set(),
    faults: new Map(),
    lastOrder: 0,
  };
  return {
    submit({ conversationId, body, clientId, parts: files = [] }) {
      // The same id twice is the same message: another tab asked again after a change of leader.
      if (find(box, clientId) !== undefined) return false;
      const send: Send = {
        ...{ clientId, conversationId, message: body, parts: files, upload: null },
        createdAt: box.clock.now().toISOString(),
        order: nextOrder(box),
        ...{ state: 'waiting', failure: null, seq: null },
      };
      box.dispatch({ type: 'send', send });
      void pump(box, laneOf(send));
      return true;
    },
    retry: (clientId) => retry(box, clientId),
    discard(clientId) {
      const state = find(box, clientId)?.state;
      if (state === 'failed' || state === 'waiting') {
        box.dispatch({ type: 'sendRemoved', clientId });
        parts.cancel(clientId);
      }
    },
    resume() {
      waits.wake();
      const lanes = new Set([...box.getState().sends.values()].map(laneOf));
      for (const lane of lanes) void pump(box, lane);
    },
  };
}
