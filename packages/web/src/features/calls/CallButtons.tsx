import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { Call, CallMedia } from '@plaza/contract';
import { Phone, PhoneIncoming, Video } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useClient, useClientState } from '../../state/index.ts';
import { Menu, type MenuItem } from '../../ui/index.ts';
import { whole } from './call-names.ts';
import { GroupCallDialog } from './GroupCallDialog.tsx';
import { useCall } from './state.ts';
import { useEngine } from './use-engine.ts';

/** The call that is under way in a group and that this person is not in; asked at its news. */
function useUnderWay(id: ConversationId, isGroup: boolean, lastSeq: number): Call | null {
  const { api } = useClient();
  const [call, setCall] = useState<Call | null>(null);
  useEffect(() => {
    if (!isGroup) return;
    let isHere = true;
    api.calls.find({ conversationId: id }).then(
      (found) => isHere && setCall(found.call),
      () => undefined,
    );
    return () => {
      isHere = false;
    };
  }, [api, id, isGroup, lastSeq]);
  return call;
}

/** Of a group the last entry that speaks of a call: only then there may be another one. */
function useCallSeq(id: ConversationId): number {
  const state = useClientState(`conversation:${id}`, whole);
  const entry = state.conversations.get(id)?.conversation.lastEntry;
  const [seq, setSeq] = useState(0);
  const isCall = entry?.body.type === 'callStarted' || entry?.body.type === 'callEnded';
  if (isCall && entry.seq !== seq) setSeq(entry.seq);
  return seq;
}

/** Begins a call in a conversation, or joins the one of the group. */
export default function CallButtons({ id }: { id: ConversationId }) {
  const { t } = useLingui();
  const run = useEngine();
  const state = useClientState(`conversation:${id}`, whole);
  const [asking, setAsking] = useState<CallMedia | null>(null);
  const isInCall = useCall((view) => view.phase !== 'idle');
  const conversation = state.conversations.get(id)?.conversation;
  const isGroup = conversation?.kind === 'group';
  const underWay = useUnderWay(id, isGroup, useCallSeq(id));
  if (conversation === undefined || isInCall) return null;

  function call(media: CallMedia): void {
    if (isGroup) setAsking(media);
    else run((engine) => engine.start({ conversationId: id, kind: 'direct', media, invite: [] }));
  }

  const items: MenuItem[] =
    underWay === null
      ? [
          { id: 'voice', icon: Phone, label: <Trans>Voice call</Trans>, run: () => call('voice') },
          { id: 'video', icon: Video, label: <Trans>Video call</Trans>, run: () => call('video') },
        ]
      : [
          {
            id: 'join',
            icon: PhoneIncoming,
            label: <Trans>Join the call</Trans>,
            run: () => run((engine) => engine.answer(underWay)),
          },
        ];
  const Icon = underWay === null ? Phone : PhoneIncoming;
  return (
    <>
      <Menu
        label={underWay === null ? t`Call` : t`A call is under way`}
        icon={
          <Icon
            aria-hidden="true"
            className={underWay === null ? 'size-5.5' : 'size-5.5 text-good'}
          />
        }
        items={items}
      />
      {asking === null ? null : (
        <GroupCallDialog
          {...{ conversation, state }}
          media={asking}
          onClose={() => setAsking(null)}
        />
      )}
    </>
  );
}
