import type { Clock, ConversationId, PersonId } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { PayCore, Posted } from '../pay/index.ts';
import type { Sync } from '../sync/index.ts';
import type { NoPlace } from './types.ts';

export type BillsDeps = {
  db: Database;
  clock: Clock;
  log: Pick<Log, 'error'>;
  outbox: Pick<Outbox, 'add' | 'react'>;
  sync: Pick<Sync, 'appendMany'>;
  pay: PayCore;
  identity: { getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> };
  contacts: { hasBlocked(ownerId: PersonId, personId: PersonId): Promise<boolean> };
  chat: {
    /** Whether somebody may write there, and who of those that are named is there. */
    mayCall(
      personId: PersonId,
      conversationId: ConversationId,
      named: readonly PersonId[],
    ): Promise<Outcome<{ kind: 'direct' | 'group'; others: PersonId[] }, NoPlace>>;
    /** A no is final: who would write it is gone. */
    post(posted: Posted): Promise<Outcome<unknown, string>>;
  };
};
