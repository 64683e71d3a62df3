import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { inboxOf, type State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Trash2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { useClient } from '../../state/index.ts';
import { ListRow, SectionCard, Switch } from '../../ui/index.ts';
import { ClearDialog } from './ClearDialog.tsx';
import { ConversationAvatar } from './ConversationAvatar.tsx';
import { GroupInfo } from './GroupInfo.tsx';
import { titleOf } from './names.ts';

export type InfoProps = { id: ConversationId; state: State; conversation: Conversation };

function Card({ state, conversation }: Omit<InfoProps, 'id'>) {
  const title = titleOf(state, conversation);
  const { peer } = conversation;
  return (
    <div className="flex flex-col items-center gap-1 pt-2 text-center">
      <ConversationAvatar conversation={conversation} title={title} size="xl" />
      <h2 dir="auto" className="mt-2 text-lg font-semibold">
        {title}
      </h2>
      {peer === null || peer.displayName === '' ? null : (
        <p className="text-sm text-muted">
          <bdi dir="ltr">@{peer.handle}</bdi>
          {peer.region === '' ? null : <bdi> · {peer.region}</bdi>}
        </p>
      )}
    </div>
  );
}

function Switches({ id, state }: Omit<InfoProps, 'conversation'>) {
  const { commands } = useClient();
  const inbox = inboxOf(state, id);
  if (inbox === null) return null;
  return (
    <SectionCard>
      <Switch
        label={<Trans>Pin to the top</Trans>}
        checked={inbox.pinned}
        onChange={(pinned) => void commands.setInbox(id, { pinned })}
      />
      <Switch
        label={<Trans>Mute</Trans>}
        description={<Trans>New messages are counted quietly.</Trans>}
        checked={inbox.muted}
        onChange={(muted) => void commands.setInbox(id, { muted })}
      />
    </SectionCard>
  );
}

/** What there is to know and to set about a conversation; a pane or a page. */
export function InfoPane({ id, state, conversation }: InfoProps) {
  const { t } = useLingui();
  const [isClearing, setClearing] = useState(false);
  const { peer } = conversation;
  return (
    <div className="flex flex-col gap-5 px-4 py-5">
      <Card state={state} conversation={conversation} />
      {peer === null || peer.displayName === '' ? null : (
        <SectionCard>
          <ListRow
            to={`/contacts/${peer.personId}`}
            title={<Trans>Profile, remark and blocking</Trans>}
            start={<UserRound aria-hidden="true" className="size-5 text-muted" />}
          />
        </SectionCard>
      )}
      {conversation.kind === 'group' ? (
        <GroupInfo id={id} state={state} conversation={conversation} />
      ) : null}
      <Switches id={id} state={state} />
      <SectionCard>
        <ListRow
          title={t`Clear history`}
          tone="danger"
          onClick={() => setClearing(true)}
          start={<Trash2 aria-hidden="true" className="size-5 text-danger" />}
        />
      </SectionCard>
      <ClearDialog id={id} open={isClearing} onClose={() => setClearing(false)} />
    </div>
  );
}
