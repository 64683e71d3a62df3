import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { createContext, useContext } from 'react';
import type { MessageRow } from '../rows.ts';

/** The thread in which a message stands. */
export type ThreadPlace = {
  id: ConversationId;
  state: State;
  conversation: Conversation;
  /** Where a photo or video of a message is seen as large as it is; null: nowhere. */
  viewPath(row: MessageRow): string | null;
  /** Shows an earlier message in its place. */
  jumpTo(seq: number): void;
};

export const ThreadContext = createContext<ThreadPlace | null>(null);

export function useThreadPlace(): ThreadPlace {
  const place = useContext(ThreadContext);
  if (place === null) throw new Error('A message is shown in a thread only.');
  return place;
}
