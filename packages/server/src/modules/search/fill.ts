import { assert, type ConversationId } from '@plaza/base';
import type { LogRange, MovedLog, PlacedEntry } from '../chat/index.ts';
import { messageTokens } from './content.ts';
import { timeBytes, writeTimes } from './found.ts';
import type { Heard, HeardEntry } from './heard.ts';
import { blockEntries, buildBlock, growBlock, hashTokens, type Message } from './sketch.ts';
import {
  selectEnds,
  selectTails,
  takeStale,
  upsertBlocks,
  type BlockKey,
  type BlockRow,
  type Target,
} from './store.ts';
import type { Tail, Tails } from './tails.ts';

/** How many blocks that went stale are made anew at once. */
const staleAtOnce = 16;
/** After so many entries whoever else uses this thread has a turn. */
const turnEntries = 32;

export type Logs = {
  ranges(ranges: readonly LogRange[]): Promise<PlacedEntry[]>;
  movedSince(since: Date, after: ConversationId | null, limit: number): Promise<MovedLog[]>;
};

/** Where blocks are written, and what is known without reading. */
export type FillDeps = { db: Target; logs: Logs; tails?: Tails; heard?: Heard };

export type Filled = {
  entries: number;
  /** Conversations whose log perhaps goes on. */
  more: ConversationId[];
};

type Entry = PlacedEntry['entry'] | HeardEntry;
/** The blocks to be written, and those that must be read from their beginning first. */
type Plan = { rows: Map<string, BlockRow>; again: Map<string, BlockKey> };
/** `at`: the tails of all logs that are worked at, whatever is forgotten meanwhile. */
type Work = FillDeps & { plan: Plan; at: Map<ConversationId, Tail> };

export const blockOf = (seq: number): number => Math.floor((seq - 1) / blockEntries);
const nameOf = ({ conversationId, block }: BlockKey) => `${conversationId} ${block}`;
const newPlan = (): Plan => ({ rows: new Map(), again: new Map() });

function messagesOf(entries: readonly Entry[]): Message[] {
  return entries.flatMap(({ seq, senderId, body }) => {
    if (body.type !== 'message') return [];
    const tokens = hashTokens(messageTokens(senderId, body.message));
    return [{ column: (seq - 1) % blockEntries, tokens }];
  });
}

/** The block with its next entries; null: what is in it must be read. */
function extend(key: BlockKey, entries: readonly Entry[], tail: Tail | null): Tail | null {
  const endSeq = (entries.at(-1) as Entry).seq;
  const columns = endSeq - key.block * blockEntries;
  const written = entries.map(({ at }) => new Date(at));
  const former = tail?.row ?? null;
  const times = Buffer.concat([former?.times ?? Buffer.alloc(0), writeTimes(written)]);
  assert(times.length === columns * timeBytes, 'a log has no gaps');
  const added = messagesOf(entries);
  const known = tail === null ? [] : tail.messages;
  const messages = known === null ? null : [...known, ...added];
  const hasGrown = former !== null && growBlock(former, added, columns);
  if (!hasGrown && messages === null) return null;
  const { stride, sketch, slices } = hasGrown ? former : buildBlock(messages ?? [], columns);
  const range = written.map((at) => at.getTime());
  if (former !== null) range.push(former.fromAt.getTime(), former.untilAt.getTime());
  const row = {
    ...{ ...key, endSeq, stride, sketch, slices, times },
    fromAt: new Date(Math.min(...range)),
    untilAt: new Date(Math.max(...range)),
  };
  return { block: key.block, endSeq, row, messages };
}

/** Remembers the newest block of a log, and of a complete one only where it ends. */
function remember({ at, tails }: Work, conversationId: ConversationId, tail: Tail): void {
  const isComplete = tail.endSeq === (tail.block + 1) * blockEntries;
  const known = isComplete ? { ...tail, row: null, messages: null } : tail;
  at.set(conversationId, known);
  tails?.put(conversationId, known);
}

/** Has a block written. */
function keep(work: Work, key: BlockKey, tail: Tail): void {
  const { conversationId, block } = key;
  work.plan.rows.set(nameOf(key), tail.row as BlockRow);
  if ((work.at.get(conversationId)?.block ?? -1) <= block) remember(work, conversationId, tail);
}

/** Adds the next entries of one log. */
function addLog(work: Work, conversationId: ConversationId, entries: readonly Entry[]): void {
  const { plan, at } = work;
  const known = at.get(conversationId)?.endSeq ?? 0;
  for (const [block, part] of Map.groupBy(entries, ({ seq }) => blockOf(seq))) {
    const key = { conversationId, block };
    const tail = at.get(conversationId);
    const next = extend(key, part, tail?.block === block ? tail : null);
    if (next === null) plan.again.set(nameOf(key), key);
    else keep(work, key, next);
  }
  for (const { body } of entries) {
    // What was read just now is read as it is; what was indexed before may say what is no more.
    if (body.type !== 'changed' || body.seq > known) continue;
    if (body.how !== 'edited' && body.how !== 'recalled') continue;
    const key = { conversationId, block: blockOf(body.seq) };
    plan.again.set(nameOf(key), key);
  }
}

