import type { CaseId, ClientId, Clock, ConversationId, NewId, PersonId } from '@plaza/base';
import type { PersonCard, ShownMessage } from '@plaza/contract';
import type { Database, Tx } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Log } from '../../kernel/log/index.ts';
import type { Metrics } from '../../kernel/metrics/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { LedgerDriver, LedgerFeed } from '../ledger/index.ts';
import type { Sync } from '../sync/index.ts';
import type { Approvals } from './approval/index.ts';

/** A card that the city writes into a conversation for a person. */
export type Posted = {
  conversationId: ConversationId;
  senderId: PersonId;
  /** The same id twice is one message. */
  clientId: ClientId;
  message: ShownMessage;
};

export type PayAction = 'top_up' | 'freeze_wallet' | 'unfreeze_wallet' | 'set_standing';

export type PayDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  log: Pick<Log, 'error' | 'warn'>;
  metrics: Pick<Metrics, 'gauge'>;
  jobs: Pick<Jobs, 'every'>;
  outbox: Pick<Outbox, 'add' | 'addMany' | 'react'>;
  sync: Pick<Sync, 'appendMany'>;
  ledger: LedgerDriver & LedgerFeed;
  approvals: Approvals;
  identity: { getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>> };
  contacts: {
    mayWrite(senderId: PersonId, recipientId: PersonId): Promise<'yes' | 'not_contact' | 'blocked'>;
    hasBlocked(ownerId: PersonId, personId: PersonId): Promise<boolean>;
  };
  chat: {
    direct: {
      /** The conversation in which the card of a payment will stand. */
      ensure(
        viewerId: PersonId,
        personId: PersonId,
      ): Promise<Outcome<{ conversationId: ConversationId }, string>>;
    };
    /** A no is final: who would write or read it is gone. */
    post(posted: Posted): Promise<Outcome<unknown, string>>;
  };
  /** Tells a person why, with a way to appeal, in the transaction that records it. */
  giveReasons(
    tx: Tx,
    given: {
      actorId: PersonId | null;
      personId: PersonId;
      reason: string;
      measure: 'freeze_wallet';
      caseId: CaseId;
    },
  ): Promise<void>;
  /** Writes what an operator did, in the transaction that records it. */
  audit(
    tx: Tx,
    entry: {
      actorId: PersonId | null;
      action: PayAction;
      subjectId: PersonId;
      detail: string;
    },
  ): Promise<void>;
};
