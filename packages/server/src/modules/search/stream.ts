import { assert, type ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Place } from './place.ts';
import { blockEntries, columnsIn } from './sketch.ts';
import type { Edge, FoundBlock, ScanRange } from './store.ts';
import type { Span } from './walk.ts';

/** Blocks that are looked at in one go, and how this grows while nothing is found. */
export type Reach = { first: number; growth: number; most: number };

/** The hits of one conversation, the newest first; found no further than is asked for. */
export type Stream = {
  readonly conversationId: ConversationId;
  /** Blocks from here on were looked at. */
  readonly below: number;
  /** What must be done before the next hit is known. */
  needs(): 'nothing' | 'read' | 'scan';
  /** No later hit stands before this place; null: there is none. */
  bound(): Place | null;
  setEdge(edge: Edge | null): void;
  nextRange(): ScanRange;
  /** Takes in what a scan found; `most` is how many blocks it gives at most. */
  take(found: readonly FoundBlock[], scan: { shape: readonly number[]; most: number }): void;
  /** Whether no block is left to look at. */
  isScanned(): boolean;
  /** The next messages that may be hits. */
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
const mostBlock = 2_147_483_647;

export function createStream(span: Span, options: { reach: Reach; fromMs: number }): Stream {
  const { conversationId, lowSeq } = span;
  const highSeq = span.highSeq ?? Number.MAX_SAFE_INTEGER;
  const lowest = blockOf(lowSeq + 1);
  const hits: { place: Place; entry: Entry }[] = [];
  let candidates: Candidate[] = [];
  let below = span.highSeq === null ? mostBlock : blockOf(span.highSeq) + 1;
  let edge: Edge | null = null;
  let reach = options.reach.first;
  /** The lowest block of the scan under way. */
  let scannedTo = below;
  /** Nothing that is still to come is newer. */
  let latestMs = Number.MAX_SAFE_INTEGER;

  function candidatesOf(found: FoundBlock, shape: readonly number[]): Candidate[] {
    const { block, endSeq, stride, rows } = found;
    const firstSeq = block * blockEntries + 1;
    const count = endSeq - firstSeq + 1;
    const columns =
      rows === null
        ? Array.from({ length: count }, (_, n) => count - 1 - n)
        : columnsIn(rows, stride, shape, count);
    return columns
      .map((column) => ({ seq: firstSeq + column, untilMs: found.untilAt.getTime() }))
      .filter(({ seq }) => seq > lowSeq && seq <= highSeq);
  }

  return {
    conversationId,
    get below() {
      return below;
    },
    needs() {
      if (hits.length > 0) return 'nothing';
      return candidates.length > 0 ? 'read' : 'scan';
    },
    bound() {
      const [hit] = hits;
      if (hit !== undefined) return hit.place;
      const [next] = candidates;
      if (next !== undefined) {
        return { atMs: Math.min(next.untilMs, latestMs), conversationId, seq: next.seq };
      }
      if (edge === null) return null;
      const seq = (edge.block + 1) * blockEntries;
      return { atMs: Math.min(edge.untilAt.getTime(), latestMs), conversationId, seq };
    },
    setEdge(found) {
      const isOver =
        found === null || found.block < lowest || found.untilAt.getTime() < options.fromMs;
      edge = isOver ? null : found;
      if (edge !== null) below = edge.block + 1;
    },
    nextRange() {
      scannedTo = Math.max(lowest, below - reach);
      reach = Math.min(reach * options.reach.growth, options.reach.most);
      return { conversationId, low: scannedTo, high: below - 1 };
    },
    take(found, { shape, most }) {
      candidates = found.flatMap((block) => candidatesOf(block, shape));
      const last = found.at(-1);
      below = found.length === most && last !== undefined ? last.block : scannedTo;
      edge = null;
    },
    isScanned: () => below <= lowest,
    candidates: (most) => candidates.slice(0, most).map(({ seq }) => seq),
    decide(seqs, entries, accepts) {
      assert(hits.length === 0, 'a stream reads on while it has hits');
      const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
      for (const seq of seqs) {
        const entry = bySeq.get(seq);
        if (entry === undefined) continue;
        // A log whose clocks disagree is still walked in its own order.
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
