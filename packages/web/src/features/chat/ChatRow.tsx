import { Trans } from '@lingui/react/macro';
import { BellOff, CircleAlert, Pin } from 'lucide-react';
import { memo } from 'react';
import { Link } from 'wouter';
import { formatMoment } from '../../i18n/format.ts';
import { Badge, VisuallyHidden, classNames } from '../../ui/index.ts';
import { ConversationAvatar } from './ConversationAvatar.tsx';
import { PopMenu } from './PopMenu.tsx';
import { spokenBadge, type Summary } from './summaries.ts';
import { useChatMenu } from './use-chat-menu.tsx';
import { usePressMenu } from './use-press-menu.ts';

function Preview({ summary }: { summary: Summary }) {
  const { preview, by, isDraft, hasFailed } = summary;
  return (
    <span dir="auto" className="min-w-0 flex-1 truncate text-sm text-muted">
      {hasFailed ? (
        <CircleAlert
          aria-hidden="true"
          className="me-1 inline size-4 align-text-bottom text-danger"
        />
      ) : null}
      {hasFailed ? (
        <VisuallyHidden>
          <Trans>Not sent</Trans>{' '}
        </VisuallyHidden>
      ) : null}
      {isDraft ? (
        <span className="text-danger">
          <Trans>Draft:</Trans>{' '}
        </span>
      ) : null}
      {by === null ? null : <bdi>{by}: </bdi>}
      {preview}
    </span>
  );
}

function Count({ summary }: { summary: Summary }) {
  const { unread, markedUnread, muted } = summary;
  if (unread > 0) return <Badge count={unread} tone={muted ? 'quiet' : 'accent'} />;
  if (!markedUnread) return null;
  return <span aria-hidden="true" className="edge size-3 rounded-full bg-accent" />;
}

type ChatRowProps = { summary: Summary; selected: boolean };

/** One conversation of the list. */
export const ChatRow = memo(function ChatRow({ summary, selected }: ChatRowProps) {
  const { id, conversation, title, at, pinned, muted } = summary;
  const press = usePressMenu();
  const menu = useChatMenu(summary);
  return (
    <li className="chat-row">
      <Link
        to={`/chats/${id}`}
        aria-current={selected ? 'page' : undefined}
        draggable={false}
        {...press.handlers}
        className={classNames(
          'ring-inside flex min-h-17 w-full items-center gap-3 px-4 py-2.5 select-none',
          '[-webkit-touch-callout:none]',
          selected ? 'bg-soft' : pinned ? 'bg-canvas hover:bg-hover' : 'hover:bg-hover',
        )}
      >
        <ConversationAvatar conversation={conversation} title={title} />
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-baseline gap-2">
            <span dir="auto" className="min-w-0 flex-1 truncate font-semibold">
              {title}
            </span>
            {at === null ? null : (
              <time dateTime={at} className="shrink-0 text-xs text-muted tabular-nums">
                {formatMoment(at)}
              </time>
            )}
          </span>
          <span className="flex min-h-5 items-center gap-2">
            <Preview summary={summary} />
            {pinned ? <Pin aria-hidden="true" className="size-3.5 shrink-0 text-muted" /> : null}
            {muted ? <BellOff aria-hidden="true" className="size-4 shrink-0 text-muted" /> : null}
            <Count summary={summary} />
            <VisuallyHidden>{spokenBadge(summary)}</VisuallyHidden>
          </span>
        </span>
      </Link>
      <PopMenu label={title} at={press.at} items={menu.items} onClose={press.close} />
      {menu.dialog}
    </li>
  );
});
