import type { PersonId, PostId } from '@plaza/base';
import {
  momentPreviewPosts,
  type MomentFacts,
  type MomentPair,
  type MomentSide,
} from '@plaza/base/moments';
import type { MomentsDeps } from './deps.ts';
import { selectPeople, newcomer } from './store/people.ts';
import { selectPreviews } from './store/posts.ts';
import type { CommentRow, LikeRow, PostSkeleton, StoredSkeleton } from './types.ts';

// What the law asks is read as it is now: nothing about who may see what is ever kept.

export type JudgingDeps = Pick<MomentsDeps, 'db' | 'clock' | 'contacts' | 'law'>;

/** A post as the outbox tells of it. */
export function postOf({ authorId, postId, atMs, audience }: StoredSkeleton): PostSkeleton {
  return { authorId, postId, at: new Date(atMs), audience };
}

/** A post that might be written now for all friends: what is asked of two people, not of a post. */
export function newestOf({ clock }: Pick<JudgingDeps, 'clock'>, authorId: PersonId): PostSkeleton {
  const postId = '00000000-0000-0000-0000-000000000000' as PostId;
  return { authorId, postId, at: clock.now(), audience: { kind: 'all' } };
}

export type Look = { post: PostSkeleton; viewerId: PersonId };
type Couple = { one: PersonId; other: PersonId };
type PairOf = (couple: Couple) => MomentPair;

/** What couples keep of each other, read at once: `one` stands where the law says author. */
async function readPairs({ contacts }: JudgingDeps, couples: readonly Couple[]): Promise<PairOf> {
  const keys = new Map<string, { ownerId: PersonId; personId: PersonId }>();
  const add = (ownerId: PersonId, personId: PersonId) =>
    void keys.set(`${ownerId}/${personId}`, { ownerId, personId });
  for (const { one, other } of couples) {
    if (one === other) continue;
    add(one, other);
    add(other, one);
  }
  const sides: Map<string, MomentSide> = await contacts.getSides([...keys.values()]);
  return ({ one, other }) => ({
    author: sides.get(`${one}/${other}`) ?? null,
    viewer: sides.get(`${other}/${one}`) ?? null,
  });
}

const coupleOf = ({ post, viewerId }: Look): Couple => ({ one: post.authorId, other: viewerId });

async function readAuthors({ db }: JudgingDeps, looks: readonly Look[]) {
  const authorIds = [...new Set(looks.map(({ post }) => post.authorId))];
  const people = await selectPeople(db.query, authorIds);
  const open = authorIds.filter((id) => people.get(id)?.allowsStrangers === true);
  const previews =
    open.length === 0 ? null : await selectPreviews(db.query, open, momentPreviewPosts);
  return { people, previews };
}

/** The facts of each look, in order, and what couples keep of each other. */
async function readFacts(
  deps: JudgingDeps,
  looks: readonly Look[],
  between: readonly Couple[] = [],
): Promise<{ facts: MomentFacts[]; pairOf: PairOf }> {
  const nowMs = deps.clock.nowMs();
  const [pairOf, { people, previews }] = await Promise.all([
    readPairs(deps, [...looks.map(coupleOf), ...between]),
    readAuthors(deps, looks),
  ]);
  const facts = looks.map((look): MomentFacts => {
    const { post, viewerId } = look;
    const { window, allowsStrangers } = people.get(post.authorId) ?? newcomer(post.authorId);
    return {
      ...pairOf(coupleOf(look)),
      ...{ viewerId, isAuthor: post.authorId === viewerId, audience: post.audience },
      ...{ atMs: post.at.getTime(), nowMs, window, allowsStrangers },
      isAmongNewest: previews?.has(post.postId) === true,
    };
  });
  return { facts, pairOf };
}

/** The facts of each look, in order. */
export async function gatherFacts(
  deps: JudgingDeps,
  looks: readonly Look[],
): Promise<MomentFacts[]> {
  return looks.length === 0 ? [] : (await readFacts(deps, looks)).facts;
}

