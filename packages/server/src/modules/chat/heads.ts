import { isUuid, type Clock, type ConversationId, type PersonId } from '@plaza/base';
import type { Conversation, Head } from '@plaza/contract';
import { inBatches } from '../../kernel/batching.ts';
import type { Database } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { initialInbox } from './inbox.ts';
import { presentHidden, presentInbox, type Presenter } from './present.ts';
import { selectActivity, type Activity } from './store/conversations.ts';
import { selectHeadFacts } from './store/heads.ts';
import { selectHiddenOf } from './store/hidden.ts';
import { selectInbox, selectInboxes, type InboxRow } from './store/inbox.ts';
import { selectMembership, type Membership } from './store/members.ts';

const pageSize = 50;
/** Commits may become visible later than their time says, and clocks of nodes differ a little. */
const overlapMs = 60_000;
/** After a broken line everybody asks in the same second. */
const listings = { largest: 16, underWay: 1 };
/** Rows of one statement: more would keep the messages of others waiting for their turn. */
const mostPlaces = 500;
const mostFacts = 100;

export type HeadsDeps = { db: Database; clock: Clock; presenter: Presenter };
export type HeadsPage = { heads: Head[]; next: string | null; watermark: string };

export type Heads = {
  get(
    viewerId: PersonId,
    conversationId: ConversationId,
  ): Promise<Outcome<{ head: Head }, 'conversation_unknown'>>;
  /** The part of a head that is not mine: for an event whose other part is written with it. */
  conversation(membership: Membership): Promise<Conversation | null>;
  list(
    viewerId: PersonId,
    input: { since?: string | undefined; cursor?: string | undefined },
  ): Promise<Outcome<HeadsPage, 'invalid'>>;
  /** All heads of a person, for their export. */
  all(viewerId: PersonId): Promise<Head[]>;
};

type Place = { activeMs: number; conversationId: string };

/** Newest first; equal times in the order of ids, so that a page ends at one exact place. */
function compare(a: Place, b: Place): number {
  if (a.activeMs !== b.activeMs) return b.activeMs - a.activeMs;
  return a.conversationId < b.conversationId ? 1 : a.conversationId > b.conversationId ? -1 : 0;
}

function parsePlace(cursor: string): Place | null {
  const [ms = '', conversationId = ''] = cursor.split('.', 2);
  if (!/^\d{1,15}$/.test(ms) || !isUuid(conversationId)) return null;
  return { activeMs: Number(ms), conversationId };
}

type Item = Place & { inbox: InboxRow; activity: Activity };

function isListed({ inbox, activity }: Item, sinceMs: number | null): boolean {
  // Somebody opened it and never wrote: for the other person it does not exist yet.
  if (inbox.hiddenSeq === 0 && activity.lastSeq === 0) return false;
  if (sinceMs === null) return true;
  return activity.movedAt.getTime() > sinceMs || inbox.changedAt.getTime() > sinceMs;
}

/** Runs over a list a part at a time, one after the other. */
async function inParts<T, R>(
  list: readonly T[],
  most: number,
  run: (part: readonly T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < list.length; at += most) {
    results.push(...(await run(list.slice(at, at + most))));
  }
  return results;
}

/** Everybody's conversations with what their place in the list depends on, newest first. */
async function selectItems(
  db: Database,
  viewers: readonly PersonId[],
): Promise<Map<PersonId, Item[]>> {
  const lists = new Map<PersonId, Item[]>(viewers.map((viewerId) => [viewerId, []]));
  const inboxes = await selectInboxes(db, ...lists.keys());
  const activities = await inParts(inboxes, mostPlaces, (part) => selectActivity(db, part));
  inboxes.forEach((inbox, index) => {
    const activity = activities[index] ?? null;
    if (activity === null) return;
    const { personId, conversationId } = inbox;
    const activeMs = activity.activeAt.getTime();
    lists.get(personId)?.push({ activeMs, conversationId, inbox, activity });
  });
  for (const items of lists.values()) items.sort(compare);
  return lists;
}

/** Membership comes from the member's row: the copy in the inbox may be a moment behind. */
function present(inbox: InboxRow, member: Pick<Membership, 'joinedSeq' | 'leftSeq'>): InboxRow {
  const { joinedSeq, leftSeq } = member;
  return { ...inbox, joinedSeq, leftSeq, readSeq: Math.max(inbox.readSeq, joinedSeq) };
}

