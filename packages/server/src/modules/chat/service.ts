import type { Clock, ConversationId, PersonId, Random } from '@plaza/base';
import type { PersonCard } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Outbox } from '../../kernel/events/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import type { Sync } from '../sync/index.ts';
import { createAppender, type Refused, type Sent } from './appender.ts';
import { createDelivery, type DeliveryDeps } from './delivery.ts';
import { createDirect, type Direct } from './direct.ts';
import { createGroups, type Groups } from './groups.ts';
import { createHeads, type Heads } from './heads.ts';
import { createChatHolding } from './holding.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createPresenter } from './present.ts';
import { createPost, type Post, type PostRefused } from './post.ts';
import { createReading, type Reading } from './reading.ts';
import { selectCounts, type ChatCounts } from './store/counts.ts';
import { selectSharesGroup } from './store/inbox.ts';
import { selectMembership } from './store/members.ts';
import { createTell } from './tell.ts';
import {
  judgeTopic,
  membershipTopic,
  relationTopic,
  type MaySend,
  type NewMessage,
} from './types.ts';
import { createTyping } from './typing.ts';

export type ChatDeps = {
  db: Database;
  clock: Clock;
  random: Random;
  log: { warn(fields: object, text: string): void };
  bus: Bus;
  outbox: Pick<Outbox, 'add' | 'react'>;
  hub: DeliveryDeps['hub'];
  sync: Pick<Sync, 'append'>;
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
  send(message: NewMessage): Promise<Outcome<Sent, Refused>>;
  /** Writes what the city itself says in a person's name: the card of a payment. */
  post(post: Post): Promise<Outcome<Sent, PostRefused>>;
  direct: Pick<Direct, 'open' | 'ensure'>;
  groups: Groups;
  heads: Pick<Heads, 'get' | 'list'>;
  reading: Reading;
  inbox: Pick<Inbox, 'change'>;
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

export function createChat(deps: ChatDeps): Chat {
  const { db, clock, random, log, bus, outbox, hub, sync, identity, contacts } = deps;
  const getCards = (ids: PersonId[]) => identity.getCards(ids);
  const presenter = createPresenter(getCards);
  const tell = createTell(bus, presenter);
  const appender = createAppender({ db, clock, random, log, tell: tell.entry });
  const delivery = createDelivery({ db, bus, hub, log });
  const heads = createHeads({ db, clock, presenter });
  const inbox = createInbox({ db, clock, sync });
  const direct = createDirect({ db, clock, outbox, getCards, contacts, heads, inbox });
  react(deps, { direct, heads, inbox });

  return {
    send: appender.append,
    post: createPost({ db, clock, tell }),
    direct,
    groups: createGroups({ db, clock, outbox, contacts, heads, tell }),
    heads,
    reading: createReading({ db, presenter }),
    inbox,
    type: createTyping({ db, clock, bus }),
    sharesGroup: (one, other) => selectSharesGroup(db, one, other),
    counts: () => selectCounts(db),
    stats: () => ({ ...appender.stats(), rooms: delivery.rooms() }),
    holding: createChatHolding({ db, clock, heads, presenter, tell }),
    start: delivery.start,
    async stop() {
      await appender.stop();
      delivery.stop();
    },
  };
}
