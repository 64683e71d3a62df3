import { assert, type ConversationId } from '@plaza/base';
import type { LogRange, MovedLog, PlacedEntry } from '../chat/index.ts';
import { messageTokens } from './content.ts';
import { timeBytes, writeTimes } from './found.ts';
import { blockEntries, buildBlock, growBlock, type Message } from './sketch.ts';
import {
  selectEnds,
  selectTails,
  takeStale,
  upsertBlocks,
  type BlockKey,
  type BlockRow,
  type Target,
} from './store.ts';

/** How many blocks that went stale are made anew at once. */
const staleAtOnce = 16;

export type Logs = {
  ranges(ranges: readonly LogRange[]): Promise<PlacedEntry[]>;
  movedSince(since: Date, after: ConversationId | null, limit: number): Promise<MovedLog[]>;
};

export type Filled = {
  entries: number;
  /** Conversations whose log perhaps goes on. */
  more: ConversationId[];
};

type Entry = PlacedEntry['entry'];
/** The blocks to be written, and those that must be read from their beginning first. */
type Plan = { rows: Map<string, BlockRow>; again: Map<string, BlockKey> };

export const blockOf = (seq: number): number => Math.floor((seq - 1) / blockEntries);
const nameOf = ({ conversationId, block }: BlockKey) => `${conversationId} ${block}`;

function messagesOf(entries: readonly Entry[]): Message[] {
  return entries.flatMap(({ seq, senderId, body }) =>
    body.type === 'message'
      ? [{ column: (seq - 1) % blockEntries, tokens: messageTokens(senderId, body.message) }]
      : [],
  );
}

function rowOf(key: BlockKey, entries: readonly Entry[], tail: BlockRow | null): BlockRow | null {
  const endSeq = (entries.at(-1) as Entry).seq;
  const columns = endSeq - key.block * blockEntries;
  const written = entries.map(({ at }) => new Date(at));
  const times = Buffer.concat([tail?.times ?? Buffer.alloc(0), writeTimes(written)]);
  assert(times.length === columns * timeBytes, 'a log has no gaps');
  const messages = messagesOf(entries);
  if (tail !== null && !growBlock(tail, messages, columns)) return null;
  const { stride, sketch, slices } = tail ?? buildBlock(messages, columns);
  const range = written.map((at) => at.getTime());
  if (tail !== null) range.push(tail.fromAt.getTime(), tail.untilAt.getTime());
  return {
    ...{ ...key, endSeq, stride, sketch, slices, times },
    fromAt: new Date(Math.min(...range)),
    untilAt: new Date(Math.max(...range)),
  };
}

/** Adds the next entries of one log. */
function addLog(
  plan: Plan,
  conversationId: ConversationId,
  entries: readonly Entry[],
  tail: BlockRow | null,
): void {
  for (const [block, part] of Map.groupBy(entries, ({ seq }) => blockOf(seq))) {
    const key = { conversationId, block };
    const row = rowOf(key, part, tail?.block === block ? tail : null);
    if (row === null) plan.again.set(nameOf(key), key);
    else plan.rows.set(nameOf(key), row);
  }
  const known = tail?.endSeq ?? 0;
  for (const { body } of entries) {
    // What was read just now is read as it is; what was indexed before may say what is no more.
    if (body.type !== 'changed' || body.seq > known) continue;
    if (body.how !== 'edited' && body.how !== 'recalled') continue;
    const key = { conversationId, block: blockOf(body.seq) };
    plan.again.set(nameOf(key), key);
  }
}

async function readAgain(logs: Logs, plan: Plan): Promise<void> {
  const keys = [...plan.again.values()];
  const entries = await logs.ranges(
    keys.map(({ conversationId, block }) => ({
      conversationId,
      afterSeq: block * blockEntries,
      toSeq: (block + 1) * blockEntries,
    })),
  );
  const byBlock = Map.groupBy(entries, ({ conversationId, entry }) =>
    nameOf({ conversationId, block: blockOf(entry.seq) }),
  );
  for (const [name, key] of plan.again) {
    const own = (byBlock.get(name) ?? []).map(({ entry }) => entry);
    const row = own.length === 0 ? null : rowOf(key, own, null);
    if (row !== null) plan.rows.set(name, row);
  }
}

/**
 * Brings blocks up to their logs, at most `most` entries of each conversation. A block depends on
 * nothing but its stretch of the log, so it may be written any number of times.
 */
export async function followLogs(
  { db, logs }: { db: Target; logs: Logs },
  ids: readonly ConversationId[],
  most: number,
): Promise<Filled> {
  const tails = await selectTails(db, ids);
  const ranges = ids.map((conversationId) => {
    const afterSeq = tails.get(conversationId)?.endSeq ?? 0;
    return { conversationId, afterSeq, toSeq: afterSeq + most };
  });
  const placed = await logs.ranges(ranges);
  const plan: Plan = { rows: new Map(), again: new Map() };
  const more: ConversationId[] = [];
  for (const [conversationId, own] of Map.groupBy(placed, (one) => one.conversationId)) {
    const entries = own.map(({ entry }) => entry);
    addLog(plan, conversationId, entries, tails.get(conversationId) ?? null);
    if (entries.length >= most) more.push(conversationId);
  }
  if (plan.again.size > 0) await readAgain(logs, plan);
  await upsertBlocks(db, [...plan.rows.values()]);
  return { entries: placed.length, more };
}

/** Makes blocks anew that went stale; says how many. Within a transaction. */
export async function renewStale({ db, logs }: { db: Target; logs: Logs }): Promise<number> {
  const keys = await takeStale(db, staleAtOnce);
  if (keys.length === 0) return 0;
  const plan: Plan = {
    rows: new Map(),
    again: new Map(keys.map((key) => [nameOf(key), key] as const)),
  };
  await readAgain(logs, plan);
  await upsertBlocks(db, [...plan.rows.values()]);
  return keys.length;
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