async function readAgain(work: Work): Promise<void> {
  const { logs, plan } = work;
  const entries = await logs.ranges(
    [...plan.again.values()].map(({ conversationId, block }) => ({
      conversationId,
      afterSeq: block * blockEntries,
      toSeq: (block + 1) * blockEntries,
    })),
  );
  const byBlock = Map.groupBy(entries, ({ conversationId, entry }) =>
    nameOf({ conversationId, block: blockOf(entry.seq) }),
  );
  const turns = createTurns();
  for (const [name, key] of plan.again) {
    const own = (byBlock.get(name) ?? []).map(({ entry }) => entry);
    await turns.take(own.length);
    const tail = own.length === 0 ? null : extend(key, own, null);
    if (tail !== null) keep(work, key, tail);
  }
}

/** Work in small pieces: between them, messages are carried on the same thread. */
function createTurns() {
  let done = 0;
  return {
    async take(entries: number): Promise<void> {
      done += entries;
      if (done < turnEntries) return;
      done = 0;
      await new Promise<void>((resolve) => void setImmediate(resolve));
    },
  };
}

/** Looks up how far these logs are indexed, and reads it where it is not known. */
async function begin(deps: FillDeps, ids: readonly ConversationId[]): Promise<Work> {
  const work: Work = { ...deps, plan: newPlan(), at: new Map() };
  const unknown = ids.filter((id) => {
    const tail = deps.tails?.find(id);
    if (tail !== undefined) work.at.set(id, tail);
    return tail === undefined;
  });
  if (unknown.length === 0) return work;
  for (const [conversationId, row] of await selectTails(deps.db, unknown)) {
    const { block, endSeq } = row;
    remember(work, conversationId, { block, endSeq, row, messages: null });
  }
  return work;
}

type Next = { entries: readonly Entry[]; mayGoOn: boolean };

/** What comes next in each log: as it was heard, or as it is read, at most so much of each. */
async function nextEntries(
  { logs, heard, at }: Work,
  ids: readonly ConversationId[],
  most: number,
): Promise<Map<ConversationId, Next>> {
  const next = new Map<ConversationId, Next>();
  const ranges: LogRange[] = [];
  for (const conversationId of ids) {
    const afterSeq = at.get(conversationId)?.endSeq ?? 0;
    const told = heard?.take(conversationId, afterSeq) ?? null;
    if (told === null) ranges.push({ conversationId, afterSeq, toSeq: afterSeq + most });
    else if (told.length > 0) next.set(conversationId, { entries: told, mayGoOn: false });
  }
  const read = ranges.length === 0 ? [] : await logs.ranges(ranges);
  for (const [conversationId, own] of Map.groupBy(read, (one) => one.conversationId)) {
    const entries = own.map(({ entry }) => entry);
    next.set(conversationId, { entries, mayGoOn: entries.length >= most });
  }
  return next;
}

/**
 * Brings blocks up to their logs; of what must be read, at most `most` entries of each. A block
 * depends on nothing but its stretch of the log, so it may be written any number of times.
 */
export async function followLogs(
  deps: FillDeps,
  ids: readonly ConversationId[],
  most: number,
): Promise<Filled> {
  const work = await begin(deps, ids);
  const more: ConversationId[] = [];
  const turns = createTurns();
  let entries = 0;
  for (const [conversationId, next] of await nextEntries(work, ids, most)) {
    addLog(work, conversationId, next.entries);
    entries += next.entries.length;
    if (next.mayGoOn) more.push(conversationId);
    await turns.take(next.entries.length);
  }
  if (work.plan.again.size > 0) await readAgain(work);
  await upsertBlocks(deps.db, [...work.plan.rows.values()]);
  return { entries, more };
}

/**
 * Makes blocks anew that went stale; says how many, and of which logs more than that must be read.
 * Within a transaction.
 */
export async function renewStale(
  deps: FillDeps,
): Promise<{ renewed: number; behind: ConversationId[] }> {
  const keys = await takeStale(deps.db, staleAtOnce);
  if (keys.length === 0) return { renewed: 0, behind: [] };
  const ids = [...new Set(keys.map(({ conversationId }) => conversationId))];
  // What was heard of them is perhaps what is gone.
  for (const id of ids) deps.heard?.spoil(id);
  const work = await begin(deps, ids);
  const isIndexed = ({ conversationId, block }: BlockKey) =>
    block <= (work.at.get(conversationId)?.block ?? -1);
  for (const key of keys.filter(isIndexed)) work.plan.again.set(nameOf(key), key);
  if (work.plan.again.size > 0) await readAgain(work);
  await upsertBlocks(deps.db, [...work.plan.rows.values()]);
  const behind = keys.filter((key) => !isIndexed(key)).map(({ conversationId }) => conversationId);
  return { renewed: keys.length, behind: [...new Set(behind)] };
}

/** Of logs that moved, those that are not indexed to their end. */
export async function behindOf(db: Target, moved: readonly MovedLog[]): Promise<ConversationId[]> {
  const ends = await selectEnds(
    db,
    moved.map(({ conversationId }) => conversationId),
  );
  return moved.flatMap(({ conversationId, lastSeq }) =>
    (ends.get(conversationId) ?? 0) < lastSeq ? [conversationId] : [],
  );
}
