import { t } from '@lingui/core/macro';
import type { ConversationId, PersonId } from '@plaza/base';
import { nameIn, nameOf, type State } from '@plaza/client';
import type { Conversation, PersonCard } from '@plaza/contract';
import { formatList } from '../../i18n/format.ts';

const namedInTitle = 4;

/** The name of a person for the viewer; never empty. */
export function personName(state: State, id: PersonId): string {
  return nameOf(state, id) || t`Deleted account`;
}

/** The name of a member as a group sees it: the nickname, but the viewer's own remark first. */
export function memberName(state: State, id: ConversationId, personId: PersonId): string {
  return nameIn(state, id, personId) || t`Deleted account`;
}

/** The card of a person, wherever it was seen. */
export function cardOf(state: State, id: PersonId): PersonCard | null {
  return state.contacts.get(id)?.person ?? state.people.get(id) ?? null;
}

/** What a conversation is called on this device. */
export function titleOf(state: State, conversation: Conversation): string {
  const { peer, name, faces } = conversation;
  if (peer !== null) return personName(state, peer.personId);
  if (name !== null) return name;
  const others = faces.filter(({ personId }) => personId !== state.me?.personId);
  const names = others.slice(0, namedInTitle).map(({ personId }) => personName(state, personId));
  return names.length === 0 ? t`Group` : formatList(names);
}
