import {
  formatUuid,
  type ClientId,
  type ConversationId,
  type InviteId,
  type PersonId,
} from '@plaza/base';
import { createHash } from 'node:crypto';

function derive(kind: string, first: string, second: string): ConversationId {
  const digest = createHash('sha256').update(`${kind} ${first} ${second}`).digest();
  return formatUuid(digest, 8) as ConversationId;
}

/** The two people of a direct conversation in the order in which they are stored. */
export function sortedPair(one: PersonId, other: PersonId): [PersonId, PersonId] {
  return one < other ? [one, other] : [other, one];
}

/** Derived from the two people: both may open it at once, anywhere, and it is one. */
export function directConversationId(one: PersonId, other: PersonId): ConversationId {
  return derive('direct', ...sortedPair(one, other));
}

/** Derived from the creator and their own id for it, so that a repeated call makes one group. */
export function groupConversationId(creatorId: PersonId, clientId: ClientId): ConversationId {
  return derive('group', creatorId, clientId);
}

/**
 * Ids of version 8 follow from something, such as the card of a payment from its command. Whoever
 * knows the command could write something else under the id first, and there would be no card.
 */
export function isDerived(clientId: ClientId): boolean {
  return clientId[14] === '8';
}

/** The card of an invitation: written once, whatever happens to whoever writes it. */
export function inviteCardId(inviteId: InviteId): ClientId {
  return derive('invite', inviteId, 'card') as string as ClientId;
}

/** A message forwarded on by one command: the same command again writes nothing new. */
export function forwardedId(of: { clientId: ClientId; to: ConversationId; seq: number }): ClientId {
  return derive('forward', of.clientId, `${of.to} ${of.seq}`) as string as ClientId;
}
