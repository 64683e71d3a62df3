import type { Contact, ContactPrivacy, ContactRequest, PersonCard } from '@plaza/contract';
import type { ContactRow, PersonRow, RequestRow } from './types.ts';

export function presentContact(row: ContactRow, person: PersonCard): Contact {
  const { ownerId: _owner, personId: _person, since, ...rest } = row;
  return { person, ...rest, since: since.toISOString() };
}

export function presentRequest(row: RequestRow, person: PersonCard): ContactRequest {
  const { requestId, direction, reason, via, state, createdAt } = row;
  return { requestId, direction, person, reason, via, state, createdAt: createdAt.toISOString() };
}

export function presentPrivacy(row: PersonRow): ContactPrivacy {
  const { findableByHandle, findableByCode } = row;
  return { findableByHandle, findableByCode };
}
