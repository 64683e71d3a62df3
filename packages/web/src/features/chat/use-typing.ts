import type { ConversationId } from '@plaza/base';
import { previewOf } from '@plaza/client';
import { useCallback } from 'react';
import { useClient } from '../../state/index.ts';

/** Typing is shown only so long after the other side's last message; the server keeps to it too. */
const shownForMs = 10_000;

/** Tells that the person types, where that would be shown; to be called at every key. */
export function useTyping(id: ConversationId): () => void {
  const { commands, getState } = useClient();
  return useCallback(() => {
    const state = getState();
    const last = previewOf(state, id);
    if (last === null || last.senderId === state.me?.personId) return;
    // A second more, because the clock of this device may go ahead of the server's.
    if (Date.now() - Date.parse(last.at) <= shownForMs + 1_000) void commands.typing(id);
  }, [commands, getState, id]);
}
