import { useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Link } from 'wouter';
import { VisuallyHidden, classNames } from '../../ui/index.ts';
import { PacketCard } from '../packets/index.ts';
import { articleRing, type Article } from './article.ts';
import { SenderName } from './kinds/Frame.tsx';
import { memberName } from './names.ts';
import { takingSentence } from './packet-words.ts';
import type { PacketRow, TakingRow } from './rows.ts';
import { Sender } from './Sender.tsx';

type PacketLineProps = {
  row: PacketRow;
  state: State;
  conversation: Conversation;
  article: Article;
};

/** A red packet where it was sent, with who sent it. */
export function PacketLine({ row, state, conversation, article }: PacketLineProps) {
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
        <PacketCard {...{ card, at, state, conversation }} />
      </div>
    </div>
  );
}

type TakingLineProps = { row: TakingRow; state: State; article: Article };

/** That a share was taken, for who took it and who sent it; it leads to the packet. */
export function TakingLine({ row, state, article }: TakingLineProps) {
  const { conversationId, packetId } = row.taking;
  return (
    <div {...article} className={classNames(articleRing, 'px-8 py-2 text-center text-sm')}>
      <Link
        to={`/chats/${conversationId}/packet/${packetId}`}
        dir="auto"
        className="text-muted hover:underline"
      >
        {takingSentence(state, row.taking)}
      </Link>
    </div>
  );
}
