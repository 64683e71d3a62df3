import { formatUuid, type ClientId, type ConversationId, type PersonId } from '@plaza/base';
import { createHash } from 'node:crypto';

function derive(...parts: (string | number)[]): string {
  return formatUuid(createHash('sha256').update(parts.join(' ')).digest(), 8);
}

/** Derived from who imports and their own id for it, so that a repeated call begins one archive. */
export function archiveIdOf(personId: PersonId, clientId: ClientId): ConversationId {
  return derive('archive', personId, clientId) as ConversationId;
}

/** The id under which a message of an archive stands in the log. */
export function importedIdOf(conversationId: ConversationId, seq: number): ClientId {
  return derive('imported', conversationId, seq) as ClientId;
}