type Listing = { viewerId: PersonId; sinceMs: number | null; after: Place | null };
type Listed = Pick<HeadsPage, 'heads' | 'next'>;

function pageOf(all: readonly Item[], { sinceMs, after }: Listing) {
  const items = all.filter(
    (item) => isListed(item, sinceMs) && (after === null || compare(after, item) < 0),
  );
  const page = items.slice(0, pageSize);
  const last = page.at(-1);
  const hasMore = items.length > page.length && last !== undefined;
  return { page, next: hasMore ? `${last.activeMs}.${last.conversationId}` : null };
}

const rowOf = ({ inbox, activity }: Item) => present(inbox, activity);

/** Builds heads of one viewer or of many; those that are not there are left out. */
function createBuild({ db, clock, presenter }: HeadsDeps) {
  async function build(rows: readonly InboxRow[]): Promise<(Head | null)[]> {
    const facts = await selectHeadFacts(db, { views: rows, at: clock.now() });
    const known = rows.flatMap((row, index) => {
      const fact = facts[index] ?? null;
      return fact === null ? [] : [{ row, fact, index }];
    });
    const messages = known.filter(({ fact: { lastEntry } }) => lastEntry?.clientId != null);
    const places = messages.map(({ row: { personId, conversationId }, fact }) => {
      return { personId, conversationId, seq: fact.lastEntry?.seq ?? 0 };
    });
    const [hidden, conversations] = await Promise.all([
      selectHiddenOf(db, places),
      presenter.conversations(known.map(({ fact }) => fact)),
    ]);
    const hiding = new Set(messages.filter((_, n) => hidden[n]).map(({ index }) => index));
    const heads = rows.map<Head | null>(() => null);
    known.forEach(({ row, fact, index }, n) => {
      const conversation = conversations[n] as Conversation;
      const { lastEntry: last } = conversation;
      const lastEntry = last !== null && hiding.has(index) ? presentHidden(last) : last;
      const inbox = presentInbox(row, { ...fact, endSeq: fact.lastSeq });
      heads[index] = { conversation: { ...conversation, lastEntry }, inbox };
    });
    return heads;
  }
  return (rows: readonly InboxRow[]) => inParts(rows, mostFacts, build);
}

export function createHeads(deps: HeadsDeps): Heads {
  const { db, clock } = deps;
  const build = createBuild(deps);

  async function headOf(membership: Membership): Promise<Head | null> {
    const { personId, conversationId } = membership;
    const inbox = await selectInbox(db, personId, conversationId);
    const row = present(inbox ?? initialInbox(membership, clock.now()), membership);
    return (await build([row]))[0] ?? null;
  }

  async function listAll(asked: readonly Listing[]): Promise<Listed[]> {
    const lists = await selectItems(
      db,
      asked.map(({ viewerId }) => viewerId),
    );
    const pages = asked.map((listing) => pageOf(lists.get(listing.viewerId) ?? [], listing));
    const heads = await build(pages.flatMap(({ page }) => page.map(rowOf)));
    let at = 0;
    return pages.map(({ page, next }) => {
      const mine = heads.slice(at, at + page.length);
      at += page.length;
      return { heads: mine.filter((head) => head !== null), next };
    });
  }

  const listOne = inBatches(listAll, { ...listings, clock });

  return {
    async get(viewerId, conversationId) {
      const membership = await selectMembership(db, conversationId, viewerId);
      const head = membership === null ? null : await headOf(membership);
      return head === null ? no('conversation_unknown') : yes({ head });
    },
    conversation: async (membership) => (await headOf(membership))?.conversation ?? null,
    async list(viewerId, { since, cursor }) {
      const watermark = String(clock.nowMs());
      if (since !== undefined && !/^\d{1,15}$/.test(since)) return no('invalid');
      const after = cursor === undefined ? null : parsePlace(cursor);
      if (cursor !== undefined && after === null) return no('invalid');
      const sinceMs = since === undefined ? null : Number(since) - overlapMs;
      return yes({ ...(await listOne({ viewerId, sinceMs, after })), watermark });
    },
    async all(viewerId) {
      const items = (await selectItems(db, [viewerId])).get(viewerId) ?? [];
      return (await build(items.map(rowOf))).filter((head) => head !== null);
    },
  };
}
