import { saysMuteWord, truncate, type NoticeId, type PersonId } from '@plaza/base';
import {
  momentsPage,
  type MethodInput,
  type MethodOutput,
  type MomentAttachment,
  type MomentsNotice,
  type PersonCard,
} from '@plaza/contract';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MomentsDeps } from './deps.ts';
import { gatherFacts, judgePosts, judgeWitnesses, postOf } from './judging.ts';
import { cursorOf, placesOf } from './places.ts';
import { commentOf, isThere, readLeft } from './present.ts';
import { insertNotices, selectCommenters, selectNotices } from './store/notices.ts';
import { markRead, selectReadAt } from './store/people.ts';
import { selectPosts } from './store/posts.ts';
import { selectComment } from './store/reactions.ts';
import type { CommentRow, Happening, NoticeRow, Place, PostRow } from './types.ts';

/** Notices that are counted as new, and words of a post that one of them shows. */
const mostUnread = 100;
const wordsLength = 100;
const step = 100;

type Wanted = { personId: PersonId; kind: MomentsNotice['kind'] };
type Reacted = Extract<Happening, { kind: 'reacted' }>;

async function mentioned(
  deps: MomentsDeps,
  it: Extract<Happening, { kind: 'posted' }>,
): Promise<Wanted[]> {
  const looks = it.mentions.map((viewerId) => ({ post: postOf(it.post), viewerId }));
  const facts = await gatherFacts(deps, looks);
  return facts
    .filter((one) => !one.isAuthor && deps.law.reacts(one))
    .map(({ viewerId: personId }) => ({ personId, kind: 'mention' }));
}

/** Whom a like or a comment concerns: the author, whom it answers, and who commented before. */
async function concerned(deps: MomentsDeps, it: Reacted): Promise<Wanted[]> {
  const { post, what, byId, answeredId } = it;
  if (what === null) return [];
  const earlier =
    what === 'comment' ? await selectCommenters(deps.db.query, post, it.commentId) : [];
  const people = [post.authorId, ...earlier, ...(answeredId === null ? [] : [answeredId])];
  const viewerIds = [...new Set(people)].filter((id) => id !== byId);
  const asked = { post: postOf(post), viewerIds, byId, answeredId };
  const seeing = await judgeWitnesses(deps, asked);
  return seeing.map((personId) => ({
    personId,
    kind: what === 'comment' && personId === answeredId ? 'reply' : what,
  }));
}

/** Writes the notices of what happened, and gives whom they are for. */
export async function addNotices(deps: MomentsDeps, it: Happening): Promise<PersonId[]> {
  if (it.kind !== 'posted' && it.kind !== 'reacted') return [];
  const wanted = it.kind === 'posted' ? await mentioned(deps, it) : await concerned(deps, it);
  if (wanted.length === 0) return [];
  const { authorId, postId } = it.post;
  const rest =
    it.kind === 'posted'
      ? { byId: authorId, commentId: null }
      : { byId: it.byId, commentId: it.commentId };
  const at = deps.clock.now();
  const rows = wanted.map((one): NoticeRow => ({
    ...{ ...one, authorId, postId, ...rest, at, noticeId: deps.newId<NoticeId>() },
  }));
  return attentive(deps, it, await insertNotices(deps.db.query, rows));
}

/** Those of the people whom a comment may call: none of their mute words is in it. */
async function attentive(
  deps: MomentsDeps,
  it: Happening,
  personIds: readonly PersonId[],
): Promise<PersonId[]> {
  const commentId = it.kind === 'reacted' ? it.commentId : null;
  const comment = commentId && (await selectComment(deps.db.query, it.post, commentId));
  if (!comment) return [...personIds];
  const called: PersonId[] = [];
  for (const personId of personIds) {
    const rules = await deps.alertRulesOf(personId);
    if (!saysMuteWord(rules, comment.text)) called.push(personId);
  }
  return called;
}

type Shown = { row: NoticeRow; post: PostRow; comment: CommentRow | null };

