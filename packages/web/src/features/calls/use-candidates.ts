import type { ConversationId, PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { useEffect } from 'react';
import { useClient } from '../../state/index.ts';
import { personName } from '../chat/index.ts';
import type { Candidate } from './PeopleChoice.tsx';

/** The members of a group but for these; null until they are known. */
export function useCandidates(
  state: State,
  id: ConversationId,
  without: ReadonlySet<PersonId>,
): readonly Candidate[] | null {
  const { commands } = useClient();
  const members = state.conversations.get(id)?.members ?? null;
  const isWanted = members === null && state.status === 'live';
  useEffect(() => {
    if (isWanted) void commands.loadMembers(id);
  }, [isWanted, commands, id]);
  if (members === null) return null;
  return members
    .filter(({ person }) => !without.has(person.personId))
    .map(({ person, nickname }) => ({
      person,
      name: nickname || personName(state, person.personId),
    }));
}
