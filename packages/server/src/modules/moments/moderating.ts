import type { CommentId, PersonId } from '@plaza/base';
import type { Entry, PostRef, ReportSubject, ShownMessage } from '@plaza/contract';
import type { MomentsDeps } from './deps.ts';
import { judgeLeft } from './judging.ts';
import { deletePost } from './posting.ts';
import { dropComment, openPost } from './reacting.ts';
import { selectComment } from './store/reactions.ts';
import type { CommentRow, PostRow } from './types.ts';

type Subject = Extract<ReportSubject, { kind: 'post' | 'comment' }>;

function messagesOf({ text, attachment }: PostRow): ShownMessage[] {
  const words: ShownMessage[] = text === '' ? [] : [{ type: 'text', text }];
  if (attachment === null) return words;
  switch (attachment.type) {
    case 'photos':
      return [
        ...words,
        ...attachment.photos.map((photo): ShownMessage => ({
          type: 'photo',
          ...photo,
          caption: '',
          isOriginal: false,
        })),
      ];
    case 'video':
      return [...words, { ...attachment, caption: '' }];
    case 'link':
      return [...words, { type: 'text', text: `${attachment.title}\n${attachment.url}` }];
  }
}

/** A post and a comment in the form in which messages are evidence. */
function evidenceWith(post: PostRow, comment: CommentRow | null): Entry[] {
  const own = messagesOf(post).map((message) => ({
    message,
    senderId: post.authorId,
    at: post.at,
  }));
  const said =
    comment === null
      ? []
      : [
          {
            message: { type: 'text' as const, text: comment.text },
            senderId: comment.byId,
            at: comment.at,
          },
        ];
  return [...own, ...said].map(({ message, senderId, at }, index): Entry => ({
    ...{ seq: index + 1, senderId, clientId: null, at: at.toISOString() },
    body: { type: 'message', message },
  }));
}

/** What somebody who sees a post or comment shows of it; null: they do not see it. */
export async function evidenceOf(
  deps: MomentsDeps,
  viewerId: PersonId,
  subject: Subject,
): Promise<{ accusedId: PersonId; evidence: Entry[] } | null> {
  const { authorId, postId } = subject;
  const seen = await openPost(deps, viewerId, { authorId, postId });
  if (!seen.ok) return null;
  const { post } = seen.value;
  if (subject.kind === 'post') return { accusedId: authorId, evidence: evidenceWith(post, null) };
  const row = await selectComment(deps.db.query, post, subject.commentId);
  if (row === null) return null;
  const sees = await judgeLeft(deps, { seen: [seen.value], likes: [], comments: [row] });
  if (!sees.comment(row)) return null;
  return { accusedId: row.byId, evidence: evidenceWith(post, row) };
}

type Removed = PostRef & { kind: 'post' | 'comment'; commentId?: CommentId };

/** Takes away what was decided about; what is gone stays gone. */
export async function removeReported(deps: MomentsDeps, subject: Removed): Promise<void> {
  const { authorId, postId, commentId } = subject;
  if (commentId === undefined) await deletePost(deps, { authorId, postId });
  else await dropComment(deps, { authorId, postId, commentId }, async () => true);
}
