import { Trans, useLingui } from '@lingui/react/macro';
import { keyOf, refOf, type State } from '@plaza/client';
import type { CommentId } from '@plaza/base';
import { SendHorizontal, X } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { api, useClient, useTask } from '../../state/index.ts';
import { classNames, FormError, IconButton } from '../../ui/index.ts';
import { draftAt, keepDraftAt } from './comment-drafts.ts';
import { maxCommentLength } from './limits.ts';
import { cardName } from './people.ts';
import type { AnswerTo } from './Reactions.tsx';

type CommentBarProps = {
  to: AnswerTo;
  state: State;
  /** It goes away again; on a post's own page it stays. */
  onClose?: () => void;
  /** It answers the post itself again. */
  onDone(): void;
  /** It was asked for: it takes the focus. */
  takesFocus: boolean;
};

/** Sends one comment; the same id until it is there, however often it is tried. */
function useSending({ post, comment }: AnswerTo) {
  const client = useClient();
  const task = useTask();
  const [commentId, setCommentId] = useState(() => client.newId<CommentId>());
  async function send(text: string): Promise<boolean> {
    const done = await task.run(async () => {
      const replyToId = comment?.commentId ?? null;
      const given = { ...refOf(post), commentId, text, replyToId };
      const answer = await api.moments.comment(given);
      const known = client.getState().moments.posts.get(keyOf(post)) ?? post;
      if (known.comments.some((one) => one.commentId === commentId)) return;
      const comments = [...known.comments, answer.comment];
      const { commentCount } = known;
      await client.commands.takePosts([{ ...known, comments, commentCount: commentCount + 1 }]);
    });
    if (done) setCommentId(client.newId<CommentId>());
    return done;
  }
  return { task, send };
}

/** Where a comment is written. */
export function CommentBar({ to, state, onClose, onDone, takesFocus }: CommentBarProps) {
  const { t } = useLingui();
  const { post, comment } = to;
  const key = keyOf(post);
  const [text, setText] = useState(() => draftAt(key));
  const field = useRef<HTMLTextAreaElement>(null);
  const { task, send } = useSending(to);
  const about = comment?.commentId ?? key;
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [about, takesFocus]);

  function change(next: string): void {
    setText(next);
    keepDraftAt(key, next);
  }

  async function submit(): Promise<void> {
    const words = text.trim();
    if (words === '' || words.length > maxCommentLength) return;
    if (!(await send(words))) return;
    change('');
    onDone();
  }

  function press(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      if (comment !== null && onClose === undefined) onDone();
      else onClose?.();
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void submit();
    }
  }

  const name = comment === null ? '' : cardName(state, comment.person);
  const label = comment === null ? t`Comment` : t`Answer ${name}`;
  return (
    <div className="shrink-0 border-t border-line bg-surface px-3 pt-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      {task.failure === null ? null : (
        <div className="mx-auto max-w-xl pb-2">
          <FormError>{task.failure.text}</FormError>
        </div>
      )}
      <div className="mx-auto flex max-w-xl items-end gap-1">
        <textarea
          ref={field}
          dir="auto"
          rows={1}
          value={text}
          maxLength={maxCommentLength}
          onChange={(event) => change(event.target.value)}
          onKeyDown={press}
          aria-label={label}
          placeholder={label}
          enterKeyHint="send"
          autoComplete="off"
          className={classNames(
            'edge field-sizing-content max-h-32 min-h-11 min-w-0 flex-1 resize-none rounded-[1.375rem]',
            'bg-field px-[16px] py-2.5 placeholder:text-muted focus-visible:outline-offset-0',
          )}
        />
        <IconButton
          label={t`Send`}
          tone={text.trim() === '' ? 'plain' : 'filled'}
          disabled={text.trim() === ''}
          aria-disabled={task.busy || undefined}
          onClick={() => void submit()}
          icon={<SendHorizontal aria-hidden="true" className="size-5 rtl:-scale-x-100" />}
        />
        {onClose === undefined ? null : (
          <IconButton
            label={t`Close`}
            onClick={onClose}
            icon={<X aria-hidden="true" className="size-5" />}
          />
        )}
      </div>
      {text.length > maxCommentLength - 100 ? (
        <p className="mx-auto max-w-xl px-4 pt-1 text-sm text-muted">
          <Trans>
            {text.length} of {maxCommentLength}
          </Trans>
        </p>
      ) : null}
    </div>
  );
}
