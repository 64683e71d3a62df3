import { assert, type ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Place } from './place.ts';
import { blockEntries, columnsIn } from './sketch.ts';
import type { Scanned, ScanRange } from './store.ts';

/** What a person may see of a conversation: `lowSeq < seq <= highSeq`, or to its end. */
export type Span = { conversationId: ConversationId; lowSeq: number; highSeq: number | null };

/** The hits of one conversation, the newest first; found no further than is asked for. */
export type Stream = {
  readonly conversationId: ConversationId;
  /** What must be done before the next hit is known. */
  needs(): 'nothing' | 'read' | 'scan';
  /** No later hit stands before this place; null: there is none. */
  bound(): Place | null;
  range(): ScanRange;
  /** Takes in what a scan saw; undefined: nothing, and nothing is left. */
  take(seen: Scanned | undefined, scan: { shape: readonly number[]; reach: number }): void;
  /** The next messages that may be hits; more each time that it is asked. */
  candidates(most: number): number[];
  /** Takes in what was read of them. */
  decide(
    seqs: readonly number[],
    entries: readonly Entry[],
    accepts: (place: Place, entry: Entry) => boolean,
  ): void;
  /** The next hit. */
  shift(): Entry;
};

type Candidate = { seq: number; untilMs: number };
const blockOf = (seq: number) => Math.floor((seq - 1) / blockEntries);
const newestBlock = 2_147_483_647;
/** Messages of one conversation that are read at first, while others wait. */
const firstRead = 2;

function candidatesIn(seen: Scanned, shape: readonly number[]): Candidate[] {
  const { blocks, ends, untilMs, strides, rows } = seen;
  return (blocks ?? []).flatMap((block, n) => {
    const firstSeq = block * blockEntries + 1;
    const count = (ends?.[n] as number) - firstSeq + 1;
    const found = rows?.[n] ?? null;
    const columns =
      found === null
        ? Array.from({ length: count }, (_, column) => count - 1 - column)
        : columnsIn(found, { stride: strides?.[n] as number, shape, end: count });
    const until = untilMs?.[n] as number;
    return columns.map((column) => ({ seq: firstSeq + column, untilMs: until }));
  });
}

export function createStream({ conversationId, lowSeq, highSeq }: Span): Stream {
  const highest = highSeq ?? Number.MAX_SAFE_INTEGER;
  const lowest = blockOf(lowSeq + 1);
  const hits: { place: Place; entry: Entry }[] = [];
  let candidates: Candidate[] = [];
  /** The next block to look at; below `lowest` nothing is left. */
  let next = highSeq === null ? newestBlock : blockOf(highSeq);
  /** Nothing in the blocks that are left is newer. */
  let leftMs = Number.MAX_SAFE_INTEGER;
  /** Nothing that was read since is newer: a log whose clocks disagree keeps its own order. */
  let latestMs = Number.MAX_SAFE_INTEGER;
  let readNext = firstRead;

  return {
    conversationId,
    needs() {
      if (hits.length > 0) return 'nothing';
      return candidates.length > 0 ? 'read' : 'scan';
    },
    bound() {
      const [hit] = hits;
      if (hit !== undefined) return hit.place;
      const [first] = candidates;
      if (first !== undefined) {
        return { atMs: Math.min(first.untilMs, latestMs), conversationId, seq: first.seq };
      }
      if (next < lowest) return null;
      const seq = (next + 1) * blockEntries;
      return { atMs: Math.min(leftMs, latestMs), conversationId, seq };
    },
    range: () => ({ conversationId, high: next }),
    take(seen, { shape, reach }) {
      assert(candidates.length === 0, 'a stream is scanned while it has candidates');
      next = seen !== undefined && seen.count === reach ? seen.lowest - 1 : -1;
      if (seen === undefined) return;
      leftMs = seen.lowestMs;
      candidates = candidatesIn(seen, shape)
        .filter(({ seq }) => seq > lowSeq && seq <= highest)
        .sort((a, b) => b.seq - a.seq);
    },
    candidates(most) {
      const seqs = candidates.slice(0, Math.min(most, readNext)).map(({ seq }) => seq);
      readNext *= 4;
      return seqs;
    },
    decide(seqs, entries, accepts) {
      assert(hits.length === 0, 'a stream reads on while it has hits');
      const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
      for (const seq of seqs) {
        const entry = bySeq.get(seq);
        if (entry === undefined) continue;
        latestMs = Math.min(latestMs, Date.parse(entry.at));
        const place = { atMs: latestMs, conversationId, seq };
        if (accepts(place, entry)) hits.push({ place, entry });
      }
      candidates = candidates.slice(seqs.length);
    },
    shift() {
      const hit = hits.shift();
      assert(hit !== undefined, 'a stream without hits was asked for one');
      return hit.entry;
    },
  };
}
