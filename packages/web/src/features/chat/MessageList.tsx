import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { unreadOf } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { ChevronDown } from 'lucide-react';
import { memo, useMemo, useRef, type ComponentProps, type KeyboardEvent } from 'react';
import { Virtualizer, type VirtualizerHandle } from 'virtua';
import { useClient } from '../../state/index.ts';
import { Badge, SkeletonRows, classNames } from '../../ui/index.ts';
import { Announcer } from './Announcer.tsx';
import type { Article } from './article.ts';
import { isSame } from './calm.ts';
import { jumpTo } from './jumping.ts';
import { ThreadContext, type ThreadPlace } from './kinds/context.ts';
import { MentionButton } from './actions/MentionButton.tsx';
import { RowView } from './RowView.tsx';
import type { Row } from './rows.ts';
import { useJumping } from './use-jumping.ts';
import { usePlacing } from './use-placing.ts';
import { useReading } from './use-reading.ts';
import { useScrolling } from './use-scrolling.ts';
import type { useThread } from './use-thread.ts';

/** Arrows go from message to message. */
function step(event: KeyboardEvent<HTMLDivElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0 || event.altKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="article"]')];
  const active = document.activeElement;
  const at = all.findIndex((row) => row === active || row.contains(active));
  const next = at === -1 ? all.at(-1) : all[at + by];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
}

/** Messages can be gone to; lines between them cannot. */
function articleOf(row: Row, index: number, size: number): Article {
  if (row.kind === 'day' || row.kind === 'unread' || row.kind === 'start') return {};
  return { role: 'article', tabIndex: -1, 'aria-posinset': index + 1, 'aria-setsize': size };
}

type RowProps = ComponentProps<typeof RowView>;

/** Messages come often; a row that shows the same as before is not drawn again. */
const CalmRow = memo(RowView, (a: RowProps, b: RowProps) => {
  const { article: was, ...before } = a;
  const { article: is, ...now } = b;
  return isSame(was, is) && isSame(before, now);
});

function JumpButton({ unread, onClick }: { unread: number; onClick(): void }) {
  const { t } = useLingui();
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label={
        unread > 0 ? t`To the newest message, ${unread} unread` : t`To the newest message`
      }
      className="edge absolute end-4 bottom-4 grid size-11 place-items-center rounded-full bg-surface shadow-float hover:bg-hover"
    >
      <ChevronDown aria-hidden="true" className="size-6" />
      <Badge count={unread} tone="accent" className="absolute -top-2 end-1/2 translate-x-1/2" />
    </button>
  );
}

type MessageListProps = {
  id: ConversationId;
  conversation: Conversation;
  opened: ReturnType<typeof useThread>;
};

/** The messages: only those near the view are in the document, however long the log is. */
export function MessageList({ id, conversation, opened }: MessageListProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const { state, calm, rows, mark, thread, isOpening, loadBefore, loadAfter } = opened;
  const shown = calm.conversations.get(id)?.conversation ?? conversation;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<VirtualizerHandle>(null);
  const isAtEnd = useRef(true);
  const unread = unreadOf(state, id);
  const { loadAround } = opened;
  const placing = { id, rows, mark, list, isAtEnd, loadBefore, loadAround };
  const { isPlaced, here } = usePlacing(placing);
  const onSeen = useReading(id, rows);
  const pointedAt = useJumping({ id, rows, isPlaced, list, isAtEnd, loadAround });
  const { atStart, atEnd } = thread;
  const scrolling = useScrolling({
    ...{ rows, unread, isPlaced, atStart, atEnd, list, scroller, here, isAtEnd },
    ...{ loadBefore, loadAfter, onSeen },
  });

  const place: ThreadPlace = useMemo(
    () => ({
      ...{ id, state: calm, conversation: shown },
      viewPath: ({ seq }) => (seq === null ? null : `/chats/${id}/view/${seq}`),
      jumpTo: (seq) => jumpTo(id, seq),
    }),
    [id, calm, shown],
  );

  async function jump(): Promise<void> {
    if (atEnd) return scrolling.toEnd();
    scrolling.toEndSoon();
    await commands.backToNewest(id);
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t`Messages`}
        aria-live="off"
        tabIndex={0}
        onKeyDown={step}
        className={classNames(
          'ring-inside h-full overflow-y-auto overscroll-contain [overflow-anchor:none]',
          !isPlaced && rows.length > 0 && 'opacity-0',
        )}
      >
        {rows.length === 0 && isOpening ? <SkeletonRows /> : null}
        <ThreadContext value={place}>
          <Virtualizer
            ref={list}
            scrollRef={scroller}
            shift={scrolling.shift}
            bufferSize={400}
            onScroll={scrolling.onScroll}
            onResize={scrolling.onResize}
            data={rows}
          >
            {(row, index) => (
              <CalmRow
                key={row.key}
                row={row}
                state={calm}
                conversation={shown}
                article={articleOf(row, index, atStart && atEnd ? rows.length : -1)}
                isPointedAt={pointedAt !== null && 'seq' in row && row.seq === pointedAt}
              />
            )}
          </Virtualizer>
        </ThreadContext>
      </div>
      <MentionButton id={id} state={state} isRaised={scrolling.isAway} />
      {scrolling.isAway ? <JumpButton unread={unread} onClick={() => void jump()} /> : null}
      <Announcer rows={rows} state={state} />
    </div>
  );
}
