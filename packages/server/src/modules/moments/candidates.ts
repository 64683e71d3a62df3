import type { PersonId } from '@plaza/base';
import type { PostRef } from '@plaza/contract';
import type { MomentsDeps } from './deps.ts';
import { selectNewest, selectPosts, walkBack, type Stretch } from './store/posts.ts';
import type { Place, PostRow } from './types.ts';

// Which posts might stand in a feed, exactly and by time. There are two ways to the same answer. Of
// few friends each one's newest places are looked up. Who has many finds a page sooner by walking
// back through the posts of the city and asking whose they are; but where these friends are few in
// a large city, or silent, that would not end, so after some steps they are looked up, too.

/** When to go which way; a test goes both with a handful of people. */
export type FeedTuning = { manyFriends: number; firstStep: number; mostWalked: number };

export const usualTuning: FeedTuning = { manyFriends: 200, firstStep: 60, mostWalked: 10_000 };

const largestStep = 2_000;

type CandidateDeps = Pick<MomentsDeps, 'db' | 'contacts' | 'tuning'>;

/** Null when it took too long. */
async function walk(
  { db, contacts, tuning }: CandidateDeps,
  viewerId: PersonId,
  { before, after, limit }: Stretch,
): Promise<PostRef[] | null> {
  const found: PostRef[] = [];
  let place: Place | null = before;
  let walked = 0;
  for (let step = tuning.firstStep; walked < tuning.mostWalked;) {
    const rows = await walkBack(db.query, { before: place, after, limit: step });
    const authorIds = [...new Set(rows.map(({ authorId }) => authorId))];
    const listed = new Set(await contacts.getListedAmong(viewerId, authorIds));
    found.push(...rows.filter(({ authorId }) => authorId === viewerId || listed.has(authorId)));
    const last = rows.at(-1);
    if (found.length >= limit || last === undefined || rows.length < step) {
      return found.slice(0, limit);
    }
    walked += rows.length;
    place = { atMs: last.at.getTime(), id: last.postId };
    step = Math.min(step * 3, largestStep);
  }
  return null;
}

function newestFirst(a: PostRow, b: PostRow): number {
  return b.at.getTime() - a.at.getTime() || (a.postId < b.postId ? 1 : -1);
}

/** The newest posts of the viewer and those in their list, in a stretch of time. */
export async function findForFeed(
  deps: CandidateDeps,
  viewerId: PersonId,
  stretch: Stretch,
): Promise<PostRow[]> {
  const { db, contacts, tuning } = deps;
  const count = await contacts.countListed(viewerId);
  const found = count < tuning.manyFriends ? null : await walk(deps, viewerId, stretch);
  if (found !== null) return (await selectPosts(db.query, found)).toSorted(newestFirst);
  const authorIds = [viewerId, ...(await contacts.getListed(viewerId))];
  return selectNewest(db.query, authorIds, stretch);
}
