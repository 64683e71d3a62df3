import type { PersonId } from '@plaza/base';
import type { MomentFacts } from '@plaza/base/moments';
import { momentsShown, type Moment, type MomentComment, type PersonCard } from '@plaza/contract';
import type { MomentsDeps } from './deps.ts';
import { judgeLeft, judgePosts, type JudgingDeps } from './judging.ts';
import { selectComments, selectLikes } from './store/reactions.ts';
import type { CommentRow, LikeRow, PostRow } from './types.ts';

export type PresentDeps = JudgingDeps & Pick<MomentsDeps, 'identity'>;

export type Seen = { post: PostRow; facts: MomentFacts };
/** What the viewer sees of what others left at posts. */
type Left = { likes: LikeRow[]; comments: CommentRow[] };
type Cards = Map<PersonId, PersonCard>;

/** Who was erased has no card, or one without a name. */
export function isThere(cards: Cards, personId: PersonId): boolean {
  return (cards.get(personId)?.displayName ?? '') !== '';
}

export async function readLeft(deps: JudgingDeps, seen: readonly Seen[]): Promise<Left> {
  const refs = seen.map(({ post }) => post);
  if (refs.length === 0) return { likes: [], comments: [] };
  const { query } = deps.db;
  const [likes, comments] = await Promise.all([
    selectLikes(query, refs),
    selectComments(query, refs),
  ]);
  const sees = await judgeLeft(deps, { seen, likes, comments });
  return { likes: likes.filter(sees.like), comments: comments.filter(sees.comment) };
}

function* peopleOf(seen: readonly Seen[], { likes, comments }: Left): Generator<PersonId> {
  for (const { post } of seen) {
    yield post.authorId;
    yield* post.mentions;
  }
  for (const { byId } of likes) yield byId;
  for (const { byId, replyToPersonId } of comments) {
    yield byId;
    if (replyToPersonId !== null) yield replyToPersonId;
  }
}

export function commentOf(row: CommentRow, cards: Cards): MomentComment {
  const { commentId, byId, replyToId, replyToPersonId, text, at } = row;
  const replyTo =
    replyToId === null || replyToPersonId === null
      ? null
      : { commentId: replyToId, person: cards.get(replyToPersonId) as PersonCard };
  const person = cards.get(byId) as PersonCard;
  return { commentId, person, replyTo, text, at: at.toISOString() };
}

/** How much of what was left at a post comes with it. */
export type Fullness = 'page' | 'all';

function momentOf(
  { law }: PresentDeps,
  { post, facts }: Seen,
  { left, cards, fullness }: { left: Left; cards: Cards; fullness: Fullness },
): Moment {
  const isHere = (row: { authorId: PersonId; postId: string }) =>
    row.postId === post.postId && row.authorId === post.authorId;
  const likes = left.likes.filter((row) => isHere(row) && isThere(cards, row.byId));
  const comments = left.comments.filter(
    (row) =>
      isHere(row) &&
      isThere(cards, row.byId) &&
      (row.replyToPersonId === null || isThere(cards, row.replyToPersonId)),
  );
  const most = fullness === 'all' ? Number.POSITIVE_INFINITY : momentsShown;
  const { postId, at, text, attachment, place, mentions, audience } = post;
  return {
    ...{ postId, text, attachment, place },
    author: cards.get(post.authorId) as PersonCard,
    at: at.toISOString(),
    mentions: mentions.filter((id) => isThere(cards, id)).map((id) => cards.get(id) as PersonCard),
    audience: facts.isAuthor ? audience : null,
    mayReact: law.reacts(facts),
    liked: likes.some(({ byId }) => byId === facts.viewerId),
    likes: likes.slice(0, most).map(({ byId }) => cards.get(byId) as PersonCard),
    likeCount: likes.length,
    // Of many, the newest are what a page shows; they stand in order all the same.
    comments: comments.slice(-most).map((row) => commentOf(row, cards)),
    commentCount: comments.length,
  };
}

/** Puts posts that the viewer sees into the form of the contract, in the same order. */
export async function presentSeen(
  deps: PresentDeps,
  seen: readonly Seen[],
  fullness: Fullness,
): Promise<Moment[]> {
  if (seen.length === 0) return [];
  const left = await readLeft(deps, seen);
  const cards = await deps.identity.getCards([...new Set(peopleOf(seen, left))]);
  return seen
    .filter(({ post }) => isThere(cards, post.authorId))
    .map((one) => momentOf(deps, one, { left, cards, fullness }));
}

/** Those of the posts that this viewer may open, as they see them. */
export async function presentPosts(
  deps: PresentDeps,
  asked: { viewerId: PersonId; posts: readonly PostRow[] },
  fullness: Fullness = 'page',
): Promise<Moment[]> {
  return presentSeen(deps, await judgePosts(deps, asked, deps.law.seesPost), fullness);
}
