import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { put, without } from './maps.ts';
import type { Progress, Send, State } from './types.ts';

/** Whether an acknowledged message is behind what the device shows: its entry comes no more. */
function isBehind(state: State, { conversationId, seq }: Send): boolean {
  const known = state.conversations.get(conversationId);
  if (seq === null || known === undefined || seq > known.conversation.lastSeq) return false;
  // While the stretch is filled up to it, the message stands in for its entry.
  return known.held === null || known.held.to >= seq;
}

/** Takes a message on its way as it is now. */
export function takeSend(state: State, send: Send): State {
  if (isBehind(state, send)) return withoutSend(state, send.clientId);
  return { ...state, sends: put(state.sends, send.clientId, send) };
}

/** How far the files of a message have gone up. */
export function takeProgress(state: State, clientId: ClientId, upload: Progress | null): State {
  const send = state.sends.get(clientId);
  if (send === undefined) return state;
  return { ...state, sends: put(state.sends, clientId, { ...send, upload }) };
}

export function withoutSend(state: State, clientId: ClientId): State {
  const sends = without(state.sends, clientId);
  return sends === state.sends ? state : { ...state, sends };
}

/** Takes off the acknowledged messages of a conversation that its log has passed. */
export function settleSends(state: State, id: ConversationId): State {
  let next = state;
  for (const send of state.sends.values()) {
    if (send.conversationId === id && isBehind(state, send)) {
      next = withoutSend(next, send.clientId);
    }
  }
  return next;
}

/** A message that is in the log is on its way no more. */
export function settleSeen(state: State, entry: Entry, meId: PersonId | null): State {
  if (entry.clientId === null || entry.senderId !== meId) return state;
  return withoutSend(state, entry.clientId);
}
