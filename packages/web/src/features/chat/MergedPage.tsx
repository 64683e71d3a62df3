import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation, MergedItem, ShownMessage } from '@plaza/contract';
import { Suspense } from 'react';
import { useLocation } from 'wouter';
import { formatDateTime } from '../../i18n/format.ts';
import { part } from '../../ui/part.tsx';
import { EmptyState, TopBar } from '../../ui/index.ts';
import { MessageCircleDashed } from 'lucide-react';
import { Body } from './kinds/Body.tsx';
import { ThreadContext, type ThreadPlace } from './kinds/context.ts';
import { useQuoted } from './kinds/quoted.ts';
import { ownWords, saidIn } from './kinds/said.ts';
import { viewerItem } from './kinds/viewer-items.ts';
import type { ViewerProps } from './kinds/Viewer.tsx';
import type { MessageRow } from './rows.ts';

const Viewer = part<ViewerProps>(() => import('./kinds/Viewer.tsx'));

/** An item as a row of its own. Nobody of this city is its sender: the author is only a name. */
function rowOf({ at, message }: MergedItem, index: number, senderId: MessageRow['senderId']) {
  const row: MessageRow = {
    ...{ kind: 'message', key: `item-${index}`, seq: null, senderId, isOwn: false },
    ...{ said: message, text: ownWords(message), entry: null, at, clientId: null, send: null },
    ...{ isFirst: true, isLast: true },
  };
  return row;
}

type Merged = Extract<ShownMessage, { type: 'merged' }>;

export type MergedPageProps = {
  id: ConversationId;
  state: State;
  conversation: Conversation;
  seq: number;
  /** The item that is seen large; null: none. */
  view: number | null;
};

function Items({ id, state, conversation, seq, merged }: MergedPageProps & { merged: Merged }) {
  const path = `/chats/${id}/merged/${seq}`;
  const place: ThreadPlace = {
    ...{ id, state, conversation },
    viewPath: ({ key }) => `${path}/${key.slice('item-'.length)}`,
    // What is quoted here stood elsewhere.
    jumpTo: () => undefined,
  };
  const senderId = conversation.conversationId as unknown as MessageRow['senderId'];
  return (
    <ThreadContext value={place}>
      <ol className="flex flex-col gap-4">
        {merged.items.map((item, index) => (
          // The items of a merged message never change.
          <li key={index} className="flex flex-col items-start gap-1">
            <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <bdi className="font-semibold text-accent-text">{item.author}</bdi>
              <time dateTime={item.at} className="text-xs text-muted tabular-nums">
                {formatDateTime(item.at)}
              </time>
            </p>
            <div className="max-w-full min-w-0">
              <Body row={rowOf(item, index, senderId)} name={null} />
            </div>
          </li>
        ))}
      </ol>
    </ThreadContext>
  );
}

/** All of a merged message. */
export default function MergedPage(props: MergedPageProps) {
  const { id, state, seq, view } = props;
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const entry = useQuoted(state, id, seq);
  const said = saidIn(entry);
  const merged = said?.type === 'merged' ? said : null;
  const path = `/chats/${id}/merged/${seq}`;
  const items = (merged?.items ?? []).flatMap(({ message, at }, index) =>
    message.type === 'photo' || message.type === 'video'
      ? (viewerItem(message, String(index), { clientId: null, at }) ?? [])
      : [],
  );
  return (
    <>
      <TopBar title={merged?.title || t`Chat history`} back={`/chats/${id}`} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-xl px-4 py-5">
          {merged === null ? (
            <EmptyState
              icon={MessageCircleDashed}
              title={<Trans>A message that is not here any more</Trans>}
            />
          ) : (
            <Items {...props} merged={merged} />
          )}
        </div>
      </div>
      <Suspense fallback={null}>
        {view === null || items.length === 0 ? null : (
          <Viewer
            items={items}
            start={String(view)}
            onClose={() => navigate(path, { replace: true })}
          />
        )}
      </Suspense>
    </>
  );
}
