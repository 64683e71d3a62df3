import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Link } from 'wouter';
import { VisuallyHidden, classNames } from '../../ui/index.ts';
import { BillCard } from '../bills/index.ts';
import { articleRing, type Article } from './article.ts';
import { billSentence } from './bill-words.ts';
import { SenderName } from './kinds/Frame.tsx';
import { memberName } from './names.ts';
import type { BillRow, ReminderRow } from './rows.ts';
import { Sender } from './Sender.tsx';

type LineProps<R> = { row: R; state: State; conversation: Conversation; article: Article };

/** A bill where it was shared, with who shared it. */
export function BillLine({ row, state, conversation, article }: LineProps<BillRow>) {
  const { t } = useLingui();
  const { card, isOwn, at, senderId } = row;
  const { conversationId, kind } = conversation;
  const isNamed = kind === 'group' && !isOwn;
  const name = isOwn ? t`You` : memberName(state, conversationId, senderId);
  return (
    <div
      {...article}
      className={classNames(
        articleRing,
        'flex items-end gap-2 px-3 pb-2.5',
        isOwn && 'justify-end',
      )}
    >
      {isNamed ? <Sender personId={senderId} state={state} /> : null}
      <div className="max-w-[82%] min-w-0">
        {isNamed ? <SenderName name={name} /> : <VisuallyHidden>{name}: </VisuallyHidden>}
        <BillCard {...{ card, at, conversation }} />
      </div>
    </div>
  );
}

/** That those who have not paid were reminded; it leads to the bill. */
export function ReminderLine({ row, state, conversation, article }: LineProps<ReminderRow>) {
  return (
    <div {...article} className={classNames(articleRing, 'px-8 py-2 text-center text-sm')}>
      <Link
        to={`/chats/${conversation.conversationId}/bill/${row.said.billId}`}
        dir="auto"
        className="text-muted hover:underline"
      >
        {billSentence(state, row.said, row.senderId)}
      </Link>
    </div>
  );
}
