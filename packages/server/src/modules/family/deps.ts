import type { Clock, PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { PayCore } from '../pay/index.ts';
import type { Sync } from '../sync/index.ts';

export type FamilyDeps = {
  db: Database;
  clock: Clock;
  outbox: Pick<Outbox, 'add' | 'react'>;
  sync: Pick<Sync, 'appendMany'>;
  pay: PayCore;
  identity: { getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> };
  contacts: {
    mayWrite(senderId: PersonId, recipientId: PersonId): Promise<'yes' | 'not_contact' | 'blocked'>;
    /** Runs in the transaction in which one blocks the other. */
    onBlocked(
      run: (tx: Tx, pair: { ownerId: PersonId; personId: PersonId }) => Promise<void>,
    ): void;
  };
};