/** The posts of which the law says yes, with their facts. */
export async function judgePosts<Post extends PostSkeleton>(
  deps: JudgingDeps,
  { viewerId, posts }: { viewerId: PersonId; posts: readonly Post[] },
  says: (facts: MomentFacts) => boolean,
): Promise<{ post: Post; facts: MomentFacts }[]> {
  const facts = await gatherFacts(
    deps,
    posts.map((post) => ({ post, viewerId })),
  );
  return posts
    .map((post, index) => ({ post, facts: facts[index] as MomentFacts }))
    .filter((one) => says(one.facts));
}

type At = Pick<LikeRow, 'authorId' | 'postId'>;
const refOf = ({ authorId, postId }: At) => `${authorId}/${postId}`;

export type SeesLeft = {
  like(row: LikeRow): boolean;
  comment(row: CommentRow): boolean;
};

export type LeftAsked = {
  seen: readonly { post: PostSkeleton; facts: MomentFacts }[];
  likes: readonly LikeRow[];
  comments: readonly CommentRow[];
};

function* leaversOf({ likes, comments }: LeftAsked): Generator<At & { byId: PersonId }> {
  yield* likes;
  for (const comment of comments) {
    yield comment;
    if (comment.replyToPersonId === null) continue;
    const { authorId, postId, replyToPersonId: byId } = comment;
    yield { authorId, postId, byId };
  }
}

/** Judges what others left at posts that the viewer sees. */
export async function judgeLeft(deps: JudgingDeps, asked: LeftAsked): Promise<SeesLeft> {
  const { law } = deps;
  const posts = new Map(asked.seen.map((one) => [refOf(one.post), one]));
  const looks = new Map<string, Look>();
  const between: Couple[] = [];
  for (const left of leaversOf(asked)) {
    const found = posts.get(refOf(left));
    if (found === undefined) continue;
    const key = `${refOf(left)}/${left.byId}`;
    if (looks.has(key)) continue;
    looks.set(key, { post: found.post, viewerId: left.byId });
    between.push({ one: left.byId, other: found.facts.viewerId });
  }
  if (looks.size === 0) return { like: () => false, comment: () => false };
  const { facts, pairOf } = await readFacts(deps, [...looks.values()], between);
  const theirs = new Map([...looks.keys()].map((key, index) => [key, facts[index]]));

  function sees(left: At, byId: PersonId): boolean {
    const own = posts.get(refOf(left))?.facts;
    const other = theirs.get(`${refOf(left)}/${byId}`);
    if (own === undefined || other === undefined) return false;
    return law.seesReaction(own, other, pairOf({ one: byId, other: own.viewerId }));
  }

  return {
    like: (row) => sees(row, row.byId),
    comment: (row) =>
      law.seesReply(
        sees(row, row.byId),
        row.replyToPersonId === null || sees(row, row.replyToPersonId),
      ),
  };
}

/**
 * Which of these viewers see what the leavers left at one post: the writer of a comment and whom it
 * answers. The same as `judgeLeft`, for many who look at once.
 */
export async function judgeWitnesses(
  deps: JudgingDeps,
  { post, viewerIds, byId, answeredId }: Witnessing,
): Promise<PersonId[]> {
  const leavers = answeredId === null ? [byId] : [byId, answeredId];
  const looks = [...leavers, ...viewerIds].map((viewerId) => ({ post, viewerId }));
  const between = viewerIds.flatMap((other) => leavers.map((one) => ({ one, other })));
  const { facts, pairOf } = await readFacts(deps, looks, between);
  const theirs = facts.slice(0, leavers.length);
  return facts
    .slice(leavers.length)
    .filter((own) => {
      const sees = theirs.map((other) => {
        const pair = pairOf({ one: other.viewerId, other: own.viewerId });
        return deps.law.seesReaction(own, other, pair);
      });
      const [seesWriter = false, seesAnswered = true] = sees;
      return deps.law.reacts(own) && deps.law.seesReply(seesWriter, seesAnswered);
    })
    .map(({ viewerId }) => viewerId);
}

type Witnessing = {
  post: PostSkeleton;
  viewerIds: readonly PersonId[];
  byId: PersonId;
  answeredId: PersonId | null;
};
