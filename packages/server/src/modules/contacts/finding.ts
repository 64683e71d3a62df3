import type { PersonId } from '@plaza/base';
import type { MethodInput, PersonCard } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { resolveCode } from './my-code.ts';
import { findCard, isGone, type ContactsDeps } from './deps.ts';
import { judgeRelation } from './policy.ts';
import { presentContact, presentRequest } from './present.ts';
import { getContact } from './store/contacts.ts';
import { getPerson } from './store/people.ts';
import { listRequestsWith } from './store/requests.ts';
import { requestLifeMs, type RequestRow, type Viewed } from './types.ts';

// Who finds whom, and by which way.

function requestsWith(
  { db, clock }: ContactsDeps,
  ownerId: PersonId,
  personId: PersonId,
): Promise<RequestRow[]> {
  const since = new Date(clock.nowMs() - requestLifeMs);
  return listRequestsWith(db.query, { ownerId, personId, since });
}

async function view(deps: ContactsDeps, viewerId: PersonId, person: PersonCard): Promise<Viewed> {
  const { personId } = person;
  if (personId === viewerId) return { person, relation: 'self', contact: null, request: null };
  const row = await getContact(deps.db.query, viewerId, personId);
  const requests = await requestsWith(deps, viewerId, personId);
  const pending = requests
    .filter(({ state }) => state === 'pending')
    .sort((a, b) => a.direction.localeCompare(b.direction))[0];
  return {
    person,
    relation: judgeRelation(row, requests),
    contact: row && presentContact(row, person),
    request: pending ? presentRequest(pending, person) : null,
  };
}

/** Contacts and blocks of either, and requests of the last 30 days. */
async function knows(deps: ContactsDeps, viewerId: PersonId, personId: PersonId): Promise<boolean> {
  if (viewerId === personId) return true;
  if (await getContact(deps.db.query, viewerId, personId)) return true;
  if ((await getContact(deps.db.query, personId, viewerId))?.listed) return true;
  return (await requestsWith(deps, viewerId, personId)).length > 0;
}

export async function canSee(
  deps: ContactsDeps,
  viewerId: PersonId,
  personId: PersonId,
): Promise<boolean> {
  return (await knows(deps, viewerId, personId)) || deps.sharesGroup(viewerId, personId);
}

async function findableByHandle(
  deps: ContactsDeps,
  viewerId: PersonId,
  personId: PersonId,
): Promise<boolean> {
  const person = await getPerson(deps.db.query, personId);
  return person.findableByHandle || knows(deps, viewerId, personId);
}

/** Whether the asker reached the person by the way that the request names. */
export async function mayAsk(
  deps: ContactsDeps,
  askerId: PersonId,
  { personId, via, code }: MethodInput<'contacts.sendRequest'>,
): Promise<boolean> {
  if (via === 'code') return code !== undefined && (await resolveCode(deps, code)) === personId;
  if (via === 'group') return deps.sharesGroup(askerId, personId);
  return findableByHandle(deps, askerId, personId);
}

export async function findByHandle(
  deps: ContactsDeps,
  viewerId: PersonId,
  handle: string,
): Promise<Outcome<Viewed, 'person_not_found'>> {
  const card = await deps.people.findByHandle(handle);
  if (card === null || isGone(card)) return no('person_not_found');
  if (!(await findableByHandle(deps, viewerId, card.personId))) return no('person_not_found');
  return yes(await view(deps, viewerId, card));
}

export async function findByCode(
  deps: ContactsDeps,
  viewerId: PersonId,
  code: string,
): Promise<Outcome<Viewed, 'code_unknown'>> {
  const personId = await resolveCode(deps, code);
  const card = personId === null ? null : await findCard(deps.people, personId);
  return card === null ? no('code_unknown') : yes(await view(deps, viewerId, card));
}

export async function findPerson(
  deps: ContactsDeps,
  viewerId: PersonId,
  personId: PersonId,
): Promise<Outcome<Viewed, 'person_not_found'>> {
  const card = await findCard(deps.people, personId);
  if (card === null || !(await canSee(deps, viewerId, personId))) return no('person_not_found');
  return yes(await view(deps, viewerId, card));
}
