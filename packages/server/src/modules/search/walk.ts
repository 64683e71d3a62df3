import type { Clock, ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { comparePlaces, type Place } from './place.ts';
import type { Wanted } from './query.ts';
import { createStream, type Span, type Stream } from './stream.ts';
import { scanBlocks, type Db } from './store.ts';

// The walk merges one stream of hits for each conversation, newest first. A stream looks at its
// blocks from the newest on and only as far as its next hit could be the next of all, so a common
// word costs a page and a rare one a look at every sketch.

/** Blocks that each stream looks at in the first scan, and how this grows with the next ones. */
const firstReach = 4;
const reachGrowth = 8;
const mostReach = 16_384;
const messagesAtOnce = 96;
/** As many streams as could give the next page are worked on together. */
const nearStreams = 24;

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

type Bounded = { stream: Stream; place: Place };
type Walk = WalkDeps & WalkOrder & { reach: number; hits: Hit[] };

const inOrder = (a: Bounded, b: Bounded) => comparePlaces(a.place, b.place);

async function scan(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const { wanted, start, reach } = walk;
  const { clauses, fromMs } = wanted;
  const toMs = start === null ? wanted.toMs : Math.min(start.atMs, wanted.toMs);
  const seen = await scanBlocks(walk.db, {
    ...{ clauses, reach, from: new Date(fromMs), to: new Date(toMs) },
    ranges: streams.map((stream) => stream.range()),
  });
  const shape = clauses.map((clause) => clause.length);
  const byIndex = new Map(seen.map((one) => [one.index, one]));
  for (const [index, stream] of streams.entries()) {
    stream.take(byIndex.get(index), { shape, reach });
  }
  walk.reach = Math.min(reach * reachGrowth, mostReach);
}

async function read(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const asked: { stream: Stream; seqs: number[] }[] = [];
  let left = messagesAtOnce;
  for (const stream of streams) {
    if (left === 0) break;
    const seqs = stream.candidates(left);
    left -= seqs.length;
    asked.push({ stream, seqs });
  }
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

/** One step for the streams that could give the next hits, all of one sort. */
async function work(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const waiting = boundsOf(streams.filter((stream) => stream.needs() !== 'nothing'));
  const near = waiting.sort(inOrder).slice(0, nearStreams);
  const need = near[0]?.stream.needs();
  // While nothing was found at all, everybody goes on: there may be nothing.
  const among = need === 'scan' && walk.hits.length === 0 ? waiting : near;
  const chosen = among.flatMap(({ stream }) => (stream.needs() === need ? [stream] : []));
  await (need === 'scan' ? scan(walk, chosen) : read(walk, chosen));
}

function boundsOf(streams: readonly Stream[]): Bounded[] {
  return streams.flatMap((stream) => {
    const place = stream.bound();
    return place === null ? [] : [{ stream, place }];
  });
}

function foremost(streams: readonly Stream[]): Bounded | null {
  let best: Bounded | null = null;
  for (const bounded of boundsOf(streams)) {
    if (best === null || inOrder(bounded, best) < 0) best = bounded;
  }
  return best;
}

/** Looks for a page of hits; `next` is where to go on when there may be more. */
export async function walkHits(deps: WalkDeps, order: WalkOrder): Promise<Walked> {
  const { start, limit, boxMs } = order;
  const streams = order.spans.map(createStream);
  const hits: Hit[] = [];
  const walk: Walk = { ...deps, ...order, reach: firstReach, hits };
  const startedMs = deps.clock.monotonicMs();
  for (let steps = 0; ;) {
    const first = foremost(streams);
    if (first === null) return { hits, next: null };
    const { stream, place } = first;
    if (hits.length === limit) return { hits, next: place };
    if (stream.needs() === 'nothing') {
      hits.push({ conversationId: stream.conversationId, entry: stream.shift() });
      continue;
    }
    // Enough steps to bring the walk forward come before the clock is asked.
    const isLate = deps.clock.monotonicMs() - startedMs > boxMs;
    const hasMoved = place.atMs < Number.MAX_SAFE_INTEGER && isBehind(place, start);
    if (isLate && steps >= 2 && hasMoved) return { hits, next: place };
    await work(walk, streams);
    steps += 1;
  }
}

const isBehind = (place: Place, start: Place | null) =>
  start === null || comparePlaces(start, place) < 0;
