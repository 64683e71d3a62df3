import type { PersonId } from '@plaza/base';
import type { MomentFacts } from '@plaza/base/moments';
import { momentsPage, type MethodInput, type MethodOutput } from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { findForFeed } from './candidates.ts';
import type { MomentsDeps } from './deps.ts';
import { gatherFacts, judgePosts, newestOf } from './judging.ts';
import { cursorOf, placesOf } from './places.ts';
import { isThere, presentSeen, type Seen } from './present.ts';
import { selectPerson } from './store/people.ts';
import { selectNewest, type Stretch } from './store/posts.ts';
import type { Place, PostRow } from './types.ts';

// Lists are read in four steps: which posts there are, what the law asks of them, what it says,
// and how the rest looks to this viewer.

type Page = MethodOutput<'moments.listFeed'>;
type Asked = {
  viewerId: PersonId;
  find: (stretch: Stretch) => Promise<PostRow[]>;
  before: Place | null;
  after: Place | null;
  says: (facts: MomentFacts) => boolean;
};

const largestStep = 640;
const spare = 11;
const placeIn = ({ at, postId }: PostRow): Place => ({ atMs: at.getTime(), id: postId });

/**
 * Reads on until there are enough posts that the law lets the viewer see, so that no page is short
 * because of what is hidden, and no place in it is that of a hidden post.
 */
async function readSeen(deps: MomentsDeps, asked: Asked, enough: number): Promise<Seen[]> {
  const { viewerId, find, after, says } = asked;
  const seen: Seen[] = [];
  let { before } = asked;
  // A few more at once, so that some hidden ones cost no second look.
  for (let limit = enough + spare; ; limit = Math.min(limit * 2, largestStep)) {
    const posts = await find({ before, after, limit });
    seen.push(...(await judgePosts(deps, { viewerId, posts }, says)));
    const last = posts.at(-1);
    if (seen.length >= enough || last === undefined || posts.length < limit) return seen;
    before = placeIn(last);
  }
}

async function readPage(deps: MomentsDeps, asked: Asked): Promise<Page> {
  const seen = await readSeen(deps, asked, momentsPage + 1);
  const page = seen.slice(0, momentsPage);
  const cursorAt = (one: Seen | undefined) =>
    one === undefined ? null : cursorOf({ at: one.post.at, id: one.post.postId });
  return {
    posts: await presentSeen(deps, page, 'page'),
    top: cursorAt(page[0]),
    next: seen.length > page.length ? cursorAt(page.at(-1)) : null,
  };
}

export async function listFeed(
  deps: MomentsDeps,
  viewerId: PersonId,
  input: MethodInput<'moments.listFeed'>,
): Promise<Outcome<Page, 'invalid'>> {
  const places = placesOf(input);
  if (places === null) return no('invalid');
  const find = (stretch: Stretch) => findForFeed(deps, viewerId, stretch);
  return yes(await readPage(deps, { viewerId, find, ...places, says: deps.law.isInFeed }));
}

/** The first moment after a month. */
function endOf(month: string): Place {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { atMs: Date.UTC(year, number, 1), id: '00000000-0000-0000-0000-000000000000' };
}

/** How the law stands to a post of now for all friends: what the album’s head may show. */
async function headFacts(deps: MomentsDeps, viewerId: PersonId, authorId: PersonId) {
  const [facts] = await gatherFacts(deps, [{ post: newestOf(deps, authorId), viewerId }]);
  return { ...(facts as MomentFacts), isAmongNewest: true };
}

export async function listAlbum(
  deps: MomentsDeps,
  viewerId: PersonId,
  { personId, before, month }: MethodInput<'moments.listAlbum'>,
): Promise<Outcome<MethodOutput<'moments.listAlbum'>, 'person_not_found' | 'invalid'>> {
  const places = placesOf({ before });
  if (places === null) return no('invalid');
  const cards = await deps.identity.getCards([personId]);
  const person = cards.get(personId);
  if (person === undefined || !isThere(cards, personId)) return no('person_not_found');
  if (places.before === null && month !== undefined) places.before = endOf(month);
  const says = deps.law.seesPost;
  const find = (stretch: Stretch) => selectNewest(deps.db.query, [personId], stretch);
  const page = await readPage(deps, { viewerId, find, ...places, says });
  const facts = await headFacts(deps, viewerId, personId);
  const { window, coverId } = await selectPerson(deps.db.query, personId);
  // Whom the author hides from is told the window like every contact, or they would know.
  const isListed = facts.author?.listed === true && facts.viewer?.listed === true;
  return yes({
    ...page,
    person,
    coverId: says(facts) ? coverId : null,
    window: facts.isAuthor || isListed || says(facts) ? window : null,
  });
}
