import { Trans, useLingui } from '@lingui/react/macro';
import { refOf, type State } from '@plaza/client';
import type { Moment } from '@plaza/contract';
import { Ellipsis, Eye, Flag, Heart, MessageSquare, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { api, useClient, useTask } from '../../state/index.ts';
import {
  Button,
  classNames,
  Dialog,
  FormError,
  Menu,
  showToast,
  VisuallyHidden,
  type MenuItem,
} from '../../ui/index.ts';
import { ReportDialog } from '../trust/index.ts';
import { AudienceDialog } from './AudienceDialog.tsx';

type Open = 'delete' | 'audience' | 'report' | null;

function DeleteDialog({ post, onClose }: { post: Moment; onClose(): void }) {
  const { t } = useLingui();
  const { commands } = useClient();
  const task = useTask();
  async function carryOut(): Promise<void> {
    const done = await task.run(async () => {
      await api.moments.deletePost({ postId: post.postId });
    });
    if (!done) return;
    onClose();
    await commands.forgetPost(refOf(post));
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Delete this post?`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button tone="danger" busy={task.busy} onClick={() => void carryOut()}>
            <Trans>Delete</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>Its likes and comments go with it.</Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

/** Changes for whom a post is, as its author. */
function ChangeAudience({ post, onClose }: { post: Moment; onClose(): void }) {
  const { commands } = useClient();
  return (
    <AudienceDialog
      audience={post.audience ?? { kind: 'all' }}
      onClose={onClose}
      onChoose={async (audience) => {
        const answer = await api.moments.setAudience({ postId: post.postId, audience });
        await commands.takePosts([answer.post]);
      }}
    />
  );
}

type PostActionsProps = { post: Moment; state: State; onComment(): void };

/** Like, comment, and what else may be done with a post. */
export function PostActions({ post, state, onComment }: PostActionsProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [open, setOpen] = useState<Open>(null);
  const { liked, likeCount, commentCount, mayReact } = post;
  const isMine = post.author.personId === state.me?.personId;

  async function like(): Promise<void> {
    const answer = await commands.likePost(refOf(post), !liked);
    if (!answer.ok) showToast(explain(answer), { tone: 'danger' });
  }

  const items: MenuItem[] = isMine
    ? [
        { id: 'audience', label: t`Who can see it`, icon: Eye, run: () => setOpen('audience') },
        {
          ...{ id: 'delete', label: t`Delete`, icon: Trash2, tone: 'danger' },
          run: () => setOpen('delete'),
        },
      ]
    : [{ id: 'report', label: t`Report`, icon: Flag, run: () => setOpen('report') }];
  const press = classNames(
    'inline-flex min-h-[44px] min-w-[44px] items-center justify-center gap-[6px]',
    'rounded-full px-[8px]',
  );
  return (
    <span className="ms-auto flex min-w-0 flex-wrap items-center justify-end">
      {mayReact ? (
        <>
          <button
            type="button"
            aria-pressed={liked}
            onClick={() => void like()}
            className={classNames(press, 'hover:bg-field', liked && 'text-packet-text')}
          >
            <Heart aria-hidden="true" className={classNames('size-5', liked && 'fill-current')} />
            <VisuallyHidden>{t`Like`} </VisuallyHidden>
            {likeCount === 0 ? null : <span className="tabular-nums">{likeCount}</span>}
          </button>
          <button type="button" onClick={onComment} className={classNames(press, 'hover:bg-field')}>
            <MessageSquare aria-hidden="true" className="size-5" />
            <VisuallyHidden>{t`Comment`} </VisuallyHidden>
            {commentCount === 0 ? null : <span className="tabular-nums">{commentCount}</span>}
          </button>
        </>
      ) : null}
      <Menu
        label={t`More about this post`}
        icon={<Ellipsis aria-hidden="true" className="size-5" />}
        items={items}
      />
      {open === 'report' ? (
        <ReportDialog subject={{ kind: 'post', ...refOf(post) }} onClose={() => setOpen(null)} />
      ) : null}
      {open === 'delete' ? <DeleteDialog post={post} onClose={() => setOpen(null)} /> : null}
      {open === 'audience' ? <ChangeAudience post={post} onClose={() => setOpen(null)} /> : null}
    </span>
  );
}
