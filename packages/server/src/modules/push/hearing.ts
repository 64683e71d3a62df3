import { isUnreadType, type Clock, type ConversationId, type PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Focus } from './focus.ts';
import { createNoticing } from './noticing.ts';
import { wantMessages, type Wanted } from './store/slots.ts';
import { selectSubscribers } from './store/subscriptions.ts';
import type { PushDeps } from './types.ts';

/** A moment in which a device that is open may read what came, before others are woken. */
const graceMs = 1_500;
const messageLivesMs = 24 * 3_600_000;
const conversationsAtOnce = 64;
const membersOfOne = 10_000;
const subscribersPage = 10_000;
/** What is said in more conversations than this at once is read from the logs afterwards. */
const maxHeard = 20_000;
const tailLength = 20;
const sweepPage = 500;
const lowestId = '00000000-0000-0000-0000-000000000000';

/** The new messages of one conversation, by who wrote them. */
type Heard = { fromSeq: number; toSeq: number; senders: Set<PersonId> };
type Told = {
  conversationId: ConversationId;
  entry: Pick<Entry, 'seq' | 'senderId'> & { body: { type: string } };
};
type MovedLog = { conversationId: ConversationId; lastSeq: number };
type PersonalEvent = { name: string; payload: unknown };

/** Turns what is told in the city into what devices are to show. */
export type Hearing = {
  /** Reads who has a device at all; the others cost nothing. */
  load(): Promise<void>;
  know(personId: PersonId): void;
  isIdle(): boolean;
  entry(told: Told): void;
  personal(personId: PersonId, event: PersonalEvent): void;
  /** Writes down what was heard. False: there was more than it keeps, which `recover` finds. */
  flush(): Promise<boolean>;
  /** Looks at everything that was written since a time; the city may have died in between. */
  recover(since: Date): Promise<void>;
};

type Deps = Pick<PushDeps, 'db' | 'chat'> & {
  clock: Pick<Clock, 'now' | 'nowMs'>;
  focus: Pick<Focus, 'sessionsOf'>;
};

async function readSubscribers(db: Deps['db']): Promise<Set<PersonId>> {
  const found = new Set<PersonId>();
  let after: string = lowestId;
  for (;;) {
    const page = await selectSubscribers(db, after, subscribersPage);
    for (const personId of page) found.add(personId);
    after = page.at(-1) ?? after;
    if (page.length < subscribersPage) return found;
  }
}

/** The ends of logs that moved since a time, as far as they are newer. */
async function* recentOf({ chat }: Pick<Deps, 'chat'>, since: Date): AsyncIterable<Told[]> {
  let after: ConversationId | null = null;
  for (;;) {
    const moved: MovedLog[] = await chat.searching.movedSince(since, after, sweepPage);
    const tails = moved.map(({ conversationId, lastSeq }) => {
      const afterSeq = Math.max(0, lastSeq - tailLength);
      return { conversationId, afterSeq, toSeq: lastSeq };
    });
    const entries = await chat.searching.ranges(tails);
    yield entries.filter(({ entry }) => Date.parse(entry.at) >= since.getTime());
    after = moved.at(-1)?.conversationId ?? null;
    if (moved.length < sweepPage) return;
  }
}

/** Adds a message to what was heard, as far as there is room. */
/** False: there is no room for it. */
function add(heard: Map<ConversationId, Heard>, { conversationId, entry }: Told): boolean {
  const { seq, senderId, body } = entry;
  if (!isUnreadType(body.type)) return true;
  const known = heard.get(conversationId);
  if (known !== undefined) {
    known.fromSeq = Math.min(known.fromSeq, seq);
    known.toSeq = Math.max(known.toSeq, seq);
    known.senders.add(senderId);
  } else if (heard.size < maxHeard) {
    heard.set(conversationId, { fromSeq: seq, toSeq: seq, senders: new Set([senderId]) });
  } else {
    return false;
  }
  return true;
}

export function createHearing({ db, clock, chat, focus }: Deps): Hearing {
  const noticing = createNoticing({ db, clock, focus });
  let subscribers = new Set<PersonId>();
  let heard = new Map<ConversationId, Heard>();
  let acts: (() => Promise<void>)[] = [];
  let hasRoom = true;

  /** Who is to be told of these conversations, as far as they have a device. */
  async function audienceOf(some: ReadonlyMap<ConversationId, Heard>): Promise<Wanted[]> {
    const { members } = await chat.searching.groups([...some.keys()], membersOfOne);
    return members.flatMap(({ conversationId, personId }) => {
      const of = some.get(conversationId);
      const isOwn = of?.senders.size === 1 && of.senders.has(personId);
      if (of === undefined || isOwn || !subscribers.has(personId)) return [];
      return [{ personId, conversationId, fromSeq: of.fromSeq, toSeq: of.toSeq }];
    });
  }

  async function flushMessages(): Promise<void> {
    const all = [...heard];
    heard = new Map();
    for (let at = 0; at < all.length; at += conversationsAtOnce) {
      const wanted = await audienceOf(new Map(all.slice(at, at + conversationsAtOnce)));
      if (wanted.length === 0) continue;
      const nowMs = clock.nowMs();
      await wantMessages(db, wanted, {
        at: new Date(nowMs),
        dueAt: new Date(nowMs + graceMs),
        expiresAt: new Date(nowMs + messageLivesMs),
      });
    }
  }

  return {
    async load() {
      subscribers = await readSubscribers(db);
    },
    know: (personId) => void subscribers.add(personId),
    isIdle: () => subscribers.size === 0,
    entry(told) {
      if (subscribers.size > 0 && !add(heard, told)) hasRoom = false;
    },
    personal(personId, event) {
      const act = subscribers.has(personId) ? noticing(personId, event) : null;
      if (act !== null) acts.push(act);
    },
    async flush() {
      const due = acts;
      acts = [];
      await flushMessages();
      for (const act of due) await act();
      const hadRoom = hasRoom;
      hasRoom = true;
      return hadRoom;
    },
    async recover(since) {
      if (subscribers.size === 0) return;
      for await (const recent of recentOf({ chat }, since)) {
        for (const told of recent) add(heard, told);
        await flushMessages();
      }
    },
  };
}
