import type { PersonId } from '@plaza/base';
import type { MethodInput, Moment, MomentComment, PostRef } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MomentsDeps } from './deps.ts';
import { judgeLeft, judgePosts } from './judging.ts';
import { happen, skeletonOf } from './posting.ts';
import { commentOf, isThere, presentSeen, type Seen } from './present.ts';
import { dropNotices } from './store/notices.ts';
import { selectPost } from './store/posts.ts';
import * as store from './store/reactions.ts';
import type { CommentRow, Happening } from './types.ts';

type NotSeen = 'post_unknown';
type NotLeft = NotSeen | 'not_contact';

/** The post, if the law lets this person open it. */
export async function openPost(
  deps: MomentsDeps,
  viewerId: PersonId,
  ref: PostRef,
): Promise<Outcome<Seen, NotSeen>> {
  const post = await selectPost(deps.db.query, ref);
  if (post === null) return no('post_unknown');
  const asked = { viewerId, posts: [post] };
  const [seen] = await judgePosts(deps, asked, deps.law.seesPost);
  return seen === undefined ? no('post_unknown') : yes(seen);
}

/** The same for who wants to leave something there: a stranger only looks. */
async function openForLeaving(
  deps: MomentsDeps,
  viewerId: PersonId,
  ref: PostRef,
): Promise<Outcome<Seen, NotLeft>> {
  const seen = await openPost(deps, viewerId, ref);
  return seen.ok && !deps.law.reacts(seen.value.facts) ? no('not_contact') : seen;
}

async function present(deps: MomentsDeps, seen: Seen): Promise<Outcome<Moment, NotSeen>> {
  const [moment] = await presentSeen(deps, [seen], 'all');
  return moment === undefined ? no('post_unknown') : yes(moment);
}

export async function getPost(deps: MomentsDeps, viewerId: PersonId, ref: PostRef) {
  const seen = await openPost(deps, viewerId, ref);
  return seen.ok ? present(deps, seen.value) : seen;
}

type Left = Omit<Extract<Happening, { kind: 'reacted' }>, 'kind' | 'post'>;

function reacted({ post }: Seen, left: Left): Happening {
  return { kind: 'reacted', post: skeletonOf(post), ...left };
}

const noComment = { answeredId: null, commentId: null };

export async function like(
  deps: MomentsDeps,
  byId: PersonId,
  ref: PostRef,
): Promise<Outcome<Moment, NotLeft>> {
  const seen = await openForLeaving(deps, byId, ref);
  if (!seen.ok) return seen;
  const written = await decide<null, NotSeen>(deps.db, async (tx) => {
    // Deleted since the look: the lock also keeps it until the like is there.
    if (!(await store.keepPost(tx.query, ref))) return no('post_unknown');
    const isNew = await store.insertLike(tx.query, { ...ref, byId, at: deps.clock.now() });
    if (isNew) await happen(deps, tx, reacted(seen.value, { ...noComment, byId, what: 'like' }));
    return yes(null);
  });
  return written.ok ? present(deps, seen.value) : written;
}

export async function unlike(
  deps: MomentsDeps,
  byId: PersonId,
  ref: PostRef,
): Promise<Outcome<Moment, NotSeen>> {
  const seen = await openPost(deps, byId, ref);
  if (!seen.ok) return seen;
  await deps.db.tx(async (tx) => {
    const { authorId, postId } = ref;
    if (!(await store.deleteLike(tx.query, { authorId, postId, byId }))) return;
    await dropNotices(tx.query, { ...ref, byId, commentId: null });
    await happen(deps, tx, reacted(seen.value, { ...noComment, byId, what: null }));
  });
  return present(deps, seen.value);
}

async function presentComment(deps: MomentsDeps, row: CommentRow): Promise<MomentComment> {
  const ids = [row.byId, ...(row.replyToPersonId === null ? [] : [row.replyToPersonId])];
  return commentOf(row, await deps.identity.getCards(ids));
}

type NotCommented = NotLeft | 'invalid' | 'comment_unknown' | 'too_many_comments' | 'post_conflict';
type CommentInput = MethodInput<'moments.comment'>;

