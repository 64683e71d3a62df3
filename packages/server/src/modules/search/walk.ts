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
const firstReach = 1;
const reachGrowth = 16;
const mostReach = 16_384;
/** Messages that are read beyond those that are missing: some of them will be no hits. */
const spareMessages = 4;
const messagesAtOnce = 96;

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
type Walk = WalkDeps & WalkOrder & { reach: number; spare: number; hits: Hit[] };

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
  const times = { fromMs, toMs: wanted.toMs, startMs: start?.atMs ?? Number.MAX_SAFE_INTEGER };
  const byIndex = new Map(seen.map((one) => [one.index, one]));
  for (const [index, stream] of streams.entries()) {
    stream.take(byIndex.get(index), { shape, reach, times });
  }
  walk.reach = Math.min(reach * reachGrowth, mostReach);
}

/** Messages that may be hits, of those streams that have no hit yet; the newest first. */
function nearest(streams: readonly Stream[], most: number): Bounded[] {
  const each = streams.flatMap((stream) => {
    if (stream.needs() !== 'read') return [];
    const { conversationId } = stream;
    const own = stream.candidates().slice(0, most);
    return own.map(({ seq, untilMs }) => ({
      stream,
      place: { atMs: untilMs, conversationId, seq },
    }));
  });
  return each.sort(inOrder).slice(0, most);
}

async function read(walk: Walk, streams: readonly Stream[]): Promise<void> {
  const most = Math.min(walk.limit - walk.hits.length + walk.spare, messagesAtOnce);
  const scanned = foremost(streams.filter((stream) => stream.needs() === 'scan'));
  // What stands behind a place that was not looked at yet is perhaps not needed.
  const near = nearest(streams, most).filter(
    (one, n) => n === 0 || scanned === null || inOrder(one, scanned) < 0,
  );
  const asked = [...Map.groupBy(near, ({ stream }) => stream)].map(([stream, own]) => {
    return { stream, seqs: own.map(({ place }) => place.seq) };
  });
  // What is looked for is rarer than the sketches say: more at once, in fewer rounds.
  walk.spare = walk.spare * 4;
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
async function work(walk: Walk, streams: readonly Stream[], first: Stream): Promise<void> {
  if (first.needs() === 'read') return read(walk, streams);
  const waiting = boundsOf(streams.filter((stream) => stream.needs() === 'scan'));
  // Whoever could give a message before those that would make the page full must go on. While
  // there are too few of these everybody does: what is looked for is rare, or is nowhere.
  const last = nearest(streams, messagesAtOnce)[walk.limit - walk.hits.length - 1];
  const ahead = waiting.filter((one) => last === undefined || inOrder(one, last) < 0);
  return scan(
    walk,
    ahead.map(({ stream }) => stream),
  );
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
  const walk: Walk = { ...deps, ...order, reach: firstReach, spare: spareMessages, hits };
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
    await work(walk, streams, stream);
    steps += 1;
  }
}

const isBehind = (place: Place, start: Place | null) =>
  start === null || comparePlaces(start, place) < 0;
