import type { Clock, ConversationId, NewId, PersonId, Random } from '@plaza/base';
import type { Head, ShownMessage } from '@plaza/contract';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Outbox } from '../../../kernel/events/index.ts';
import type { Jobs } from '../../../kernel/jobs/index.ts';
import type { Outcome } from '../../../kernel/rpc/index.ts';
import type { Sync } from '../../sync/index.ts';
import type { Direct } from '../direct.ts';
import type { Heads } from '../heads.ts';
import type { Inbox } from '../inbox.ts';
import type { createPost } from '../post.ts';
import type { Presenter } from '../present.ts';
import type { Tell } from '../tell.ts';
import type { MaySend } from '../types.ts';

/** Keeps new accounts from doing much of this in a day; false: not today. */
export type Newcomers = { take(personId: PersonId, kind: 'group' | 'join'): Promise<boolean> };

export type GroupsDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  newId: NewId;
  outbox: Pick<Outbox, 'add' | 'react'>;
  jobs?: Pick<Jobs, 'every'> | undefined;
  sync: Pick<Sync, 'appendMany'>;
  contacts: {
    mayWrite(senderId: PersonId, recipientId: PersonId): Promise<MaySend>;
    areContacts(personId: PersonId, others: readonly PersonId[]): Promise<boolean>;
  };
  heads: Pick<Heads, 'get'>;
  inbox: Pick<Inbox, 'change'>;
  presenter: Pick<Presenter, 'cards'>;
  direct: Pick<Direct, 'ensure'>;
  post: ReturnType<typeof createPost>;
  tell: Tell;
  /** Where people open this city; links begin with it. */
  publicUrl: string;
  /** Members of a group at most. */
  groupMembers: number;
  newcomers?: Newcomers | undefined;
};

export type Done<Reason extends string> = Promise<Outcome<object, Reason>>;
export type WithHead<Reason extends string> = Promise<Outcome<{ head: Head }, Reason>>;
export type GroupInvite = Extract<ShownMessage, { type: 'groupInvite' }>;

/** Somebody was invited: the card is yet to be written to them. */
export const invitedTopic = 'chat.invited';
/** Who waits to be let in changed, or who decides about it. */
export const waitingTopic = 'chat.joinWaiting';

export type WaitingChanged = {
  conversationId: ConversationId;
  /** Who decided until now, and is to forget about it. */
  formerIds: PersonId[];
};

/** Has the leaders told how many wait. */
export function tellWaiting(
  outbox: Pick<Outbox, 'add'>,
  tx: Tx,
  change: WaitingChanged,
): Promise<void> {
  return outbox.add(tx, waitingTopic, change);
}
