import { t } from '@lingui/core/macro';
import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Call, PersonCard } from '@plaza/contract';
import { personName, titleOf } from '../chat/index.ts';

/** Everything that this device knows. */
export const whole = (state: State): State => state;

/** The name of somebody in a call. */
export function nameInCall(state: State, call: Call | null, id: PersonId): string {
  if (id === state.me?.personId) return t`You`;
  const party = call?.parties.find(({ person }) => person.personId === id);
  const known = state.people.has(id) || state.contacts.has(id);
  return known || party === undefined
    ? personName(state, id)
    : party.person.displayName || t`Deleted account`;
}

/** The others of a call, who are in it or still ring. */
export function othersOf(state: State, call: Call | null): PersonCard[] {
  const isThere = new Set(['joined', 'ringing']);
  return (call?.parties ?? [])
    .filter((party) => party.person.personId !== state.me?.personId && isThere.has(party.state))
    .map(({ person }) => person);
}

/** What the call is called: the other one of two, or the group. */
export function callTitle(state: State, call: Call | null): string {
  if (call === null) return t`Call`;
  const known = state.conversations.get(call.conversationId)?.conversation;
  if (known !== undefined) return titleOf(state, known);
  const other = call.parties.find(({ person }) => person.personId !== state.me?.personId);
  return other === undefined ? t`Call` : nameInCall(state, call, other.person.personId);
}
