import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Member } from '@plaza/contract';
import { useEffect } from 'react';
import { useClient } from '../../state/index.ts';

/** The members of a group, asked for as soon as there is a connection; null until then. */
export function useMembers(state: State, id: ConversationId): readonly Member[] | null {
  const { commands } = useClient();
  const members = state.conversations.get(id)?.members ?? null;
  const isWanted = members === null && state.status === 'live';
  useEffect(() => {
    if (isWanted) void commands.loadMembers(id);
  }, [isWanted, commands, id]);
  return members;
}
