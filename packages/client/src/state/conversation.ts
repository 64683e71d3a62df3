import { assert, type PersonId } from '@plaza/base';
import type { Conversation, Entry, Head, InboxItem, PersonCard } from '@plaza/contract';
import { blank, copyOf, isCounted, mentions, withTargets } from './changes.ts';
import type { ConversationState, Tally } from './types.ts';

/** Seen messages kept for counting; the count on the screen ends at 100. */
const tallyLength = 200;
const maxFaces = 9;

const freshTally = (since: number): Tally => ({ since, seqs: [], mentions: [] });

/** What a device knows of a conversation whose head was just fetched for the first time. */
export function fromHead({ conversation, inbox }: Head): ConversationState {
  return {
    conversation,
    inbox,
    tally: freshTally(conversation.lastSeq),
    stale: false,
    held: null,
    entries: null,
    window: null,
    quoted: new Map(),
    veiled: [],
    overSeq: 0,
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
  const tally = conversation.lastSeq === lastSeq ? known.tally : freshTally(conversation.lastSeq);
  const membersStale = known.membersStale || conversation.lastSeq > lastSeq;
  return { ...known, conversation, inbox: head.inbox, tally, membersStale, stale: false };
}

/**
 * Takes what is mine about the conversation. The server counted unread messages up to
 * `unreadAtSeq`; where that is before what the device can count itself, only a fetch knows.
 */
export function withInbox(known: ConversationState, inbox: InboxItem): ConversationState {
  const { overSeq, tally } = known;
  const mayCountOver =
    overSeq > Math.max(inbox.readSeq, inbox.clearedSeq) && overSeq <= inbox.unreadAtSeq;
  const uncounted = (inbox.unreadAtSeq < tally.since || mayCountOver) && inbox.leftSeq === null;
  const { conversation } = known;
  const seen = inbox.leftSeq === null ? conversation : asLeft(conversation);
  return { ...known, conversation: seen, inbox, stale: known.stale || uncounted };
}

/** Whoever left is told nothing of how the group is now. */
function asLeft(conversation: Conversation): Conversation {
  return {
    ...conversation,
    ...{ adminIds: [], announcement: null, timerSeconds: null },
    ...{ muteAll: false, joinApproval: false },
  };
}

function withSeen(tally: Tally, entry: Entry, meId: PersonId | null): Tally {
  if (!isCounted(entry) || entry.senderId === meId) return tally;
  const seqs = [...tally.seqs, entry.seq];
  const named = mentions(entry, meId) ? [...tally.mentions, entry.seq] : tally.mentions;
  const since = seqs.length <= tallyLength ? tally.since : Math.max(tally.since, seqs[0] ?? 0);
  return { since, seqs: seqs.slice(-tallyLength), mentions: named.slice(-tallyLength) };
}

/** The server's order: who came first, and by id where people came together. */
function withNewFaces(faces: readonly PersonCard[], added: readonly PersonCard[]): PersonCard[] {
  const sorted = [...added].sort((a, b) => (a.personId < b.personId ? -1 : 1));
  return [...faces, ...sorted].slice(0, maxFaces);
}

function withoutFace(faces: readonly PersonCard[], gone: PersonCard): PersonCard[] {
  return faces.filter(({ personId }) => personId !== gone.personId);
}

const without = (ids: readonly PersonId[], gone: PersonId) => ids.filter((id) => id !== gone);

function withRole({ adminIds }: Conversation, { body }: Entry): PersonId[] {
  if (body.type !== 'roleChanged') return adminIds;
  const others = without(adminIds, body.person.personId);
  return body.role === 'admin' ? [...others, body.person.personId].sort() : others;
}

type Turn = Partial<Conversation>;

/** What an entry says of who is in the conversation. */
function turnOfPeople(known: Conversation, entry: Entry): Turn {
  const { body } = entry;
  switch (body.type) {
    case 'membersAdded':
      return {
        memberCount: known.memberCount + body.people.length,
        faces: withNewFaces(known.faces, body.people),
      };
    case 'memberRemoved':
    case 'memberLeft':
      return {
        memberCount: Math.max(0, known.memberCount - 1),
        faces: withoutFace(known.faces, body.person),
        adminIds: without(known.adminIds, body.person.personId),
      };
    case 'ownerChanged':
      // The former owner is a plain member from now on.
      return {
        ownerId: body.person.personId,
        adminIds: without(known.adminIds, body.person.personId),
      };
    case 'roleChanged':
      return { adminIds: withRole(known, entry) };
    default:
      return {};
  }
}

/** What an entry says of the conversation's rules. */
function turnOfRules({ seq, senderId, at, body }: Entry): Turn {
  switch (body.type) {
    case 'renamed':
      return { name: body.name };
    case 'announced':
      return {
        announcement: body.text === '' ? null : { seq, byId: senderId, text: body.text, at },
      };
    case 'muteAllSet':
      return { muteAll: body.on };
    case 'joinApprovalSet':
      return { joinApproval: body.on };
    case 'timerSet':
      return { timerSeconds: body.seconds };
    case 'dissolved':
      return { dissolved: true };
    default:
      return {};
  }
}

/** How an entry changes the conversation itself. */
function advance(known: Conversation, entry: Entry): Conversation {
  const isChange = entry.body.type === 'changed';
  const shown = isChange ? {} : { lastEntry: entry };
  return {
    ...known,
    lastSeq: entry.seq,
    ...shown,
    ...turnOfPeople(known, entry),
    ...turnOfRules(entry),
  };
}

const aboutMembers = new Set<Entry['body']['type']>([
  'created',
  'membersAdded',
  'memberRemoved',
  'memberLeft',
  'ownerChanged',
  'roleChanged',
]);

function withNickname({ members }: ConversationState, { body }: Entry) {
  if (members === null || body.type !== 'nicknameSet') return members;
  const { person, nickname } = body;
  return members.map((member) =>
    member.person.personId === person.personId ? { ...member, nickname } : member,
  );
}

/** Whoever takes the place of a face that left is chosen by the server among all members. */
function lacksFaces({ kind, faces, memberCount }: Conversation): boolean {
  return kind === 'group' && faces.length < Math.min(maxFaces, memberCount);
}

/** An entry of the log, and, when it changes another, that one as it is now. */
export type Told = { readonly entry: Entry; readonly target?: Entry | undefined };

/** The entries that changes speak of; what is taken back goes even when it was not told again. */
export function targetsOf(
  known: ConversationState,
  entries: readonly Entry[],
  told: readonly Entry[],
): Entry[] {
  const targets = new Map(told.map((target) => [target.seq, target]));
  const present = new Set(entries.map(({ seq }) => seq));
  for (const { body, senderId } of entries) {
    if (body.type !== 'changed' || body.how !== 'recalled') continue;
    if (targets.has(body.seq) || present.has(body.seq)) continue;
    const copy = copyOf(known, body.seq);
    if (copy?.body.type !== 'message') continue;
    targets.set(body.seq, blank(copy, { type: 'recalled', byId: senderId }));
  }
  return [...targets.values()];
}

/**
 * Takes the next entry of the log. What was seen before changes nothing, and a gap neither: it
 * must be filled first, in order.
 */
export function withEntry(
  known: ConversationState,
  told: Told,
  meId: PersonId | null,
): ConversationState {
  if (told.entry.seq !== known.conversation.lastSeq + 1) return known;
  const { target } = told;
  // Everybody is told the same of a new entry, also of one that I deleted for me.
  const isVeiled = known.veiled.includes(told.entry.seq);
  const entry = isVeiled ? blank(told.entry, { type: 'hidden' }) : told.entry;
  const conversation = advance(known.conversation, entry);
  const next = {
    ...known,
    conversation,
    tally: withSeen(known.tally, entry, meId),
    stale: known.stale || lacksFaces(conversation),
    veiled: isVeiled ? known.veiled.filter((seq) => seq > entry.seq) : known.veiled,
    members: withNickname(known, entry),
    membersStale: known.membersStale || aboutMembers.has(entry.body.type),
  };
  const targets = targetsOf(known, [entry], target === undefined ? [] : [target]);
  return withTargets(appended(next, entry), targets, { meId, bySeq: entry.seq });
}

function appended(known: ConversationState, entry: Entry): ConversationState {
  // While an older stretch is still being filled this entry comes with the filling.
  const follows = known.held === null || known.held.to === entry.seq - 1;
  if (!follows) return known;
  const entries = known.entries === null ? null : [...known.entries, entry];
  return { ...known, entries, held: { from: known.held?.from ?? entry.seq, to: entry.seq } };
}

/**
 * Joins two gap-free stretches that touch or overlap; null when they do neither. Where they
 * overlap the entries of `newer`, which was fetched later, stand.
 */
export function joinStretches(
  known: readonly Entry[],
  newer: readonly Entry[],
): readonly Entry[] | null {
  const [start, end] = [newer[0]?.seq, newer.at(-1)?.seq];
  const [first, last] = [known[0]?.seq, known.at(-1)?.seq];
  if (first === undefined || last === undefined) return newer;
  if (start === undefined || end === undefined) return known;
  if (start > last + 1 || end < first - 1) return null;
  const before = known.slice(0, Math.max(0, start - first));
  const after = known.slice(Math.max(0, end - first + 1));
  return [...before, ...newer, ...after];
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

/** Takes an older page that goes to the store only: nobody asked to see it. */
export function withKept(known: ConversationState, page: readonly Entry[]): ConversationState {
  const from = page[0]?.seq;
  const to = page.at(-1)?.seq;
  const { held } = known;
  if (from === undefined || to === undefined || held === null) return known;
  if (from >= held.from || to < held.from - 1) return known;
  return { ...known, held: { from, to: held.to } };
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
