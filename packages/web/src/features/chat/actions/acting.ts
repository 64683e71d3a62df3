import type { ConversationId } from '@plaza/base';
import { create } from 'zustand';

/** What is being done with messages of a conversation: one thing at a time. */
export type Acting =
  | { kind: 'forward'; seqs: readonly number[] }
  | { kind: 'report'; seq: number }
  | { kind: 'remind'; seq: number }
  | { kind: 'edits'; seq: number }
  | { kind: 'delete'; seqs: readonly number[] };

type Store = {
  acting: { id: ConversationId; what: Acting } | null;
  /** Messages that are being chosen; null: nobody chooses. */
  selection: { id: ConversationId; seqs: ReadonlySet<number> } | null;
};

const useStore = create<Store>()(() => ({ acting: null, selection: null }));

export const act = (id: ConversationId, what: Acting): void =>
  useStore.setState({ acting: { id, what } });

export const endActing = (): void => useStore.setState({ acting: null });

export const startSelecting = (id: ConversationId, seq: number): void =>
  useStore.setState({ selection: { id, seqs: new Set([seq]) } });

export const endSelecting = (): void => useStore.setState({ selection: null });

export function toggleSelected(id: ConversationId, seq: number): void {
  useStore.setState(({ selection }) => {
    const seqs = new Set(selection?.id === id ? selection.seqs : []);
    if (!seqs.delete(seq)) seqs.add(seq);
    return { selection: { id, seqs } };
  });
}

export const useActing = (id: ConversationId): Acting | null =>
  useStore(({ acting }) => (acting?.id === id ? acting.what : null));

export const useSelection = (id: ConversationId): ReadonlySet<number> | null =>
  useStore(({ selection }) => (selection?.id === id ? selection.seqs : null));
