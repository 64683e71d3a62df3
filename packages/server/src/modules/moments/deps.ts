import type { AlertRules, Clock, NewId, PersonId } from '@plaza/base';
import type { MomentSide, MomentsLaw } from '@plaza/base/moments';
import type { PersonCard, ServerFrame } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Outbox } from '../../kernel/events/index.ts';
import type { Files } from '../../kernel/files/index.ts';
import type { FeedTuning } from './candidates.ts';

export type MomentsDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  outbox: Pick<Outbox, 'add' | 'react'>;
  bus: Pick<Bus, 'publish' | 'subscribe'>;
  hub: {
    prepare(frame: ServerFrame): Buffer;
    deliver(people: Iterable<PersonId>, prepared: Buffer): void;
  };
  files: Pick<Files, 'describe' | 'mayRead' | 'hold' | 'letGo' | 'allowAlso'>;
  identity: { getCards(ids: PersonId[]): Promise<Map<PersonId, PersonCard>> };
  contacts: {
    /** What owners keep of people, as `<owner>/<person>`; nothing is absent. */
    getSides(
      pairs: readonly { ownerId: PersonId; personId: PersonId }[],
    ): Promise<Map<string, MomentSide>>;
    getListed(ownerId: PersonId): Promise<PersonId[]>;
    getListedAmong(ownerId: PersonId, personIds: readonly PersonId[]): Promise<PersonId[]>;
    countListed(ownerId: PersonId): Promise<number>;
  };
  /** What asks for no attention of this person. */
  alertRulesOf(personId: PersonId): Promise<AlertRules>;
  /** Who sees what; a test puts one in that is broken. */
  law: MomentsLaw;
  tuning: FeedTuning;
};
