import type { PersonId } from '@plaza/base';
import type { ContactPrivacy, MethodInput, PersonCard } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { codeLink, createCode, readCode } from './code.ts';
import { findCard, isGone, type ContactsDeps } from './deps.ts';
import { judgeRelation } from './policy.ts';
import { presentContact, presentPrivacy, presentRequest } from './present.ts';
import { getContact } from './store/contacts.ts';
import {
  dropOldCodes,
  findCodeOwner,
  getPerson,
  lockPerson,
  setCode,
  setPrivacy,
} from './store/people.ts';
import { listRequestsWith } from './store/requests.ts';
import { requestLifeMs, type RequestRow, type Viewed } from './types.ts';

type Deps = Pick<
  ContactsDeps,
  'db' | 'clock' | 'random' | 'sync' | 'people' | 'sharesGroup' | 'publicUrl'
>;
type MyCode = { code: string; qrText: string };

export type Finding = ReturnType<typeof createFinding>;

/** Who finds whom, and by which way. */
export function createFinding(deps: Deps) {
  const { db, clock, random, sync, people, sharesGroup, publicUrl } = deps;

  function requestsWith(ownerId: PersonId, personId: PersonId): Promise<RequestRow[]> {
    const since = new Date(clock.nowMs() - requestLifeMs);
    return listRequestsWith(db.query, { ownerId, personId, since });
  }

  async function view(viewerId: PersonId, person: PersonCard): Promise<Viewed> {
    const { personId } = person;
    if (personId === viewerId) return { person, relation: 'self', contact: null, request: null };
    const row = await getContact(db.query, viewerId, personId);
    const requests = await requestsWith(viewerId, personId);
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
  async function knows(viewerId: PersonId, personId: PersonId): Promise<boolean> {
    if (viewerId === personId) return true;
    if (await getContact(db.query, viewerId, personId)) return true;
    if ((await getContact(db.query, personId, viewerId))?.listed) return true;
    return (await requestsWith(viewerId, personId)).length > 0;
  }

  async function canSee(viewerId: PersonId, personId: PersonId): Promise<boolean> {
    return (await knows(viewerId, personId)) || sharesGroup(viewerId, personId);
  }

  /** Whom a code leads to now, if its owner lets codes lead there. */
  async function resolveCode(code: string): Promise<PersonId | null> {
    const read = readCode(code);
    const personId = await findCodeOwner(db.query, read);
    if (personId === null) return null;
    const owner = await getPerson(db.query, personId);
    return owner.code === read && owner.findableByCode ? personId : null;
  }

  async function issueCode(personId: PersonId, { renew }: { renew: boolean }): Promise<MyCode> {
    const code = await db.tx(async (tx) => {
      const row = await lockPerson(tx.query, personId);
      if (row.code !== null && !renew) return row.code;
      const fresh = createCode(random);
      await setCode(tx.query, personId, fresh);
      await dropOldCodes(tx.query, personId);
      return fresh;
    });
    return { code, qrText: codeLink(publicUrl, code) };
  }

  return {
    canSee,

    /** Whether the asker reached the person by the way that the request names. */
    async mayAsk(
      askerId: PersonId,
      { personId, via, code }: MethodInput<'contacts.sendRequest'>,
    ): Promise<boolean> {
      if (via === 'code') return code !== undefined && (await resolveCode(code)) === personId;
      if (via === 'group') return sharesGroup(askerId, personId);
      const { findableByHandle } = await getPerson(db.query, personId);
      return findableByHandle || knows(askerId, personId);
    },

    async findByHandle(
      viewerId: PersonId,
      handle: string,
    ): Promise<Outcome<Viewed, 'person_not_found'>> {
      const card = await people.findByHandle(handle);
      if (card === null || isGone(card)) return no('person_not_found');
      const { findableByHandle } = await getPerson(db.query, card.personId);
      if (!findableByHandle && !(await knows(viewerId, card.personId))) {
        return no('person_not_found');
      }
      return yes(await view(viewerId, card));
    },

    async findByCode(viewerId: PersonId, code: string): Promise<Outcome<Viewed, 'code_unknown'>> {
      const personId = await resolveCode(code);
      const card = personId === null ? null : await findCard(people, personId);
      return card === null ? no('code_unknown') : yes(await view(viewerId, card));
    },

    async getPerson(
      viewerId: PersonId,
      personId: PersonId,
    ): Promise<Outcome<Viewed, 'person_not_found'>> {
      const card = await findCard(people, personId);
      if (card === null || !(await canSee(viewerId, personId))) return no('person_not_found');
      return yes(await view(viewerId, card));
    },

    async getMyCode(personId: PersonId): Promise<MyCode> {
      const { code } = await getPerson(db.query, personId);
      if (code === null) return issueCode(personId, { renew: false });
      return { code, qrText: codeLink(publicUrl, code) };
    },

    renewMyCode: (personId: PersonId) => issueCode(personId, { renew: true }),

    async getPrivacy(personId: PersonId): Promise<ContactPrivacy> {
      return presentPrivacy(await getPerson(db.query, personId));
    },

    async setPrivacy(personId: PersonId, privacy: ContactPrivacy): Promise<ContactPrivacy> {
      await db.tx(async (tx) => {
        await lockPerson(tx.query, personId);
        await setPrivacy(tx.query, personId, privacy);
        await sync.append(tx, personId, 'contacts.privacyChanged', privacy);
      });
      return privacy;
    },
  };
}
