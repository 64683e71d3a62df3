import { assert, type ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { SeenBlock } from './found.ts';
import type { Place } from './place.ts';
import { blockEntries, columnsIn } from './sketch.ts';
import type { Scanned, ScanRange } from './store.ts';

/** What a person may see of a conversation: `lowSeq < seq <= highSeq`, or to its end. */
export type Span = { conversationId: ConversationId; lowSeq: number; highSeq: number | null };

/** A message that may be a hit, and the newest place it can have. */
export type Candidate = { seq: number; untilMs: number };

/** What messages are worth reading for their times alone. */
export type Times = { fromMs: number; toMs: number; startMs: number };

/** The hits of one conversation, the newest first; found no further than is asked for. */
export type Stream = {
  readonly conversationId: ConversationId;
  /** What must be done before the next hit is known. */
  needs(): 'nothing' | 'read' | 'scan';
  /** No later hit stands before this place; null: there is none. */
  bound(): Place | null;
  range(): ScanRange;
  /** Takes in what a scan saw; undefined: nothing, and nothing is left. */
  take(seen: Scanned | undefined, scan: TakenScan): void;
  /** The messages that may be hits, the newest first, as far as was scanned. */
  candidates(): readonly Candidate[];
  /** Takes in what was read of the first candidates. */
  decide(
    seqs: readonly number[],
    entries: readonly Entry[],
    accepts: (place: Place, entry: Entry) => boolean,
  ): void;
  /** The next hit. */
  shift(): Entry;
};

type TakenScan = { shape: readonly number[]; reach: number; times: Times };

const blockOf = (seq: number) => Math.floor((seq - 1) / blockEntries);
const newestBlock = 2_147_483_647;
/** A block knows whole seconds of its entries. */
const secondMs = 1_000;

/** `aboveMs`: nothing here has a newer place, for what stands later in the log. */
function candidatesIn(
  { block, found }: SeenBlock,
  { shape, times }: TakenScan,
  aboveMs: number,
): Candidate[] {
  if (found === null) return [];
  const { stride, seconds, rows } = found;
  const firstSeq = block * blockEntries + 1;
  const count = seconds.length;
  const columns = rows === null ? null : new Set(columnsIn(rows, { stride, shape, end: count }));
  const candidates: Candidate[] = [];
  let untilMs = aboveMs;
  for (let column = count - 1; column >= 0; column -= 1) {
    const atMs = (seconds[column] as number) * secondMs;
    // A log keeps its own order: what stands before an older entry is as old as that.
    untilMs = Math.min(untilMs, atMs + secondMs - 1);
    if (columns !== null && !columns.has(column)) continue;
    if (atMs + secondMs <= times.fromMs || atMs > times.toMs) continue;
    if (untilMs - secondMs >= times.startMs) continue;
    candidates.push({ seq: firstSeq + column, untilMs });
  }
  return candidates;
}

export function createStream({ conversationId, lowSeq, highSeq }: Span): Stream {
  const highest = highSeq ?? Number.MAX_SAFE_INTEGER;
  const lowest = blockOf(lowSeq + 1);
  const hits: { place: Place; entry: Entry }[] = [];
  let candidates: readonly Candidate[] = [];
  /** The next block to look at; below `lowest` nothing is left. */
  let next = highSeq === null ? newestBlock : blockOf(highSeq);
  /** Nothing in the blocks that are left has a newer place, */
  let leftMs = Number.MAX_SAFE_INTEGER;
  /** and nothing that stands before the messages that were read. */
  let latestMs = Number.MAX_SAFE_INTEGER;

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
        return { atMs: first.untilMs, conversationId, seq: first.seq };
      }
      if (next < lowest) return null;
      const seq = (next + 1) * blockEntries;
      return { atMs: Math.min(leftMs, latestMs), conversationId, seq };
    },
    range: () => ({ conversationId, high: next }),
    take(seen, scan) {
      assert(candidates.length === 0, 'a stream is scanned while it has candidates');
      const blocks = seen?.blocks ?? [];
      next = blocks.length === scan.reach ? (blocks.at(-1) as SeenBlock).block - 1 : -1;
      candidates = blocks
        .flatMap((block) => {
          const own = candidatesIn(block, scan, Math.min(leftMs, latestMs));
          leftMs = Math.min(leftMs, block.fromMs);
          return own;
        })
        .filter(({ seq }) => seq > lowSeq && seq <= highest);
    },
    candidates: () => candidates,
    decide(seqs, entries, accepts) {
      assert(hits.length === 0, 'a stream reads on while it has hits');
      const bySeq = new Map(entries.map((entry) => [entry.seq, entry]));
      for (const [index, seq] of seqs.entries()) {
        const candidate = candidates[index];
        assert(candidate?.seq === seq, 'candidates are read in their order');
        const entry = bySeq.get(seq);
        if (entry === undefined) continue;
        latestMs = Math.min(latestMs, candidate.untilMs, Date.parse(entry.at));
        const place = { atMs: latestMs, conversationId, seq };
        if (accepts(place, entry)) hits.push({ place, entry });
      }
      candidates = candidates
        .slice(seqs.length)
        .map(({ seq, untilMs }) => ({ seq, untilMs: Math.min(untilMs, latestMs) }));
    },
    shift() {
      const hit = hits.shift();
      assert(hit !== undefined, 'a stream without hits was asked for one');
      return hit.entry;
    },
  };
}
