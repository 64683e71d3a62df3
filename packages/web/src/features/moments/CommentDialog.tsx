import { Trans, useLingui } from '@lingui/react/macro';
import { refOf, type State } from '@plaza/client';
import type { Moment, MomentComment } from '@plaza/contract';
import { Flag, Reply, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api, useClient, useTask } from '../../state/index.ts';
import { Dialog, FormError, ListRow, SectionCard } from '../../ui/index.ts';
import { ReportDialog } from '../trust/index.ts';

type CommentDialogProps = {
  comment: MomentComment;
  post: Moment;
  state: State;
  onClose(): void;
  onAnswer(): void;
};

/** What may be done with a comment. */
export function CommentDialog(props: CommentDialogProps) {
  const { comment, post, state, onClose, onAnswer } = props;
  const { t } = useLingui();
  const { commands } = useClient();
  const [isReporting, setReporting] = useState(false);
  const task = useTask();
  const { commentId } = comment;
  const meId = state.me?.personId;
  const isMine = comment.person.personId === meId;
  const mayDelete = isMine || post.author.personId === meId;

  async function remove(): Promise<void> {
    const done = await task.run(async () => {
      await api.moments.deleteComment({ ...refOf(post), commentId });
    });
    if (!done) return;
    const comments = post.comments.filter((one) => one.commentId !== commentId);
    await commands.takePosts([{ ...post, comments, commentCount: post.commentCount - 1 }]);
    onClose();
  }

  if (isReporting) {
    const subject = { kind: 'comment', ...refOf(post), commentId } as const;
    return <ReportDialog subject={subject} onClose={onClose} />;
  }
  return (
    <Dialog open onClose={onClose} title={t`Comment`}>
      <p dir="auto" className="line-clamp-4 text-muted">
        {comment.text}
      </p>
      <FormError>{task.failure?.text}</FormError>
      <SectionCard>
        {isMine ? null : (
          <ListRow
            title={<Trans>Answer</Trans>}
            start={<Reply aria-hidden="true" className="size-5 text-muted" />}
            onClick={onAnswer}
          />
        )}
        {isMine ? null : (
          <ListRow
            title={<Trans>Report</Trans>}
            start={<Flag aria-hidden="true" className="size-5 text-muted" />}
            onClick={() => setReporting(true)}
          />
        )}
        {mayDelete ? (
          <ListRow
            title={<Trans>Delete</Trans>}
            tone="danger"
            disabled={task.busy}
            start={<Trash2 aria-hidden="true" className="size-5 text-danger" />}
            onClick={() => void remove()}
          />
        ) : null}
      </SectionCard>
    </Dialog>
  );
}
