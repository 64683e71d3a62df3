import { shouldAlert, type State } from '@plaza/client';
import type { ConversationId } from '@plaza/base';
import { useEffect, useRef } from 'react';
import { personName, previewWords, titleOf } from '../features/chat/index.ts';
import { callsWhileOpen } from '../features/push/index.ts';
import { useClient } from '../state/use-client.ts';

/** The newest entry of each conversation that was looked at. */
type Seen = Map<ConversationId, number>;

function seqsOf(state: State): Seen {
  const seen: Seen = new Map();
  for (const [id, { conversation }] of state.conversations) {
    seen.set(id, conversation.lastEntry?.seq ?? 0);
  }
  return seen;
}

/** Shows one sign per conversation; the same tag in another tab takes the place of this one. */
function show(state: State, id: ConversationId): void {
  const known = state.conversations.get(id);
  const entry = known?.conversation.lastEntry;
  if (known === undefined || entry == null) return;
  const { conversation } = known;
  const by = conversation.kind === 'group' ? `${personName(state, entry.senderId)}: ` : '';
  const sign = new Notification(titleOf(state, conversation), {
    body: by + previewWords(state, entry),
    tag: id,
  });
  sign.addEventListener('click', () => {
    window.focus();
    history.pushState(null, '', `/chats/${id}`);
    sign.close();
  });
}

/** Calls for a person who is elsewhere, by their rules, at their hours, where they agreed. */
export function useAlerts(): void {
  const client = useClient();
  const seen = useRef<Seen | null>(null);
  useEffect(() => {
    function look(): void {
      const state = client.getState();
      const before = seen.current;
      const now = seqsOf(state);
      seen.current = now;
      // What came while this device was away is counted, not called out one by one.
      if (before === null || state.status !== 'live') return;
      if (!document.hidden || !('Notification' in window)) return;
      if (Notification.permission !== 'granted' || !callsWhileOpen()) return;
      for (const [id, seq] of now) {
        const entry = state.conversations.get(id)?.conversation.lastEntry;
        const isNew = seq > (before.get(id) ?? Number.MAX_SAFE_INTEGER);
        if (isNew && entry != null && shouldAlert(state, id, entry, new Date())) show(state, id);
      }
    }
    look();
    return client.subscribe('list', look);
  }, [client]);
}