/** The comment that is answered, if its reader sees it. */
async function findAnswered(
  deps: MomentsDeps,
  seen: Seen,
  { replyToId }: CommentInput,
): Promise<Outcome<CommentRow | null, 'comment_unknown'>> {
  if (replyToId === null) return yes(null);
  const row = await store.selectComment(deps.db.query, seen.post, replyToId);
  if (row === null) return no('comment_unknown');
  const sees = await judgeLeft(deps, { seen: [seen], likes: [], comments: [row] });
  const cards = await deps.identity.getCards([row.byId]);
  return sees.comment(row) && isThere(cards, row.byId) ? yes(row) : no('comment_unknown');
}

function writeComment(
  deps: MomentsDeps,
  seen: Seen,
  row: CommentRow,
): Promise<Outcome<CommentRow, NotCommented>> {
  return decide<CommentRow, NotCommented>(deps.db, async (tx) => {
    if (!(await store.keepPost(tx.query, row))) return no('post_unknown');
    const known = await store.selectComment(tx.query, row, row.commentId);
    if (known !== null) {
      const isSame = known.byId === row.byId && known.text === row.text;
      return isSame ? yes(known) : no('post_conflict');
    }
    if (!(await store.takePlace(tx.query, row))) return no('too_many_comments');
    await store.insertComment(tx.query, row);
    const { byId, commentId, replyToPersonId: answeredId } = row;
    await happen(deps, tx, reacted(seen, { byId, answeredId, what: 'comment', commentId }));
    return yes(row);
  });
}

export async function comment(
  deps: MomentsDeps,
  byId: PersonId,
  input: CommentInput,
): Promise<Outcome<MomentComment, NotCommented>> {
  const { authorId, postId, commentId, text } = input;
  if (text.trim() === '') return no('invalid');
  const seen = await openForLeaving(deps, byId, { authorId, postId });
  if (!seen.ok) return seen;
  const answered = await findAnswered(deps, seen.value, input);
  if (!answered.ok) return answered;
  const written = await writeComment(deps, seen.value, {
    ...{ authorId, postId, commentId, byId, text, at: deps.clock.now() },
    replyToId: answered.value?.commentId ?? null,
    replyToPersonId: answered.value?.byId ?? null,
  });
  return written.ok ? yes(await presentComment(deps, written.value)) : written;
}

type Which = MethodInput<'moments.deleteComment'>;
type Found = { post: Seen['post']; row: CommentRow };

/** By who wrote it, also when the post is no longer open to them, or by who posted. */
export function deleteComment(
  deps: MomentsDeps,
  personId: PersonId,
  which: Which,
): Promise<Outcome<null, 'comment_unknown'>> {
  return dropComment(
    deps,
    which,
    async (found) => found.row.byId === personId || isSeenByAuthor(deps, personId, found),
  );
}

/** Deletes a comment that is there, if it may be. */
export function dropComment(
  deps: MomentsDeps,
  { authorId, postId, commentId }: Which,
  mayDelete: (found: Found) => Promise<boolean>,
): Promise<Outcome<null, 'comment_unknown'>> {
  const ref = { authorId, postId };
  return decide<null, 'comment_unknown'>(deps.db, async (tx) => {
    if (!(await store.keepPost(tx.query, ref))) return no('comment_unknown');
    const row = await store.selectComment(tx.query, ref, commentId);
    const post = await selectPost(tx.query, ref);
    if (row === null || post === null) return no('comment_unknown');
    if (!(await mayDelete({ post, row }))) return no('comment_unknown');
    await store.deleteComment(tx.query, row);
    await dropNotices(tx.query, { ...ref, byId: row.byId, commentId });
    const left = { byId: row.byId, answeredId: row.replyToPersonId, what: null, commentId };
    await happen(deps, tx, { kind: 'reacted', post: skeletonOf(post), ...left });
    return yes(null);
  });
}

async function isSeenByAuthor(
  deps: MomentsDeps,
  personId: PersonId,
  { post, row }: Found,
): Promise<boolean> {
  if (post.authorId !== personId) return false;
  const seen = await judgePosts(deps, { viewerId: personId, posts: [post] }, deps.law.seesPost);
  const sees = await judgeLeft(deps, { seen, likes: [], comments: [row] });
  return sees.comment(row);
}
