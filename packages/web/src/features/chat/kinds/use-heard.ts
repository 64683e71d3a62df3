import type { ConversationId } from '@plaza/base';
import { inboxOf, type State } from '@plaza/client';
import { create } from 'zustand';
import { privatePrefix } from '../../../state/index.ts';
import { hear, isHeard, parseHeard, type Heard } from './heard.ts';

const keyOf = (id: ConversationId) => `${privatePrefix}heard:${id}`;

const useStore = create<{ heard: ReadonlyMap<ConversationId, Heard> }>()(() => ({
  heard: new Map(),
}));

function read(id: ConversationId, readSeq: number): Heard {
  try {
    return parseHeard(localStorage.getItem(keyOf(id)), readSeq);
  } catch {
    return parseHeard(null, readSeq);
  }
}

function keep(id: ConversationId, heard: Heard): void {
  useStore.setState((before) => ({ heard: new Map(before.heard).set(id, heard) }));
  try {
    localStorage.setItem(keyOf(id), JSON.stringify(heard));
  } catch {
    // Without storage it is known as long as the page lives.
  }
}

function heardOf(state: State, id: ConversationId): Heard {
  const known = useStore.getState().heard.get(id);
  if (known !== undefined) return known;
  const heard = read(id, inboxOf(state, id)?.readSeq ?? 0);
  // Kept at the first look, or what is read meanwhile would count as heard at the next start.
  queueMicrotask(() => {
    if (useStore.getState().heard.get(id) === undefined) keep(id, heard);
  });
  return heard;
}

/** Whether a voice message was heard here. */
export function useIsHeard(state: State, id: ConversationId, seq: number | null): boolean {
  useStore((store) => store.heard.get(id));
  return seq === null || isHeard(heardOf(state, id), seq);
}

export const wasHeard = (state: State, id: ConversationId, seq: number): boolean =>
  isHeard(heardOf(state, id), seq);

export function markHeard(state: State, id: ConversationId, seq: number): void {
  const before = heardOf(state, id);
  const after = hear(before, seq);
  if (after !== before) keep(id, after);
}
