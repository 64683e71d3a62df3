import type { PersonId } from '@plaza/base';
import { momentsPage, type MethodInput, type MethodOutput } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MomentsDeps } from './deps.ts';
import { judgePosts } from './judging.ts';
import { cursorOf, placesOf } from './places.ts';
import { fold } from './posting.ts';
import { presentSeen, type Seen } from './present.ts';
import { selectOldest, selectWithWords } from './store/posts.ts';
import type { Place, PostRow } from './types.ts';

// Looks back through stretches of time, each longer than the one before, until there is a page or
// it has taken long enough. Where it stops for time, the place to go on is a time and no post's,
// so that it tells nothing of posts that are hidden.

const dayMs = 24 * 3_600_000;
const firstStretchMs = 7 * dayMs;
const longestStretchMs = 180 * dayMs;
const atMostMs = 400;
const lowestId = '00000000-0000-0000-0000-000000000000';
const highestId = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

type Asked = { viewerId: PersonId; authorIds: readonly PersonId[]; words: readonly string[] };
type Stretch = { before: Place; since: Date };

/** All posts of the stretch that are wanted and seen, or the first of them. */
async function lookThrough(
  deps: MomentsDeps,
  { viewerId, authorIds, words }: Asked,
  stretch: Stretch & { enough: number },
): Promise<Seen[]> {
  const seen: Seen[] = [];
  let { before } = stretch;
  for (let limit = stretch.enough; ; limit *= 2) {
    const wanted = { authorIds, words, before, since: stretch.since, limit };
    const posts: PostRow[] = await selectWithWords(deps.db.query, wanted);
    seen.push(...(await judgePosts(deps, { viewerId, posts }, deps.law.seesPost)));
    const last = posts.at(-1);
    if (seen.length >= stretch.enough || last === undefined || posts.length < limit) return seen;
    before = { atMs: last.at.getTime(), id: last.postId };
  }
}

type Found = { seen: Seen[]; stoppedAt: Place | null };

async function lookBack(deps: MomentsDeps, asked: Asked, from: Place): Promise<Found> {
  const { clock, db } = deps;
  const startedMs = clock.monotonicMs();
  const oldest = await selectOldest(db.query, asked.authorIds);
  const seen: Seen[] = [];
  let before = from;
  let lengthMs = firstStretchMs;
  while (oldest !== null && before.atMs >= oldest.getTime()) {
    const since = new Date(Math.max(0, before.atMs - lengthMs));
    const enough = momentsPage + 1 - seen.length;
    seen.push(...(await lookThrough(deps, asked, { before, since, enough })));
    if (seen.length > momentsPage) return { seen, stoppedAt: null };
    before = { atMs: since.getTime(), id: lowestId };
    lengthMs = Math.min(lengthMs * 2, longestStretchMs);
    if (clock.monotonicMs() - startedMs > atMostMs) return { seen, stoppedAt: before };
  }
  return { seen, stoppedAt: null };
}

export async function search(
  deps: MomentsDeps,
  viewerId: PersonId,
  input: MethodInput<'moments.search'>,
): Promise<Outcome<MethodOutput<'moments.search'>, 'invalid'>> {
  const places = placesOf(input);
  if (places === null) return no('invalid');
  const words = fold(input.query)
    .split(/\s+/u)
    .filter((word) => word !== '');
  if (words.length === 0) return yes({ posts: [], next: null });
  const authorIds = [viewerId, ...(await deps.contacts.getListed(viewerId))];
  const from = places.before ?? { atMs: deps.clock.nowMs(), id: highestId };
  const { seen, stoppedAt } = await lookBack(deps, { viewerId, authorIds, words }, from);
  const page = seen.slice(0, momentsPage);
  const last = page.at(-1)?.post;
  const more = seen.length > page.length && last !== undefined;
  const later =
    stoppedAt === null ? null : cursorOf({ at: new Date(stoppedAt.atMs), id: lowestId });
  return yes({
    posts: await presentSeen(deps, page, 'page'),
    next: more ? cursorOf({ at: last.at, id: last.postId }) : later,
  });
}
