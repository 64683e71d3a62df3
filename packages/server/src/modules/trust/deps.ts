import type { CaseId, Clock, ConversationId, NewId, PersonId } from '@plaza/base';
import type { Entry, Head, PersonCard, ReportSubject } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Outbox } from '../../kernel/events/index.ts';
import type { Files } from '../../kernel/files/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { AccountControl } from '../identity/index.ts';
import type { Operator } from '../operator/index.ts';
import type { Sync } from '../sync/index.ts';

type PostSubject = Extract<ReportSubject, { kind: 'post' | 'comment' }>;

export type TrustDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  outbox: Pick<Outbox, 'add' | 'react'>;
  jobs: Pick<Jobs, 'every'>;
  sync: Pick<Sync, 'append'>;
  identity: {
    getCards(ids: Iterable<PersonId>): Promise<Map<PersonId, PersonCard>>;
  };
  control: Pick<AccountControl, 'suspend' | 'restore' | 'countOperators'>;
  audit: Operator['audit'];
  chat: {
    getHead(
      viewerId: PersonId,
      conversationId: ConversationId,
    ): Promise<Outcome<{ head: Head }, 'conversation_unknown'>>;
    /** Entries as this viewer sees them; what they may not see is left out. */
    getEntries(
      viewerId: PersonId,
      conversationId: ConversationId,
      seqs: readonly number[],
    ): Promise<Entry[]>;
    /** Both may be called again: what is gone stays gone. */
    removeMessage(conversationId: ConversationId, seq: number): Promise<void>;
    dissolve(conversationId: ConversationId): Promise<void>;
  };
  moments: {
    /** What somebody who sees a post or comment shows of it; null: they do not. */
    evidenceOf(
      viewerId: PersonId,
      subject: PostSubject,
    ): Promise<{ accusedId: PersonId; evidence: Entry[] } | null>;
    /** May be called again. */
    remove(subject: PostSubject): Promise<void>;
  };
  /** Opens the wallet that was frozen with this case; again, or opened before: nothing. */
  liftFreeze(caseId: CaseId): Promise<void>;
  files: Pick<Files, 'hold' | 'letGo' | 'allowAlso'>;
};

export type NewcomersDeps = Pick<TrustDeps, 'db' | 'clock' | 'jobs'> & {
  /** Multiplies the counts, as it does those of the other limits. */
  limits: { factor: number };
  identity: {
    /** Null for who is not there, or no longer. */
    getAge(personId: PersonId): Promise<{ createdAt: Date; isTrusted: boolean } | null>;
  };
};
