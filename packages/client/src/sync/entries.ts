import type { ConversationId, Timer } from '@plaza/base';
import type { Core } from '../core.ts';
import type { Action } from '../state/actions.ts';
import type { Told } from '../state/conversation.ts';
import { createAhead, type Ahead } from './ahead.ts';
import { gapDelayMs } from './timing.ts';

const heldEntries = 200;

/** Takes live entries in order: the next is applied, an older is dropped, a gap is reported. */
export type LiveEntries = {
  receive(conversationId: ConversationId, told: Told): void;
  /** Applies what was held back and has its turn now. */
  drain(conversationId: ConversationId): void;
  /** Reports a gap unless the conversation has reached `seq` within the usual time. */
  expect(conversationId: ConversationId, seq: number): void;
  stop(): void;
};

/** The action that tells of an entry. */
export function asAction(conversationId: ConversationId, { entry, target }: Told): Action {
  const about = target === undefined ? {} : { target };
  return { type: 'entry', conversationId, entry, ...about };
}

export function createLiveEntries(
  core: Core,
  onGap: (conversationId: ConversationId) => void,
): LiveEntries {
  const held = new Map<ConversationId, Ahead<Told>>();
  const timers = new Map<ConversationId, Timer>();
  const expected = new Map<ConversationId, number>();

  const lastSeqOf = (id: ConversationId) =>
    core.getState().conversations.get(id)?.conversation.lastSeq ?? null;

  function drain(id: ConversationId): void {
    const ahead = held.get(id);
    for (;;) {
      const lastSeq = lastSeqOf(id);
      if (ahead === undefined || lastSeq === null) return;
      ahead.forget(lastSeq);
      const told = ahead.take(lastSeq + 1);
      if (ahead.size === 0) held.delete(id);
      if (told === null) return;
      core.dispatch(asAction(id, told));
    }
  }

  function expect(id: ConversationId, seq: number): void {
    expected.set(id, Math.max(seq, expected.get(id) ?? 0));
    if (timers.has(id)) return;
    const timer = core.clock.after(gapDelayMs(core.random), () => {
      timers.delete(id);
      const awaited = expected.get(id) ?? 0;
      expected.delete(id);
      if ((lastSeqOf(id) ?? -1) < awaited) onGap(id);
    });
    timers.set(id, timer);
  }

  return {
    drain,
    expect,
    receive(id, told) {
      const { entry } = told;
      const lastSeq = lastSeqOf(id);
      if (lastSeq !== null && entry.seq <= lastSeq) return;
      const ahead = held.get(id) ?? createAhead<Told>(heldEntries);
      held.set(id, ahead);
      ahead.hold(entry.seq, told);
      drain(id);
      if (held.has(id)) expect(id, entry.seq);
    },
    stop() {
      for (const timer of timers.values()) timer.cancel();
      timers.clear();
      expected.clear();
    },
  };
}
