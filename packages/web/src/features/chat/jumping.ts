import type { ConversationId } from '@plaza/base';
import { create } from 'zustand';

type Target = { id: ConversationId; seq: number };

export const useJumpTarget = create<{ target: Target | null }>()(() => ({ target: null }));

/** Shows a message in its place, as soon as its conversation is open. */
export function jumpTo(id: ConversationId, seq: number): void {
  useJumpTarget.setState({ target: { id, seq } });
}

export const endJump = (): void => useJumpTarget.setState({ target: null });
