import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { inboxOf, may, type State } from '@plaza/client';
import type { Conversation } from '@plaza/contract';
import { Download, Search, Timer, Trash2, UserRound } from 'lucide-react';
import { useState } from 'react';
import { api, useClient, useTask } from '../../state/index.ts';
import { FormError, ListRow, SectionCard, Switch } from '../../ui/index.ts';
import { ClearDialog } from './ClearDialog.tsx';
import { ConversationAvatar } from './ConversationAvatar.tsx';
import { DeleteImportDialog } from './DeleteImportDialog.tsx';
import { GroupExit, GroupInfo } from './GroupInfo.tsx';
import { TimerDialog } from './groups/TimerDialog.tsx';
import { titleOf } from './names.ts';
import { formatTimer } from './sentences.ts';

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

function Switches({ id, state, conversation }: InfoProps) {
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
        checked={inbox.notify !== 'all'}
        onChange={(muted) => void commands.setInbox(id, { notify: muted ? 'mentions' : 'all' })}
      />
      {inbox.notify === 'all' || conversation.kind !== 'group' ? null : (
        <Switch
          label={<Trans>Call me when I am mentioned</Trans>}
          checked={inbox.notify === 'mentions'}
          onChange={(isOn) => void commands.setInbox(id, { notify: isOn ? 'mentions' : 'nothing' })}
        />
      )}
      <Switch
        label={<Trans>Keep in the archive</Trans>}
        description={<Trans>Off the list, until you look into the archive.</Trans>}
        checked={inbox.archived}
        onChange={(archived) => void commands.setInbox(id, { archived })}
      />
    </SectionCard>
  );
}

function Tools({ id, state, conversation }: InfoProps) {
  const { t } = useLingui();
  const [isTiming, setTiming] = useState(false);
  const task = useTask();
  const { timerSeconds } = conversation;

  async function download(): Promise<void> {
    await task.run(async () => {
      const { path } = await api.chat.exportConversation({ conversationId: id });
      location.assign(path);
    });
  }

  return (
    <SectionCard>
      <ListRow
        to={`/chats/${id}/search`}
        title={<Trans>Search in this conversation</Trans>}
        subtitle={<Trans>Words, photos, files, links</Trans>}
        start={<Search aria-hidden="true" className="size-5 text-muted" />}
      />
      {may(state, id, 'setTimer') ? (
        <ListRow
          title={t`Disappearing messages`}
          subtitle={timerSeconds === null ? t`Off` : formatTimer(timerSeconds)}
          start={<Timer aria-hidden="true" className="size-5 text-muted" />}
          onClick={() => setTiming(true)}
        />
      ) : null}
      <ListRow
        title={t`Download this conversation`}
        start={<Download aria-hidden="true" className="size-5 text-muted" />}
        disabled={task.busy}
        onClick={() => void download()}
      />
      {task.failure === null ? null : (
        <div className="p-3">
          <FormError>{task.failure.text}</FormError>
        </div>
      )}
      {isTiming ? (
        <TimerDialog conversation={conversation} onClose={() => setTiming(false)} />
      ) : null}
    </SectionCard>
  );
}

/** What there is to know and to set about a conversation; a pane or a page. */
export function InfoPane({ id, state, conversation }: InfoProps) {
  const { t } = useLingui();
  const [isClearing, setClearing] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
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
      <Tools id={id} state={state} conversation={conversation} />
      <Switches id={id} state={state} conversation={conversation} />
      <SectionCard>
        <ListRow
          title={t`Clear history`}
          tone="danger"
          onClick={() => setClearing(true)}
          start={<Trash2 aria-hidden="true" className="size-5 text-danger" />}
        />
        {conversation.kind === 'archive' ? (
          <ListRow
            title={t`Delete what I imported`}
            tone="danger"
            onClick={() => setDeleting(true)}
            start={<Trash2 aria-hidden="true" className="size-5 text-danger" />}
          />
        ) : null}
        {conversation.kind === 'group' ? (
          <GroupExit id={id} state={state} conversation={conversation} />
        ) : null}
      </SectionCard>
      {isDeleting ? <DeleteImportDialog id={id} onClose={() => setDeleting(false)} /> : null}
      <ClearDialog id={id} open={isClearing} onClose={() => setClearing(false)} />
    </div>
  );
}
