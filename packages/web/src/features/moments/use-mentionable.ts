import type { State } from '@plaza/client';
import { useMemo } from 'react';
import { personName } from '../chat/index.ts';
import type { Mentionable } from '../chat/pieces/index.ts';

/** Whom a post can mention: contacts, by the name that all know. */
export function useMentionable(state: State): readonly Mentionable[] {
  return useMemo(
    () =>
      [...state.contacts.values()]
        .filter(({ listed, blocked, person }) => listed && !blocked && person.displayName !== '')
        .map(({ person }) => ({
          personId: person.personId,
          name: person.displayName,
          also: `${personName(state, person.personId)} ${person.handle}`,
        })),
    // Only contacts matter.
    // eslint-disable-next-line react/exhaustive-deps -- see above
    [state.contacts],
  );
}
