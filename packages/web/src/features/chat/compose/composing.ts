import type { ConversationId } from '@plaza/base';
import { create } from 'zustand';

/** What the composer of a conversation is busy with, besides writing something new. */
export type Composing =
  | { kind: 'answer'; seq: number }
  /** `text` is how the message reads now. */
  | { kind: 'edit'; seq: number; text: string };

type Store = {
  busyWith: ReadonlyMap<ConversationId, Composing>;
  /** A text that is to be put into the field; taken by the composer of the conversation. */
  texts: ReadonlyMap<ConversationId, string>;
};

const useStore = create<Store>()(() => ({ busyWith: new Map(), texts: new Map() }));

function set(id: ConversationId, composing: Composing | null): void {
  useStore.setState(({ busyWith }) => {
    const next = new Map(busyWith);
    if (composing === null) next.delete(id);
    else next.set(id, composing);
    return { busyWith: next };
  });
}

/** The next message answers this one. */
export const startAnswer = (id: ConversationId, seq: number): void =>
  set(id, { kind: 'answer', seq });

/** The field holds the text, or the caption, of a message that is being changed. */
export const startEdit = (id: ConversationId, { seq, text }: { seq: number; text: string }): void =>
  set(id, { kind: 'edit', seq, text });

/** Back to writing something new. */
export const stopComposing = (id: ConversationId): void => set(id, null);

/** Puts a text into the field, such as that of a message that was taken back. */
export function writeAgain(id: ConversationId, text: string): void {
  useStore.setState(({ texts }) => ({ texts: new Map(texts).set(id, text) }));
}

/** Takes the text that waits for the field of a conversation. */
export function takeText(id: ConversationId): string | null {
  const text = useStore.getState().texts.get(id) ?? null;
  if (text === null) return null;
  useStore.setState(({ texts }) => {
    const next = new Map(texts);
    next.delete(id);
    return { texts: next };
  });
  return text;
}

export const useComposing = (id: ConversationId): Composing | null =>
  useStore(({ busyWith }) => busyWith.get(id) ?? null);

export const useWaitingText = (id: ConversationId): string | null =>
  useStore(({ texts }) => texts.get(id) ?? null);

export const composingIn = (id: ConversationId): Composing | null =>
  useStore.getState().busyWith.get(id) ?? null;
