import { isUnreadType, type PersonId } from '@plaza/base';
import type { Entry, EntryBody } from '@plaza/contract';
import type { ConversationState, Tally } from './types.ts';

/** An entry of which nothing but its place is left. */
export function blank({ seq, senderId, clientId, at }: Entry, body: EntryBody): Entry {
  return { seq, senderId, clientId, at, body };
}

/** Whether a message names the person, by name or as one of all. */
export function mentions({ body, senderId }: Entry, meId: PersonId | null): boolean {
  if (body.type !== 'message' || body.message.type !== 'text' || senderId === meId) return false;
  const { mentions: named = [], mentionsAll = false } = body.message;
  return mentionsAll || (meId !== null && named.includes(meId));
}

/** Whether an entry of somebody else counts as unread: messages do, and calls that were missed. */
export function isCounted({ body }: Pick<Entry, 'body'>): boolean {
  return isUnreadType(body.type);
}

/** What stands at a place of a gap-free stretch; null when the stretch does not hold it. */
export function at(entries: readonly Entry[] | null, seq: number): Entry | null {
  const first = entries?.[0]?.seq;
  return first === undefined ? null : (entries?.[seq - first] ?? null);
}

/** Every copy of an entry that is in memory. */
export function copiesOf(known: ConversationState, seq: number): Entry[] {
  const { entries, window, quoted, conversation } = known;
  const { lastEntry } = conversation;
  const last = lastEntry?.seq === seq ? lastEntry : null;
  const places = [at(entries, seq), at(window, seq), quoted.get(seq) ?? null, last];
  return places.filter((copy) => copy !== null);
}

/** The copy of an entry that is in memory. */
export function copyOf(known: ConversationState, seq: number): Entry | null {
  return copiesOf(known, seq)[0] ?? null;
}

type Fresh = ReadonlyMap<number, Entry>;

function inStretch(entries: readonly Entry[] | null, fresh: Fresh): readonly Entry[] | null {
  const first = entries?.[0]?.seq;
  if (entries === null || first === undefined) return entries;
  let copy: Entry[] | null = null;
  for (const [seq, entry] of fresh) {
    if (entries[seq - first] === undefined) continue;
    copy ??= [...entries];
    copy[seq - first] = entry;
  }
  return copy ?? entries;
}

function inQuoted(quoted: Fresh, fresh: Fresh): Fresh {
  const held = [...fresh].filter(([seq]) => quoted.has(seq));
  return held.length === 0 ? quoted : new Map([...quoted, ...held]);
}

/** Puts newer copies in every place of memory that shows an entry. */
export function withCopies(known: ConversationState, copies: readonly Entry[]): ConversationState {
  // What I deleted for myself is told to everybody else as it is; for me it stays away.
  return placed(
    known,
    copies.filter(({ seq }) => copyOf(known, seq)?.body.type !== 'hidden'),
  );
}

/** Puts copies in every place of memory, over whatever stands there. */
export function placed(known: ConversationState, copies: readonly Entry[]): ConversationState {
  const fresh = new Map(copies.map((copy) => [copy.seq, copy]));
  if (fresh.size === 0) return known;
  const { conversation } = known;
  const last = fresh.get(conversation.lastEntry?.seq ?? 0);
  return {
    ...known,
    conversation: last === undefined ? conversation : { ...conversation, lastEntry: last },
    entries: inStretch(known.entries, fresh),
    window: inStretch(known.window, fresh),
    quoted: inQuoted(known.quoted, fresh),
  };
}

/** Where the viewer's unread messages begin, as far as the server knows. */
const readTo = ({ inbox }: ConversationState) => Math.max(inbox.readSeq, inbox.clearedSeq);

/** Those of these messages that are gone and would count as unread if they were not. */
function uncountable(
  known: ConversationState,
  copies: readonly Entry[],
  meId: PersonId | null,
): number[] {
  return copies
    .filter(
      ({ seq, senderId, body }) => !isCounted({ body }) && senderId !== meId && seq > readTo(known),
    )
    .map(({ seq }) => seq);
}

function withoutSeqs(tally: Tally, gone: readonly number[], since: number): Tally {
  const stays = (seq: number) => !gone.includes(seq);
  return {
    since: Math.max(tally.since, since),
    seqs: tally.seqs.filter(stays),
    mentions: tally.mentions.filter(stays),
  };
}

