import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry, InboxItem } from '@plaza/contract';
import { copyOf } from './changes.ts';
import type { ConversationState, Intent, Send, State } from './types.ts';

/** The unread count ends here, on the server as on the screen. */
export const maxUnread = 100;

/** What is mine about a conversation, with what I wished and the server has yet to confirm. */
export function inboxOf(state: State, id: ConversationId): InboxItem | null {
  const known = state.conversations.get(id);
  if (known === undefined) return null;
  const wish = state.intents.get(id);
  if (wish === undefined) return known.inbox;
  const { readSeq = 0, clearedSeq = 0, heard = [], ...plain } = wish;
  const { inbox } = known;
  return {
    ...inbox,
    ...plain,
    heardSeqs: [...inbox.heardSeqs, ...heard],
    readSeq: Math.max(inbox.readSeq, readSeq),
    clearedSeq: Math.max(inbox.clearedSeq, clearedSeq),
  };
}

/** How many messages of others wait, counted up to 100. */
export function unreadOf(state: State, id: ConversationId): number {
  const known = state.conversations.get(id);
  const inbox = inboxOf(state, id);
  if (known === undefined || inbox === null) return 0;
  const { tally, conversation } = known;
  const seenTo = Math.max(inbox.readSeq, inbox.clearedSeq);
  if (seenTo >= conversation.lastSeq) return 0;
  // A wish to have read further than the server counted from: what came after is in the tally.
  const isOurs = seenTo > Math.max(known.inbox.readSeq, known.inbox.clearedSeq);
  if (isOurs && seenTo >= tally.since) return capped(after(tally.seqs, seenTo));
  return capped(inbox.unread + after(tally.seqs, inbox.unreadAtSeq));
}

const after = (seqs: readonly number[], seq: number) => seqs.filter((s) => s > seq).length;
const capped = (count: number) => Math.min(maxUnread, count);

/** The unread messages that mention the viewer, oldest first. */
export function mentionsOf(state: State, id: ConversationId): readonly number[] {
  const known = state.conversations.get(id);
  const inbox = inboxOf(state, id);
  if (known === undefined || inbox === null) return [];
  const seenTo = Math.max(inbox.readSeq, inbox.clearedSeq);
  const live = known.tally.mentions.filter((seq) => seq > inbox.unreadAtSeq);
  return [...inbox.mentionSeqs, ...live].filter((seq) => seq > seenTo);
}

/** How a conversation stands on the list. */
type Standing = {
  isListed: boolean;
  archived: boolean;
  pinned: boolean;
  movedAt: string;
  /** What it adds to the number on the Chats tab. */
  counted: number;
};

/** Kept as long as nothing of a conversation changes: the list is asked for at each message. */
const standings = new WeakMap<ConversationState, { wish: Intent | undefined; made: Standing }>();

function standingOf(state: State, id: ConversationId): Standing {
  const known = state.conversations.get(id);
  const wish = state.intents.get(id);
  // What is on its way stands elsewhere in the state, and is rare.
  const isKept = known !== undefined && state.sends.size === 0;
  const before = isKept ? standings.get(known) : undefined;
  if (before !== undefined && before.wish === wish) return before.made;
  const inbox = inboxOf(state, id);
  const made = {
    isListed: isListed(state, id),
    archived: inbox?.archived ?? false,
    pinned: inbox?.pinned ?? false,
    movedAt: movedAt(state, id),
    counted: countedOf(state, id),
  };
  if (isKept) standings.set(known, { wish, made });
  return made;
}

/** What one conversation adds to the number on the Chats tab. */
function countedOf(state: State, id: ConversationId): number {
  const inbox = inboxOf(state, id);
  if (inbox === null || inbox.archived || inbox.notify === 'nothing') return 0;
  if (inbox.notify === 'mentions') return mentionsOf(state, id).length;
  return Math.max(unreadOf(state, id), inbox.markedUnread ? 1 : 0);
}

/**
 * The number on the Chats tab: conversations that call for attention only when I am mentioned
 * count their mentions, archived ones nothing; a mark counts as one.
 */
export function totalUnread(state: State): number {
  let total = 0;
  for (const id of state.conversations.keys()) {
    const { counted, isListed } = standingOf(state, id);
    if (isListed) total += counted;
  }
  return total;
}

/** The part of the log that this viewer may see: after `after`, up to `upTo`. */
export function visibleSpan(inbox: InboxItem): { after: number; upTo: number } {
  return {
    after: Math.max(inbox.joinedSeq, inbox.clearedSeq),
    upTo: inbox.leftSeq ?? Number.MAX_SAFE_INTEGER,
  };
}

/** Whether a conversation stands on the list. */
export function isListed(state: State, id: ConversationId): boolean {
  const known = state.conversations.get(id);
  const inbox = inboxOf(state, id);
  if (known === undefined || inbox === null) return false;
  if (sendsOf(state, id).length > 0) return true;
  const { lastSeq, kind } = known.conversation;
  // A reaction or an edit is nothing new: only an entry of its own brings it back.
  const shownSeq = previewOf(state, id)?.seq ?? 0;
  if (inbox.hiddenSeq !== null && shownSeq <= inbox.hiddenSeq) return false;
  // A direct conversation that was only opened is not worth a row.
  return kind !== 'direct' || lastSeq > 0 || inbox.draft !== '' || inbox.pinned;
}

/** The newest entry that the viewer may see; null when there is none or all is cleared. */
export function previewOf(state: State, id: ConversationId): Entry | null {
  const entry = state.conversations.get(id)?.conversation.lastEntry ?? null;
  const inbox = inboxOf(state, id);
  if (entry === null || inbox === null) return null;
  const { after: low, upTo } = visibleSpan(inbox);
  return entry.seq > low && entry.seq <= upTo ? entry : null;
}

