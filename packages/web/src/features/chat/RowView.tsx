import { Plural, Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { formatDay } from '../../i18n/format.ts';
import { classNames } from '../../ui/index.ts';
import { articleRing, type Article } from './article.ts';
import { isCall } from './call-words.ts';
import { CallLine } from './CallLine.tsx';
import { GoneLine } from './GoneLine.tsx';
import { MessageItem } from './MessageItem.tsx';
import { MutedFold } from './MutedFold.tsx';
import { BillLine, ReminderLine } from './BillLine.tsx';
import { PacketLine, TakingLine } from './PacketLine.tsx';
import type { Row } from './rows.ts';
import { sentenceOf } from './sentences.ts';
import { TransferCard } from './TransferCard.tsx';

function Start({ conversation }: { conversation: Conversation }) {
  return (
    <p className="px-8 pt-6 pb-3 text-center text-sm text-muted">
      {conversation.kind === 'direct' ? (
        <Trans>Here your conversation begins.</Trans>
      ) : (
        <Trans>Here begins what you can see of this group.</Trans>
      )}
    </p>
  );
}

function UnreadLine({ count }: { count: number }) {
  return (
    <div className="flex items-center gap-3 px-3 py-3 text-sm font-medium text-accent-text">
      <span aria-hidden="true" className="h-px flex-1 bg-accent/50" />
      {count > 99 ? (
        <Trans>99+ new messages</Trans>
      ) : (
        <Plural value={count} one="# new message" other="# new messages" />
      )}
      <span aria-hidden="true" className="h-px flex-1 bg-accent/50" />
    </div>
  );
}

type RowViewProps = {
  row: Row;
  state: State;
  conversation: Conversation;
  article: Article;
  isPointedAt?: boolean;
};

/** Any row of a thread. */
export function RowView(props: RowViewProps) {
  const { row, state, conversation, article, isPointedAt = false } = props;
  const isGroup = conversation.kind === 'group';
  switch (row.kind) {
    case 'start':
      return <Start conversation={conversation} />;
    case 'day':
      return (
        <div className="flex justify-center py-3">
          <time
            dateTime={row.at}
            className="edge rounded-full bg-field px-3 py-1 text-xs text-muted"
          >
            {formatDay(row.at)}
          </time>
        </div>
      );
    case 'unread':
      return <UnreadLine count={row.count} />;
    case 'event':
      return (
        <div
          {...article}
          className={classNames(articleRing, 'px-8 py-2 text-center text-sm text-muted')}
        >
          {isCall(row.entry.body) ? (
            <CallLine state={state} entry={row.entry} body={row.entry.body} />
          ) : (
            <p dir="auto">{sentenceOf(state, row.entry)}</p>
          )}
        </div>
      );
    case 'gone':
      return <GoneLine row={row} state={state} article={article} />;
    case 'transfer':
      return (
        <TransferCard
          row={row}
          state={state}
          conversationId={conversation.conversationId}
          article={article}
        />
      );
    case 'taking':
      return <TakingLine {...{ row, state, article }} />;
    case 'bill':
      return <BillLine {...{ row, state, conversation, article }} />;
    case 'billReminder':
      return <ReminderLine {...{ row, state, conversation, article }} />;
    case 'packet':
      return <PacketLine {...{ row, state, conversation, article }} />;
    case 'message':
      return (
        <MutedFold row={row} state={state} article={article}>
          <MessageItem {...{ row, state, isGroup, article, isPointedAt }} />
        </MutedFold>
      );
  }
}
