import type { Clock, ConversationId, NewId, PersonId, Random } from '@plaza/base';
import { maxGroupMembers, type PersonCard } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Outbox } from '../../kernel/events/index.ts';
import type { Files } from '../../kernel/files/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Jobs } from '../../kernel/jobs/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Sync } from '../sync/index.ts';
import { createAppender, type Sent } from './appender.ts';
import { createMayCall } from './calling.ts';
import { createCountBadge, type CountBadge } from './badge.ts';
import { createTellGone } from './changes/tell-gone.ts';
import { createChanges, type Changes } from './changes/changes.ts';
import { createDelivery, type DeliveryDeps } from './delivery.ts';
import { createDirect, type Direct } from './direct.ts';
import { createExpiry, type Expiry } from './expiry.ts';
import {
  createGoneHooks,
  createRemove,
  noAttachments,
  type Attachments,
  type GoneHook,
} from './gone.ts';
import { createGroups, type Groups, type Newcomers } from './groups/groups.ts';
import { createHeads, type Heads } from './heads.ts';
import { createChatHolding } from './holding.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createOwn, type Own } from './own/own.ts';
import { archiveRemovedTopic, type ArchiveRemoved } from './own/removing.ts';
import { createNote, type Note } from './note.ts';
import { createPreviews, type SetPreview } from './previews.ts';
import { createPost, type Post, type PostRefused } from './post.ts';
import { createPrepare } from './prepare.ts';
import { createPresenter } from './present.ts';
import { createReading, type Reading } from './reading.ts';
import { createSearching, type Searching } from './searching.ts';
import { createSend, type Send } from './sending.ts';
import { selectCounts, type ChatCounts } from './store/counts.ts';
import { selectSharesGroup } from './store/inbox.ts';
import { selectMembership } from './store/members.ts';
import { createTell } from './tell.ts';
import { judgeTopic, membershipTopic, relationTopic, type MaySend } from './types.ts';
import { createTyping } from './typing.ts';
import { createViewing } from './viewing.ts';

export type ChatDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  log: { warn(fields: object, text: string): void };
  bus: Bus;
  outbox: Pick<Outbox, 'add' | 'react'>;
  hub: DeliveryDeps['hub'];
  files: Files;
  newId: NewId;
  /** Absent where nothing grows old, as in tests. */
  jobs?: Pick<Jobs, 'every'>;
  sync: Pick<Sync, 'append' | 'appendMany' | 'rewrite'>;
  /** Where people open this city; links into groups begin with it. */
  publicUrl: string;
  /** Members of a group at most; 500 unless told. */
  groupMembers?: number;
  newcomers?: Newcomers;
  /** Keeps the files of messages; without it messages with files are refused. */
  attachments?: Attachments;
  identity: { getCards(ids: PersonId[]): Promise<Map<PersonId, PersonCard>> };
  contacts: {
    mayWrite(senderId: PersonId, recipientId: PersonId): Promise<MaySend>;
    areContacts(personId: PersonId, others: readonly PersonId[]): Promise<boolean>;
  };
};

export type ChatStats = {
  /** Messages appended by this process since it started. */
  appended: number;
  /** Messages that wait for their commit. */
  queued: number;
  /** Conversations whose members this process remembers. */
  rooms: number;
};

export type Chat = {
  /** Prepares a message and appends it; answered after its commit. */
  send: Send;
  /** Writes what the city itself says in a person's name: the card of a payment. */
  post(post: Post): Promise<Outcome<Sent, PostRefused>>;
  /** Writes what happened beside the conversation, such as a call, into its log once. */
  note(note: Note): Promise<number | null>;
  /** Who may call somebody there, by the rules of writing. */
  mayCall: ReturnType<typeof createMayCall>;
  direct: Pick<Direct, 'open' | 'ensure'>;
  groups: Groups;
  heads: Pick<Heads, 'get' | 'list'>;
  reading: Reading;
  searching: Searching;
  changes: Omit<Changes, 'removeAsCity'>;
  moderate: {
    /** Takes a message away as if it had been recalled. */
    remove: Changes['removeAsCity'];
    /** Ends a group; `byId` is who decided. */
    dissolve: Groups['dissolveAsCity'];
  };
  /**
   * Asks to be told of contents that are gone, so that copies go too. At least once each; before
   * `start`.
   */
  onEntryGone(hook: GoneHook): void;
  /** Puts what was found behind a link under the message that names it. */
  setPreview: SetPreview;
  /** Removes what has expired by now; it does so by itself every 20 s. */
  sweepExpired: Expiry['sweep'];
  inbox: Pick<Inbox, 'change'>;
  countBadge: CountBadge;
  own: Own;
  type: ReturnType<typeof createTyping>;
  /** Whether two people are in a group together. */
  sharesGroup(one: PersonId, other: PersonId): Promise<boolean>;
  stats(): ChatStats;
  /** Conversations and entries of the whole city, for the operator's screen. */
  counts(): Promise<ChatCounts>;
  holding: DataHolding;
  start(): void;
  /** Writes what is queued, then ends. */
  stop(): Promise<void>;
};