function movedAt(state: State, id: ConversationId): string {
  // What is cleared moves nothing, or devices that still remember it would sort differently.
  const at = previewOf(state, id)?.at ?? '';
  const sentAt = sendsOf(state, id).at(-1)?.createdAt ?? '';
  return at > sentAt ? at : sentAt;
}

/** All listed conversations: pinned first, then the newest; equal times by id. */
function sorted(state: State, archived: boolean): ConversationId[] {
  const rows = [...state.conversations.keys()]
    .map((id) => ({ id, ...standingOf(state, id) }))
    .filter((row) => row.isListed && row.archived === archived);
  rows.sort((a, b) => {
    if (a.pinned !== b.pinned) return a.pinned ? -1 : 1;
    if (a.movedAt !== b.movedAt) return a.movedAt > b.movedAt ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
  return rows.map(({ id }) => id);
}

/** The list of chats, without those in the archive folder; the same on every device. */
export const listOf = (state: State): ConversationId[] => sorted(state, false);

/** The archive folder of the list. */
export const archivedOf = (state: State): ConversationId[] => sorted(state, true);

/** Changes are seen in what they changed; what I deleted for me is not seen at all. */
const isShown = ({ body }: Entry) => body.type !== 'changed' && body.type !== 'hidden';
const shownOf = new WeakMap<readonly Entry[], readonly Entry[]>();

/** The entries that a thread shows; kept by stretch, for screens ask often. */
export function shown(entries: readonly Entry[]): readonly Entry[] {
  const known = shownOf.get(entries);
  if (known !== undefined) return known;
  const result = entries.every(isShown) ? entries : entries.filter(isShown);
  shownOf.set(entries, result);
  return result;
}

function visible(entries: readonly Entry[], inbox: InboxItem): readonly Entry[] {
  const { after: low, upTo } = visibleSpan(inbox);
  const [first, last] = [entries[0], entries.at(-1)];
  if (first === undefined || last === undefined) return entries;
  if (first.seq > low && last.seq <= upTo) return entries;
  return entries.filter(({ seq }) => seq > low && seq <= upTo);
}

/** What a thread shows: without changes, which are seen in what they changed. */
export type Thread = {
  readonly entries: readonly Entry[];
  /** Messages on their way, in order; they stand below the newest entry. */
  readonly sends: readonly Send[];
  /** Nothing older is to be had. */
  readonly atStart: boolean;
  /** The newest entry that is known stands at the end. */
  readonly atEnd: boolean;
};

function startsAt(entries: readonly Entry[], known: ConversationState, inbox: InboxItem): boolean {
  const { after: low } = visibleSpan(inbox);
  const first = entries[0]?.seq;
  return first === undefined ? known.conversation.lastSeq <= low : first <= low + 1;
}

/** The opened conversation: its newest stretch, or the window where somebody jumped to. */
export function threadOf(state: State, id: ConversationId): Thread {
  const known = state.conversations.get(id);
  const inbox = inboxOf(state, id);
  const sends = sendsOf(state, id);
  if (known === undefined || inbox === null) {
    return { entries: [], sends, atStart: false, atEnd: false };
  }
  const loaded = known.window ?? known.entries ?? [];
  const last = Math.min(known.conversation.lastSeq, visibleSpan(inbox).upTo);
  const entries = visible(loaded, inbox);
  return {
    entries: shown(entries),
    sends,
    atStart: startsAt(loaded, known, inbox),
    atEnd: known.window === null && (known.held?.to ?? 0) >= last,
  };
}

/** Messages of a conversation that are not in its log yet, in the order of sending. */
export function sendsOf(state: State, id: ConversationId): readonly Send[] {
  if (state.sends.size === 0) return [];
  return [...state.sends.values()]
    .filter(({ conversationId }) => conversationId === id)
    .sort((a, b) => a.order - b.order);
}

/** The name under which the viewer knows a person: the remark, or the person's own. */
export function nameOf(state: State, id: PersonId): string {
  const contact = state.contacts.get(id);
  const own = contact?.person ?? (state.me?.personId === id ? state.me : state.people.get(id));
  return contact?.remark ?? own?.displayName ?? '';
}

/** The name of a person in a group: the viewer's remark, their nickname there, or their own. */
export function nameIn(state: State, id: ConversationId, personId: PersonId): string {
  const remark = state.contacts.get(personId)?.remark;
  if (remark !== null && remark !== undefined) return remark;
  const members = state.conversations.get(id)?.members;
  const member = members?.find(({ person }) => person.personId === personId);
  return member?.nickname || nameOf(state, personId);
}

/** An entry that is in memory: in the thread, or loaded by `loadQuoted`. */
export function entryAt(state: State, id: ConversationId, seq: number): Entry | null {
  const known = state.conversations.get(id);
  const inbox = inboxOf(state, id);
  if (known === undefined || inbox === null) return null;
  const { after: low, upTo } = visibleSpan(inbox);
  return seq > low && seq <= upTo ? copyOf(known, seq) : null;
}

/** The name under which a text that was taken back is kept. */
export const takenKey = (id: ConversationId, seq: number) => `${id}/${seq}`;

/** The text of a message that the viewer just took back, to edit and send it again. */
export function takenTextOf(state: State, id: ConversationId, seq: number): string | null {
  return state.taken.get(takenKey(id, seq)) ?? null;
}

/** How many people wait to be let into a group. */
export const waitingIn = (state: State, id: ConversationId): number =>
  state.joinRequests.get(id) ?? 0;
