import type { ConversationId, PersonId } from '@plaza/base';
import { type State } from '@plaza/client';
import type { TextMessage } from '@plaza/contract';
import { cardOf } from '../names.ts';

/** `@` and one of these means everybody, in whichever language it was written. */
export const allWords = ['all', 'todos', '所有人'] as const;

/** A name that a text may mention, and whether it means the viewer. */
export type MentionName = { name: string; personId: PersonId | null; isMe: boolean };

function namesOf(state: State, id: ConversationId, personId: PersonId): string[] {
  const member = state.conversations
    .get(id)
    ?.members?.find(({ person }) => person.personId === personId);
  const me = state.me?.personId === personId ? state.me.displayName : undefined;
  const names = [member?.nickname, me, cardOf(state, personId)?.displayName];
  return names.filter((name) => name !== undefined && name !== '') as string[];
}

/** The names by which a text calls the people whom it mentions, the longest first. */
export function mentionNames(state: State, id: ConversationId, said: TextMessage): MentionName[] {
  const meId = state.me?.personId;
  const names: MentionName[] = (said.mentions ?? []).flatMap((personId) =>
    namesOf(state, id, personId).map((name) => ({ name, personId, isMe: personId === meId })),
  );
  if (said.mentionsAll === true) {
    for (const name of allWords) names.push({ name, personId: null, isMe: true });
  }
  return names.toSorted((a, b) => b.name.length - a.name.length);
}
