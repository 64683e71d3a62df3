import type { PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Contact, ContactRequest, MethodOutput } from '@plaza/contract';

export type Viewed = MethodOutput<'contacts.getPerson'>;

/** How the viewer stands to a person, as the device knows it now. */
export type Standing = {
  relation: Viewed['relation'];
  contact: Contact | null;
  request: ContactRequest | null;
};

function pendingWith(state: State, id: PersonId): ContactRequest | null {
  let found: ContactRequest | null = null;
  for (const request of state.requests.values()) {
    if (request.person.personId !== id || request.state !== 'pending') continue;
    // A request to me can be answered: it matters more than one of mine.
    if (found === null || request.direction === 'incoming') found = request;
  }
  return found;
}

/** What the device follows live wins over what the server said when the screen opened. */
export function standingTo(state: State, id: PersonId): Standing {
  const contact = state.contacts.get(id) ?? null;
  const request = pendingWith(state, id);
  const relation =
    id === state.me?.personId
      ? 'self'
      : contact?.listed === true
        ? 'contact'
        : request === null
          ? 'stranger'
          : request.direction === 'incoming'
            ? 'request_received'
            : 'request_sent';
  return { relation, contact, request };
}

/** Requests to me that wait for an answer, newest first. */
export function waitingRequests(state: State): ContactRequest[] {
  return requestsOf(state, 'incoming').filter((request) => request.state === 'pending');
}

export function requestsOf(state: State, direction: ContactRequest['direction']): ContactRequest[] {
  return [...state.requests.values()]
    .filter((request) => request.direction === direction)
    .sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}