type MembershipChange = { conversationId: ConversationId; personIds: PersonId[] };

function react(
  { db, outbox }: Pick<ChatDeps, 'db' | 'outbox'>,
  { direct, heads, inbox }: { direct: Direct; heads: Heads; inbox: Inbox },
): void {
  outbox.react<MembershipChange>(membershipTopic, async ({ conversationId, personIds }) => {
    for (const personId of personIds) {
      const membership = await selectMembership(db, conversationId, personId);
      if (membership === null) continue;
      const isIn = membership.leftSeq === null && membership.kind === 'group';
      await inbox.bring(membership, isIn ? await heads.conversation(membership) : null);
    }
  });
  outbox.react<{ a: PersonId; b: PersonId }>(judgeTopic, direct.judge);
  outbox.react<{ a: PersonId; b: PersonId }>(relationTopic, direct.judge);
}

/** What was written: from whom it comes, how it is shown, and whom it is told. */
function createCore(deps: ChatDeps) {
  const { db, clock, random, log, bus, outbox, hub, identity } = deps;
  const attachments = deps.attachments ?? noAttachments;
  const getCards = (ids: PersonId[]) => identity.getCards(ids);
  const presenter = createPresenter(getCards, clock);
  const viewing = createViewing({ db, presenter });
  const tell = createTell({ db, bus, presenter });
  const appender = createAppender({ db, clock, random, log, tell: tell.entry });
  const send = createSend(createPrepare({ db, getCards, attachments }), appender.append);
  const remove = createRemove({ outbox, attachments });
  const delivery = createDelivery({ db, bus, hub, log });
  const expiry = createExpiry({ db, clock, log, remove });
  return {
    ...{ attachments, getCards, presenter, viewing, tell, appender, send, remove },
    ...{ delivery, expiry },
  };
}

export function createChat(deps: ChatDeps): Chat {
  const { db, clock, bus, outbox, sync, contacts } = deps;
  const core = createCore(deps);
  const { getCards, presenter, viewing, tell, appender, send, delivery, expiry } = core;
  const heads = createHeads({ db, clock, presenter });
  const inbox = createInbox({ db, clock, sync });
  const direct = createDirect({ db, clock, outbox, getCards, contacts, heads, inbox });
  const post = createPost({ db, clock, tell });
  const groups = createGroups({
    ...deps,
    ...{ heads, inbox, presenter, direct, post, tell },
    groupMembers: deps.groupMembers ?? maxGroupMembers,
  });
  const { removeAsCity, ...changes } = createChanges({ ...core, db, clock, sync });
  react(deps, { direct, heads, inbox });
  const reading = createReading({ db, clock, viewing });
  const onEntryGone = createGoneHooks(outbox);
  onEntryGone(createTellGone({ db, clock, sync }));
  const own = createOwn({ ...deps, ...core, reading, heads, inbox });
  outbox.react<ArchiveRemoved>(archiveRemovedTopic, own.removing.dropLog);

  return {
    ...{ send, post, direct, groups, heads, inbox, changes, reading, own },
    note: createNote({ db, clock, tell }),
    mayCall: createMayCall({ db }),
    setPreview: createPreviews({ ...core, db, clock }),
    sweepExpired: expiry.sweep,
    moderate: { remove: removeAsCity, dissolve: groups.dissolveAsCity },
    onEntryGone,
    searching: createSearching({ db, presenter }),
    countBadge: createCountBadge({ db, clock }),
    type: createTyping({ db, clock, bus }),
    sharesGroup: (one, other) => selectSharesGroup(db, one, other),
    counts: () => selectCounts(db),
    stats: () => ({ ...appender.stats(), rooms: delivery.rooms() }),
    holding: createChatHolding({ ...core, db, clock, heads, outbox, own }),
    start() {
      delivery.start();
      expiry.start();
      own.start();
    },
    async stop() {
      await own.stop();
      await appender.stop();
      await expiry.stop();
      delivery.stop();
    },
  };
}
