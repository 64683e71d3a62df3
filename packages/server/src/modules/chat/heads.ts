import { isUuid, type Clock, type ConversationId, type PersonId } from '@plaza/base';
import type { Conversation, Head } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { initialInbox } from './inbox.ts';
import { presentHidden, presentInbox, type Presenter } from './present.ts';
import { selectActivity, type Activity } from './store/conversations.ts';
import { selectHeadFacts } from './store/heads.ts';
import { selectHidden } from './store/hidden.ts';
import { selectInbox, selectInboxes, type InboxRow } from './store/inbox.ts';
import { selectMembership, type Membership } from './store/members.ts';

const pageSize = 50;
/** Commits may become visible later than their time says, and clocks of nodes differ a little. */
const overlapMs = 60_000;

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

/** My conversations with what their place in the list depends on, newest first. */
async function selectItems(db: Database, viewerId: PersonId): Promise<Item[]> {
  const inboxes = await selectInboxes(db, viewerId);
  const ids = inboxes.map((row) => row.conversationId);
  const activities = await selectActivity(db, viewerId, ids);
  const byId = new Map(activities.map((activity) => [activity.conversationId, activity]));
  const items = inboxes.flatMap((inbox) => {
    const activity = byId.get(inbox.conversationId);
    if (activity === undefined) return [];
    const { conversationId } = inbox;
    return [{ activeMs: activity.activeAt.getTime(), conversationId, inbox, activity }];
  });
  return items.sort(compare);
}

/** Membership comes from the member's row: the copy in the inbox may be a moment behind. */
function present(inbox: InboxRow, member: Pick<Membership, 'joinedSeq' | 'leftSeq'>): InboxRow {
  const { joinedSeq, leftSeq } = member;
  return { ...inbox, joinedSeq, leftSeq, readSeq: Math.max(inbox.readSeq, joinedSeq) };
}

export function createHeads({ db, clock, presenter }: HeadsDeps): Heads {
  async function build(viewerId: PersonId, rows: readonly InboxRow[]): Promise<Head[]> {
    const facts = await selectHeadFacts(db, viewerId, { views: rows, at: clock.now() });
    const known = rows.flatMap((row) => {
      const fact = facts.get(row.conversationId);
      return fact === undefined ? [] : [{ row, fact }];
    });
    const lasts = known.flatMap(({ fact: { conversationId, lastEntry } }) =>
      lastEntry?.clientId == null ? [] : [{ conversationId, seq: lastEntry.seq }],
    );
    const isHidden = await selectHidden(db, viewerId, lasts);
    const conversations = await presenter.conversations(known.map(({ fact }) => fact));
    return known.map(({ row, fact }, index) => {
      const conversation = conversations[index] as Conversation;
      const { conversationId, lastEntry: last } = conversation;
      const hides = last !== null && isHidden({ conversationId, seq: last.seq });
      return {
        conversation: { ...conversation, lastEntry: hides ? presentHidden(last) : last },
        inbox: presentInbox(row, { ...fact, endSeq: fact.lastSeq }),
      };
    });
  }

  async function headOf(membership: Membership): Promise<Head | null> {
    const { personId, conversationId } = membership;
    const inbox = await selectInbox(db, personId, conversationId);
    const row = present(inbox ?? initialInbox(membership, clock.now()), membership);
    return (await build(personId, [row]))[0] ?? null;
  }

  const hydrate = (viewerId: PersonId, items: readonly Item[]) =>
    build(
      viewerId,
      items.map(({ inbox, activity }) => present(inbox, activity)),
    );

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
      const items = (await selectItems(db, viewerId)).filter(
        (item) => isListed(item, sinceMs) && (after === null || compare(after, item) < 0),
      );
      const page = items.slice(0, pageSize);
      const last = page.at(-1);
      const hasMore = items.length > page.length && last !== undefined;
      const heads = await hydrate(viewerId, page);
      return yes({
        heads,
        next: hasMore ? `${last.activeMs}.${last.conversationId}` : null,
        watermark,
      });
    },
    async all(viewerId) {
      return hydrate(viewerId, await selectItems(db, viewerId));
    },
  };
}
