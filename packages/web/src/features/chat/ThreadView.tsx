import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { BellOff, Info } from 'lucide-react';
import { memo, Suspense } from 'react';
import { useHasInfoPane } from '../../shell/index.ts';
import { part } from '../../ui/part.tsx';
import { EmptyState, IconLink, SkeletonRows, TopBar } from '../../ui/index.ts';
import { CallButtons } from '../calls/index.ts';
import { useActing, useSelection } from './actions/acting.ts';
import type { ActionSheetsProps } from './actions/ActionSheets.tsx';
import { SelectBar } from './actions/SelectBar.tsx';
import { Composer } from './Composer.tsx';
import { DropHint } from './compose/DropHint.tsx';
import { ConversationAvatar } from './ConversationAvatar.tsx';
import { AnnouncementBar } from './groups/AnnouncementBar.tsx';
import { InfoPane } from './InfoPane.tsx';
import type { MergedPageProps } from './MergedPage.tsx';
import { MessageList } from './MessageList.tsx';
import { titleOf } from './names.ts';
import { PacketNote, TransferNote } from './PaymentNote.tsx';
import { Sheets, type Over } from './Sheets.tsx';
import { TypingNote, typistsOf } from './TypingNote.tsx';
import { useThread } from './use-thread.ts';
import { closed, WriteNote, writingOf } from './WriteNote.tsx';

const CalmComposer = memo(Composer);
const CalmInfoPane = memo(InfoPane);
const ActionSheets = part<ActionSheetsProps>(() => import('./actions/ActionSheets.tsx'));
const MergedPage = part<MergedPageProps>(() => import('./MergedPage.tsx'));

function Subtitle({ conversation, state }: { conversation: Conversation; state: State }) {
  const { conversationId, kind, memberCount, peer } = conversation;
  const typists = typistsOf(state, conversationId);
  if (typists.length > 0) {
    return (
      <span className="text-accent-text">
        <TypingNote names={typists} isGroup={kind === 'group'} />
      </span>
    );
  }
  if (kind === 'group') return <Plural value={memberCount} one="# member" other="# members" />;
  return peer === null || peer.displayName === '' ? null : <bdi dir="ltr">@{peer.handle}</bdi>;
}

export function Unknown() {
  return (
    <>
      <TopBar title="" back="/chats" backOnPhone />
      <EmptyState icon={BellOff} title={<Trans>This conversation is not there for you.</Trans>} />
    </>
  );
}

type OpenProps = {
  id: ConversationId;
  over: Over;
  conversation: Conversation;
  opened: ReturnType<typeof useThread>;
};

function OpenThread({ id, over, conversation, opened }: OpenProps) {
  const { t } = useLingui();
  const { state, calm } = opened;
  const shown = calm.conversations.get(id)?.conversation ?? conversation;
  const title = titleOf(state, conversation);
  const writing = writingOf(state, conversation);
  const hasInfoPane = useHasInfoPane();
  const selection = useSelection(id);
  const acting = useActing(id);
  const mayGive = writing === 'open';
  const mayPay = mayGive && conversation.kind === 'direct';
  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <div className="relative flex min-h-0 min-w-0 flex-1 flex-col">
        <TopBar
          title={title}
          subtitle={<Subtitle conversation={conversation} state={state} />}
          back="/chats"
          backOnPhone
          start={
            <span className="ms-1">
              <ConversationAvatar conversation={conversation} title={title} size="s" />
            </span>
          }
          actions={
            <>
              {writing === 'open' ? (
                <Suspense fallback={<span className="size-[44px]" />}>
                  <CallButtons id={id} />
                </Suspense>
              ) : null}
              {hasInfoPane ? null : (
                <IconLink
                  to={`/chats/${id}/info`}
                  label={t`About this conversation`}
                  icon={<Info aria-hidden="true" className="size-5.5" />}
                />
              )}
            </>
          }
        />
        <AnnouncementBar conversation={conversation} state={state} />
        <MessageList id={id} conversation={conversation} opened={opened} />
        <TransferNote id={id} isOpen={over?.kind === 'transfer'} />
        <PacketNote id={id} isOpen={over?.kind === 'packet' && over.packetId === null} />
        <WriteNote writing={writing} conversation={conversation} />
        {selection !== null ? (
          <SelectBar id={id} seqs={selection} />
        ) : closed.has(writing) ? null : (
          <CalmComposer {...{ id, mayPay, mayGive }} state={calm} conversation={shown} />
        )}
        <DropHint id={id} />
      </div>
      {hasInfoPane ? (
        <aside
          aria-label={t`About this conversation`}
          className="w-80 shrink-0 overflow-y-auto border-s border-line"
        >
          <CalmInfoPane id={id} state={calm} conversation={shown} />
        </aside>
      ) : null}
      {acting === null ? null : (
        <Suspense fallback={null}>
          <ActionSheets id={id} state={state} acting={acting} />
        </Suspense>
      )}
      <Sheets {...{ id, over, conversation, mayPay, mayGive, state }} rows={opened.rows} />
    </div>
  );
}

/** One conversation: its messages and where to write the next one. */
export function ThreadView({ id, over }: { id: ConversationId; over: Over }) {
  const opened = useThread(id);
  const conversation = opened.state.conversations.get(id)?.conversation;
  if (conversation !== undefined && over?.kind === 'merged') {
    const { seq, view } = over;
    return <MergedPage {...{ id, conversation, seq, view }} state={opened.state} />;
  }
  if (conversation !== undefined) {
    return <OpenThread id={id} over={over} conversation={conversation} opened={opened} />;
  }
  // A link may lead to a conversation that is still on its way to this device.
  return opened.state.status === 'live' ? <Unknown /> : <SkeletonRows />;
}
