import type { Clock, ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { comparePlaces, type Place } from './place.ts';
import { createStream, type Stream } from './stream.ts';
import type { Wanted } from './query.ts';
import { scanBlocks, selectEdges, type Db } from './store.ts';

// The walk merges one stream of hits for each conversation, newest first. A stream looks at its
// blocks from the newest on and only as far as its next hit could be the next of all, so a common
// word costs a page and a rare one a look at every sketch.

/** Blocks that one stream looks at in one go, and how this grows for those that go on. */
const firstReach = 64;
const reachGrowth = 8;
const mostReach = 65_536;
/** Found blocks that one stream brings in one go. */
const blocksEach = 2;
const blocksOfOne = 8;
/** Messages that are read at once, and of one stream while others wait. */
const readAtOnce = 96;
const readEach = 4;
/** As many streams as could give the next page are worked on together. */
const nearStreams = 40;

export type Span = { conversationId: ConversationId; lowSeq: number; highSeq: number | null };
export type Hit = { conversationId: ConversationId; entry: Entry };

export type WalkDeps = {
  db: Db;
  clock: Pick<Clock, 'monotonicMs'>;
  /** Messages as the viewer sees them; what they may not see is left out. */
  read(places: readonly Pick<Place, 'conversationId' | 'seq'>[]): Promise<Hit[]>;
};

export type WalkOrder = {
  wanted: Wanted;
  spans: readonly Span[];
  /** The first place to look at. */
  start: Place | null;
  limit: number;
  /** When to give what there is. */
  boxMs: number;
};

export type Walked = { hits: Hit[]; next: Place | null };

type Walk = WalkDeps & WalkOrder & { streams: Stream[] };

const byBound = (a: Stream, b: Stream) =>
  comparePlaces(a.bound() as Place, b.bound() as Place);

function scanWindow({ wanted, start }: WalkOrder): { from: Date; to: Date } {
  const toMs = start === null ? wanted.toMs : Math.min(start.atMs, wanted.toMs);
  return { from: new Date(wanted.fromMs), to: new Date(toMs) };
}

/** Finds where each stream begins, or goes on after what it has looked at. */
async function findEdges(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const places = streams.map(({ conversationId, below }) => ({ conversationId, below }));
  const edges = await selectEdges(walk.db, places, scanWindow(walk).to);
  const byIndex = new Map(edges.map((edge) => [edge.index, edge]));
  for (const [index, stream] of streams.entries()) stream.setEdge(byIndex.get(index) ?? null);
}

async function scan(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const { clauses } = walk.wanted;
  const ranges = streams.map((stream) => stream.nextRange());
  const each = walk.streams.length === 1 ? blocksOfOne : blocksEach;
  const found = await scanBlocks(walk.db, { clauses, ranges }, scanWindow(walk), each);
  const shape = clauses.map((clause) => clause.length);
  const byIndex = Map.groupBy(found, ({ index }) => index);
  for (const [index, stream] of streams.entries()) {
    stream.take(byIndex.get(index) ?? [], { shape, most: each });
  }
  await findEdges(
    walk,
    streams.filter((stream) => !stream.isScanned()),
  );
}

async function read(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const each = Math.max(readEach, Math.floor(readAtOnce / streams.length));
  const asked = streams.map((stream) => ({ stream, seqs: stream.candidates(each) }));
  const hits = await walk.read(
    asked.flatMap(({ stream: { conversationId }, seqs }) =>
      seqs.map((seq) => ({ conversationId, seq })),
    ),
  );
  const byConversation = Map.groupBy(hits, ({ conversationId }) => conversationId);
  for (const { stream, seqs } of asked) {
    const entries = (byConversation.get(stream.conversationId) ?? []).map(({ entry }) => entry);
    stream.decide(seqs, entries, (place, entry) => {
      const isBefore = walk.start !== null && comparePlaces(place, walk.start) < 0;
      return !isBefore && walk.wanted.accepts(entry);
    });
  }
}

/** One step for the streams that could give the next hit, all of one sort. */
async function work(walk: Walk, waiting: readonly Stream[]): Promise<void> {
  const near = waiting.toSorted(byBound).slice(0, nearStreams);
  if (near[0]?.needs() === 'scan') {
    // Those that are far may have nothing at all: asking them costs no trip of its own.
    await scan(
      walk,
      waiting.filter((stream) => stream.needs() === 'scan'),
    );
    return;
  }
  const asking = near.filter((stream) => stream.needs() === 'read');
  await read(walk, asking.slice(0, Math.ceil(readAtOnce / readEach)));
}

function foremost(streams: readonly Stream[]): Stream | null {
  let best: Stream | null = null;
  for (const stream of streams) {
    if (stream.bound() === null) continue;
    if (best === null || byBound(stream, best) < 0) best = stream;
  }
  return best;
}

/** Looks for a page of hits; `next` is where to go on when there may be more. */
export async function walkHits(deps: WalkDeps, order: WalkOrder): Promise<Walked> {
  const { wanted, start, limit, boxMs } = order;
  const reach = { first: firstReach, growth: reachGrowth, most: mostReach };
  const streams = order.spans.map((span) => createStream(span, { reach, fromMs: wanted.fromMs }));
  const walk: Walk = { ...deps, ...order, streams };
  const startedMs = deps.clock.monotonicMs();
  const hits: Hit[] = [];
  await findEdges(walk, streams);
  for (let steps = 0; ; ) {
    const stream = foremost(streams);
    if (stream === null) return { hits, next: null };
    const place = stream.bound() as Place;
    if (hits.length === limit) return { hits, next: place };
    if (stream.needs() === 'nothing') {
      hits.push({ conversationId: stream.conversationId, entry: stream.shift() });
      continue;
    }
    // Enough steps to bring the walk forward come before the clock is asked.
    const isLate = deps.clock.monotonicMs() - startedMs > boxMs;
    const hasMoved = start === null || comparePlaces(start, place) < 0;
    if (isLate && steps >= 2 && hasMoved) return { hits, next: place };
    await work(
      walk,
      streams.filter((one) => one.bound() !== null && one.needs() !== 'nothing'),
    );
    steps += 1;
  }
}
