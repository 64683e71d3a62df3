import { assert, type PersonId } from '@plaza/base';
import type { Conversation, Entry, Head, InboxItem, PersonCard } from '@plaza/contract';
import type { ConversationState, Tally } from './types.ts';

/** Seen messages kept for counting; the count on the screen ends at 100. */
const tallyLength = 200;
const maxFaces = 9;

/** What a device knows of a conversation whose head was just fetched for the first time. */
export function fromHead({ conversation, inbox }: Head): ConversationState {
  return {
    conversation,
    inbox,
    tally: { since: conversation.lastSeq, seqs: [] },
    stale: false,
    held: null,
    entries: null,
    window: null,
    members: null,
    membersStale: true,
  };
}

/**
 * Takes a fetched head. The conversation's part is a function of the log, so the one that has
 * seen more of it wins; the inbox is always the server's newest.
 */
export function withHead(known: ConversationState, head: Head): ConversationState {
  const { conversation } = head;
  const lastSeq = known.conversation.lastSeq;
  if (conversation.lastSeq < lastSeq) return withInbox(known, head.inbox);
  const tally =
    conversation.lastSeq === lastSeq ? known.tally : { since: conversation.lastSeq, seqs: [] };
  const membersStale = known.membersStale || conversation.lastSeq > lastSeq;
  return { ...known, conversation, inbox: head.inbox, tally, membersStale, stale: false };
}

/**
 * Takes what is mine about the conversation. The server counted unread messages up to
 * `unreadAtSeq`; where that is before what the device can count itself, only a fetch knows.
 */
export function withInbox(known: ConversationState, inbox: InboxItem): ConversationState {
  const uncounted = inbox.unreadAtSeq < known.tally.since && inbox.leftSeq === null;
  return { ...known, inbox, stale: known.stale || uncounted };
}

function withSeen(tally: Tally, entry: Entry, meId: PersonId | null): Tally {
  if (entry.body.type !== 'message' || entry.senderId === meId) return tally;
  const seqs = [...tally.seqs, entry.seq];
  if (seqs.length <= tallyLength) return { since: tally.since, seqs };
  return { since: seqs[0] as number, seqs: seqs.slice(1) };
}

/** The server's order: who came first, and by id where people came together. */
function withNewFaces(faces: readonly PersonCard[], added: readonly PersonCard[]): PersonCard[] {
  const sorted = [...added].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  return [...faces, ...sorted].slice(0, maxFaces);
}

function withoutFace(faces: readonly PersonCard[], gone: PersonCard): PersonCard[] {
  return faces.filter(({ personId }) => personId !== gone.personId);
}

/** How an entry changes the conversation itself. */
function advance(conversation: Conversation, entry: Entry): Conversation {
  const next = { ...conversation, lastSeq: entry.seq, lastEntry: entry };
  const { body } = entry;
  switch (body.type) {
    case 'membersAdded':
      next.memberCount += body.people.length;
      next.faces = withNewFaces(next.faces, body.people);
      return next;
    case 'memberRemoved':
    case 'memberLeft':
      next.memberCount = Math.max(0, next.memberCount - 1);
      next.faces = withoutFace(next.faces, body.person);
      return next;
    case 'renamed':
      next.name = body.name;
      return next;
    case 'ownerChanged':
      next.ownerId = body.person.personId;
      return next;
    default:
      return next;
  }
}

const aboutMembers = new Set<Entry['body']['type']>([
  'created',
  'membersAdded',
  'memberRemoved',
  'memberLeft',
  'ownerChanged',
]);

/** Whoever takes the place of a face that left is chosen by the server among all members. */
function lacksFaces({ kind, faces, memberCount }: Conversation): boolean {
  return kind === 'group' && faces.length < Math.min(maxFaces, memberCount);
}

/**
 * Takes the next entry of the log. What was seen before changes nothing, and a gap neither: it
 * must be filled first, in order.
 */
export function withEntry(
  known: ConversationState,
  entry: Entry,
  meId: PersonId | null,
): ConversationState {
  if (entry.seq !== known.conversation.lastSeq + 1) return known;
  const conversation = advance(known.conversation, entry);
  const next = {
    ...known,
    conversation,
    tally: withSeen(known.tally, entry, meId),
    stale: known.stale || lacksFaces(conversation),
    membersStale: known.membersStale || aboutMembers.has(entry.body.type),
  };
  // While an older stretch is still being filled this entry comes with the filling.
  const follows = known.held === null || known.held.to === entry.seq - 1;
  if (!follows) return next;
  const entries = known.entries === null ? null : [...known.entries, entry];
  return { ...next, entries, held: { from: known.held?.from ?? entry.seq, to: entry.seq } };
}

/** Joins two gap-free stretches that touch or overlap, older first; null when they do neither. */
export function joinStretches(a: readonly Entry[], b: readonly Entry[]): readonly Entry[] | null {
  const [first, last] = (a[0]?.seq ?? 0) <= (b[0]?.seq ?? 0) ? [a, b] : [b, a];
  const end = first.at(-1)?.seq;
  const start = last[0]?.seq;
  if (end === undefined) return last;
  if (start === undefined) return first;
  if (start > end + 1) return null;
  return [...first, ...last.filter(({ seq }) => seq > end)];
}

/** Takes a page of history: it joins the stretch that is held, or becomes the window. */
export function withPage(known: ConversationState, page: readonly Entry[]): ConversationState {
  const from = page[0]?.seq;
  const to = page.at(-1)?.seq;
  if (from === undefined || to === undefined) return known;
  const { held } = known;
  if (held !== null && (from > held.to + 1 || to < held.from - 1)) return withWindow(known, page);
  const union = {
    from: Math.min(from, held?.from ?? from),
    to: Math.max(to, held?.to ?? to),
  };
  const loaded = known.entries;
  const entries = loaded === null ? null : (joinStretches(loaded, page) ?? loaded);
  assert((entries?.at(-1)?.seq ?? union.to) === union.to, 'memory ends where the store ends');
  return { ...known, held: union, entries };
}

/** Takes a page away from the held stretch: it joins the window, or replaces it. */
export function withWindow(known: ConversationState, page: readonly Entry[]): ConversationState {
  if (page.length === 0) return known;
  const joined = known.window === null ? null : joinStretches(known.window, page);
  return { ...known, window: joined ?? page };
}

/** Starts over with the newest page: the hole behind it is too large to be filled. */
export function withNewestPage(
  known: ConversationState,
  page: readonly Entry[],
): ConversationState {
  const from = page[0]?.seq;
  const to = page.at(-1)?.seq;
  const held = from === undefined || to === undefined ? null : { from, to };
  return { ...known, held, entries: known.entries === null ? null : page, window: null };
}