/**
 * Takes entries as they are now, after changes up to `bySeq` of the log. A message that is gone
 * counts as unread no more; where the server counted it before, only a fetch knows how it counts
 * now, and so for every inbox that was counted before `bySeq`.
 */
export function withTargets(
  known: ConversationState,
  copies: readonly Entry[],
  { meId, bySeq }: { meId: PersonId | null; bySeq: number },
): ConversationState {
  if (copies.length === 0) return known;
  const gone = uncountable(known, copies, meId);
  const next = withCopies(known, copies);
  if (gone.length === 0) return next;
  const { unreadAtSeq } = known.inbox;
  const isCounted = bySeq > unreadAtSeq && gone.some((seq) => seq <= unreadAtSeq);
  return {
    ...next,
    tally: withoutSeqs(known.tally, gone, bySeq),
    stale: known.stale || isCounted,
  };
}

/**
 * Takes messages that are gone without a word in the log, because their time was over or because
 * I deleted them for me. The count follows at once; the server's own comes with the next head.
 */
export function withGone(
  known: ConversationState,
  copies: readonly Entry[],
  meId: PersonId | null,
): ConversationState {
  // Told twice, a message was taken off the count the first time.
  const there = copies.filter(
    ({ seq }) => (copyOf(known, seq)?.body.type ?? 'message') === 'message',
  );
  const gone = uncountable(known, there, meId);
  const next = { ...withCopies(known, copies), overSeq: overSeqOf(known, copies) };
  if (gone.length === 0) return next;
  // Only the server knows whether it counted them.
  const stale = known.stale || next.overSeq > known.overSeq;
  const { inbox } = known;
  const counted = gone.filter((seq) => seq <= inbox.unreadAtSeq).length;
  return {
    ...next,
    tally: withoutSeqs(known.tally, gone, 0),
    stale,
    inbox: {
      ...inbox,
      unread: Math.max(0, inbox.unread - counted),
      mentionSeqs: inbox.mentionSeqs.filter((seq) => !gone.includes(seq)),
    },
  };
}

/** The messages in memory whose time is over at `now`, each as its empty place. */
export function expiredIn(known: ConversationState, now: string): Entry[] {
  const over = new Map<number, Entry>();
  const look = (entry: Entry | null) => {
    if (entry?.expiresAt === undefined || entry.expiresAt > now) return;
    over.set(entry.seq, blank(entry, { type: 'expired' }));
  };
  for (const entry of known.entries ?? []) look(entry);
  for (const entry of known.window ?? []) look(entry);
  for (const entry of known.quoted.values()) look(entry);
  look(known.conversation.lastEntry);
  return [...over.values()];
}

/** The messages of these places that are in memory, each as its empty place. */
export function hiddenIn(known: ConversationState, seqs: readonly number[]): Entry[] {
  return seqs.flatMap((seq) => {
    const copy = copyOf(known, seq);
    return copy === null ? [] : blank(copy, { type: 'hidden' });
  });
}

/** The messages of these places that are in memory, each with what stands there now. */
export function goneIn(
  known: ConversationState,
  seqs: readonly number[],
  body: EntryBody,
): Entry[] {
  return seqs.flatMap((seq) => {
    const copy = copyOf(known, seq);
    return copy === null || copy.body.type === 'hidden' ? [] : blank(copy, body);
  });
}

/** The last message that is over, among those known and these. */
export function overSeqOf({ overSeq }: ConversationState, copies: readonly Entry[]): number {
  return copies.reduce((last, { seq, body }) => {
    return body.type === 'expired' ? Math.max(last, seq) : last;
  }, overSeq);
}

/** Whether a page tells of counted messages whose time was over before they came here. */
export function tellsOfExpired(known: ConversationState, page: readonly Entry[]): boolean {
  const upTo = known.inbox.unreadAtSeq;
  return page.some(
    ({ seq, body }) => body.type === 'expired' && seq > readTo(known) && seq <= upTo,
  );
}

/** When the messages in memory disappear. */
export function* expiresOf(known: ConversationState): Generator<string> {
  const { entries, window, quoted, conversation } = known;
  for (const list of [entries ?? [], window ?? [], quoted.values(), [conversation.lastEntry]]) {
    for (const entry of list) if (entry?.expiresAt !== undefined) yield entry.expiresAt;
  }
}
