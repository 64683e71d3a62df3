import type { Clock, NewId, PersonId, Random } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Sync } from '../sync/index.ts';

/** What contacts must know of people; the identity module gives it. */
export type People = {
  /** The cards of those who exist. An erased person is absent or has no name. */
  getCards(personIds: readonly PersonId[]): Promise<Map<PersonId, PersonCard>>;
  findByHandle(handle: string): Promise<PersonCard | null>;
  /** Registers what runs in the transaction that changes a profile. */
  onProfileChanged(run: (tx: Tx, card: PersonCard) => Promise<void>): void;
};

export type ContactsDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  random: Random;
  sync: Pick<Sync, 'append' | 'appendMany'>;
  outbox: Pick<Outbox, 'add' | 'react'>;
  jobs: Pick<Jobs, 'every'>;
  people: People;
  /** Whether two people are members of one group; bound late, because chat comes after contacts. */
  sharesGroup: (a: PersonId, b: PersonId) => Promise<boolean>;
  /** Whether somebody whose account is new may still ask today; absent: everybody may. */
  newcomers?: { take(personId: PersonId, act: 'request'): Promise<boolean> };
  /** The address of the server, without a slash at its end. */
  publicUrl: string;
};

export function isGone(card: PersonCard | null | undefined): boolean {
  return card === null || card === undefined || card.displayName === '';
}

export async function findCard(people: People, personId: PersonId): Promise<PersonCard | null> {
  const card = (await people.getCards([personId])).get(personId);
  return card === undefined || isGone(card) ? null : card;
}