/** The notices that still tell of something that the person may see. */
async function judgeNotices(
  deps: MomentsDeps,
  viewerId: PersonId,
  rows: readonly NoticeRow[],
): Promise<Shown[]> {
  const refs = new Map(rows.map((row) => [`${row.authorId}/${row.postId}`, row]));
  const posts = refs.size === 0 ? [] : await selectPosts(deps.db.query, [...refs.values()]);
  const seen = await judgePosts(deps, { viewerId, posts }, deps.law.seesPost);
  const left = await readLeft(deps, seen);
  return rows.flatMap((row): Shown[] => {
    const post = seen.find(
      (one) => one.post.authorId === row.authorId && one.post.postId === row.postId,
    )?.post;
    const isOf = (one: { authorId: PersonId; postId: string; byId: PersonId }) =>
      one.byId === row.byId && one.authorId === row.authorId && one.postId === row.postId;
    if (post === undefined) return [];
    if (row.kind === 'mention') return [{ row, post, comment: null }];
    if (row.kind === 'like') return left.likes.some(isOf) ? [{ row, post, comment: null }] : [];
    const comment = left.comments.find((one) => isOf(one) && one.commentId === row.commentId);
    return comment === undefined ? [] : [{ row, post, comment }];
  });
}

async function readShown(
  deps: MomentsDeps,
  viewerId: PersonId,
  asked: { before: Place | null; enough: number; newerThan: Date | null },
): Promise<Shown[]> {
  const shown: Shown[] = [];
  let { before } = asked;
  for (;;) {
    const rows = await selectNotices(deps.db.query, viewerId, { before, limit: step });
    const wanted = rows.filter(({ at }) => asked.newerThan === null || at > asked.newerThan);
    shown.push(...(await judgeNotices(deps, viewerId, wanted)));
    const last = rows.at(-1);
    const isOver = last === undefined || rows.length < step || wanted.length < rows.length;
    if (shown.length >= asked.enough || isOver) return shown;
    before = { atMs: last.at.getTime(), id: last.noticeId };
  }
}

function thumbOf(attachment: MomentAttachment | null) {
  if (attachment?.type === 'video') return attachment.posterId;
  if (attachment?.type !== 'photos') return null;
  const [first] = attachment.photos;
  return first === undefined ? null : (first.thumbId ?? first.fileId);
}

function noticeOf(
  { row, post, comment }: Shown,
  { cards, readAt }: { cards: Map<PersonId, PersonCard>; readAt: Date | null },
): MomentsNotice {
  const { noticeId, kind, authorId, postId, byId, at } = row;
  return {
    ...{ noticeId, kind, post: { authorId, postId } },
    person: cards.get(byId) as PersonCard,
    comment: comment === null ? null : commentOf(comment, cards),
    words: truncate(post.text, wordsLength),
    thumbId: thumbOf(post.attachment),
    at: at.toISOString(),
    isNew: readAt === null || at > readAt,
  };
}

function* peopleOf(shown: readonly Shown[]): Generator<PersonId> {
  for (const { row, comment } of shown) {
    yield row.byId;
    if (comment !== null && comment.replyToPersonId !== null) yield comment.replyToPersonId;
  }
}

export async function listNotices(
  deps: MomentsDeps,
  viewerId: PersonId,
  input: MethodInput<'moments.listNotices'>,
): Promise<Outcome<MethodOutput<'moments.listNotices'>, 'invalid'>> {
  const places = placesOf(input);
  if (places === null) return no('invalid');
  const readAt = await selectReadAt(deps.db.query, viewerId);
  const page = { before: places.before, enough: momentsPage + 1, newerThan: null };
  const found = await readShown(deps, viewerId, page);
  const fresh = { before: null, enough: mostUnread, newerThan: readAt };
  const rules = await deps.alertRulesOf(viewerId);
  const unread = (await readShown(deps, viewerId, fresh)).filter(
    ({ comment }) => comment === null || !saysMuteWord(rules, comment.text),
  );
  const shown = found.slice(0, momentsPage);
  const cards = await deps.identity.getCards([...new Set(peopleOf(shown))]);
  const last = shown.at(-1)?.row;
  const isThereAll = (one: Shown) => [...peopleOf([one])].every((id) => isThere(cards, id));
  return yes({
    notices: shown.filter(isThereAll).map((one) => noticeOf(one, { cards, readAt })),
    unread: Math.min(unread.length, mostUnread),
    next:
      found.length > shown.length && last !== undefined
        ? cursorOf({ at: last.at, id: last.noticeId })
        : null,
  });
}

export async function markNoticesRead(deps: MomentsDeps, personId: PersonId): Promise<void> {
  await markRead(deps.db.query, personId, deps.clock.now());
}
