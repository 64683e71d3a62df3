import { backoffMs, type ClientId, type ConversationId } from '@plaza/base';
import type { Core } from '../core.ts';
import { isTransient, retryAfterMs, type Refused } from '../result.ts';
import { actKey, waitingActs } from '../state/acts.ts';
import { entryAt, takenKey } from '../state/select.ts';
import type { Act, Deed } from '../state/types.ts';
import type { Unshow } from './unshow.ts';
import { createWaits, type Waits } from './waits.ts';

/** A text that was taken back may be edited and sent again for so long. */
const takenMs = 5 * 60_000;
/** A server that fails on the same change this often will fail on it again. */
const maxFaults = 8;
const retryBaseMs = 500;
const retryCapMs = 30_000;

export type Wanted = {
  conversationId: ConversationId;
  seq: number;
  deed: Deed;
  actId?: ClientId | undefined;
};

/** Carries out changes of messages: stored before the first try, in order, until answered. */
export type ActsOutbox = {
  /**
   * Resolves with the refusal, or with null when it is done or kept for later: what is refused then
   * stands in the state until it is dismissed.
   */
  submit(wanted: Wanted): Promise<Refused | null>;
  dismiss(key: string): void;
  resume(): void;
};

type Desk = Core & {
  unshow: Unshow;
  waits: Waits;
  running: Set<ConversationId>;
  /** Who waits for the answer to a change, by its id. */
  askers: Map<ClientId, (answer: Refused | null) => void>;
  lastOrder: number;
};

function answer({ askers }: Desk, actId: ClientId, refused: Refused | null): boolean {
  const asker = askers.get(actId);
  askers.delete(actId);
  asker?.(refused);
  return asker !== undefined;
}

function drop(desk: Desk, act: Act): void {
  desk.dispatch({ type: 'actRemoved', key: actKey(act) });
  answer(desk, act.actId, null);
}

function nextOrder(desk: Desk): number {
  for (const { order } of desk.getState().acts.values()) {
    desk.lastOrder = Math.max(desk.lastOrder, order);
  }
  desk.lastOrder += 1;
  return desk.lastOrder;
}

/** Keeps the words of an own text that is taken back, to edit and send them again. */
function keepWords(desk: Desk, { conversationId, seq }: Act): void {
  const entry = entryAt(desk.getState(), conversationId, seq);
  const said = entry?.body.type === 'message' ? entry.body.message : null;
  if (said?.type !== 'text' || entry?.senderId !== desk.getState().me?.personId) return;
  const key = takenKey(conversationId, seq);
  desk.dispatch({ type: 'taken', key, text: said.text });
  desk.clock.after(takenMs, () => desk.dispatch({ type: 'taken', key, text: null }));
}

function call({ socket, http }: Core, { conversationId, seq, deed, actId }: Act) {
  const place = { conversationId, seq };
  switch (deed.type) {
    case 'recall':
      return socket.call('chat.recallMessage', place);
    case 'edit':
      return socket.call('chat.editMessage', { ...place, text: deed.text, clientId: actId });
    case 'react':
      return socket.call('chat.setReaction', { ...place, emoji: deed.emoji });
    case 'vote':
      return http.call('chat.votePoll', { ...place, options: [...deed.options] });
  }
}

/** Takes a refused change off the screen, and says so to whoever waits, or to the state. */
async function refuse(desk: Desk, act: Act, refused: Refused): Promise<void> {
  const { conversationId, seq, deed, actId } = act;
  const key = actKey(act);
  const isMine = desk.getState().acts.get(key)?.actId === actId;
  if (deed.type === 'recall') {
    desk.dispatch({ type: 'taken', key: takenKey(conversationId, seq), text: null });
  }
  const isAsked = desk.askers.has(actId);
  if (isMine && isAsked) desk.dispatch({ type: 'actRemoved', key });
  if (isMine && !isAsked) desk.dispatch({ type: 'act', act: { ...act, failure: refused.error } });
  const entry = entryAt(desk.getState(), conversationId, seq);
  await desk.unshow(conversationId, entry === null ? [] : [entry]).catch(desk.onFault);
  answer(desk, actId, refused);
}

function finish(desk: Desk, act: Act): void {
  const key = actKey(act);
  // Another of its kind may have taken its place meanwhile.
  const isMine = desk.getState().acts.get(key)?.actId === act.actId;
  if (isMine) desk.dispatch({ type: 'actRemoved', key });
  answer(desk, act.actId, null);
}

/** Nobody needs to wait for what goes on by itself. */
function keepForLater(desk: Desk, id: ConversationId): void {
  for (const { actId } of waitingActs(desk.getState(), id)) answer(desk, actId, null);
}

async function pump(desk: Desk, id: ConversationId): Promise<void> {
  const { running, socket, waits, random } = desk;
  if (running.has(id)) return;
  running.add(id);
  let faults = 0;
  for (let attempt = 0; socket.isOpen(); attempt += 1) {
    const act = waitingActs(desk.getState(), id)[0];
    if (act === undefined) break;
    await desk.flush();
    const result = await call(desk, act);
    if (result.ok) {
      finish(desk, act);
      attempt = -1;
      continue;
    }
    if (result.error === 'unauthenticated') break;
    faults += result.error === 'internal' ? 1 : 0;
    if (!isTransient(result) || faults >= maxFaults) {
      await refuse(desk, act, result);
      faults = 0;
      attempt = -1;
      continue;
    }
    keepForLater(desk, id);
    const delayMs = backoffMs(attempt, { baseMs: retryBaseMs, capMs: retryCapMs, random });
    if (socket.isOpen()) await waits.pause(retryAfterMs(result) ?? delayMs);
  }
  running.delete(id);
  keepForLater(desk, id);
}

function take(desk: Desk, { conversationId, seq, deed, actId }: Wanted): Act {
  const act: Act = {
    ...{ conversationId, seq, deed, actId: actId ?? desk.newId<ClientId>() },
    createdAt: desk.clock.now().toISOString(),
    order: nextOrder(desk),
    failure: null,
  };
  for (const other of desk.getState().acts.values()) {
    const isThere = other.conversationId === conversationId && other.seq === seq;
    // What is taken back is changed no more, and of two of a kind the later one counts.
    if (isThere && (deed.type === 'recall' || other.deed.type === deed.type)) drop(desk, other);
  }
  if (deed.type === 'recall') keepWords(desk, act);
  desk.dispatch({ type: 'act', act });
  return act;
}

/** Creates the outbox of changes. */
export function createActsOutbox(core: Core, unshow: Unshow): ActsOutbox {
  const waits = createWaits(core.clock);
  const desk: Desk = {
    ...core,
    ...{ unshow, waits, running: new Set(), askers: new Map(), lastOrder: 0 },
  };
  return {
    async submit(wanted) {
      const { actId } = take(desk, wanted);
      // Another tab forgets what it asked when this is answered: so first it must be stored.
      await desk.flush();
      if (!desk.socket.isOpen()) return null;
      const answered = new Promise<Refused | null>((resolve) => desk.askers.set(actId, resolve));
      void pump(desk, wanted.conversationId);
      return answered;
    },
    dismiss(key) {
      if (desk.getState().acts.get(key)?.failure) desk.dispatch({ type: 'actRemoved', key });
    },
    resume() {
      waits.wake();
      const ids = [...desk.getState().acts.values()].map(({ conversationId }) => conversationId);
      for (const id of new Set(ids)) void pump(desk, id);
    },
  };
}
