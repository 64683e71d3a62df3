import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ShownMessage } from '@plaza/contract';
import { UsersRound } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useTask } from '../../../state/index.ts';
import { Avatar, Button, FormError } from '../../../ui/index.ts';
import type { MessageRow } from '../rows.ts';
import { useThreadPlace } from './context.ts';
import { Frame } from './Frame.tsx';
import { Meta } from './Meta.tsx';

type Invite = Extract<ShownMessage, { type: 'groupInvite' }>;

function Join({ said }: { said: Invite }) {
  const { state } = useThreadPlace();
  const { api, commands } = useClient();
  const [, navigate] = useLocation();
  const task = useTask();
  const [isWaiting, setWaiting] = useState(false);
  const known = state.conversations.get(said.groupId)?.inbox;
  const isIn = known !== undefined && known.leftSeq === null;

  async function join(): Promise<void> {
    const { groupId: conversationId, inviteId } = said;
    if (isIn) return navigate(`/chats/${conversationId}`);
    await task.run(async () => {
      const answer = await api.chat.acceptInvite({ conversationId, inviteId });
      if (answer.head === null) return setWaiting(true);
      await commands.takeHead(answer.head);
      navigate(`/chats/${conversationId}`);
    });
  }

  if (isWaiting) {
    return (
      <p role="status" className="text-sm text-muted">
        <Trans>You asked to join. A leader of the group decides.</Trans>
      </p>
    );
  }
  return (
    <>
      <FormError>{task.failure?.text}</FormError>
      <Button tone="soft" wide busy={task.busy} onClick={() => void join()}>
        {isIn ? <Trans>Open the group</Trans> : <Trans>Join the group</Trans>}
      </Button>
    </>
  );
}

/** An invitation into a group: who is invited joins here, who invited sees what was sent. */
export function InviteBody({
  row,
  name,
  said,
}: {
  row: MessageRow;
  name: string | null;
  said: Invite;
}) {
  const { t } = useLingui();
  const title = said.name ?? t`Group`;
  return (
    <Frame row={row} name={name} className="w-72 max-w-full">
      <div className="mb-2 flex items-center gap-3">
        {said.name === null ? (
          <span
            aria-hidden="true"
            className="grid size-[48px] shrink-0 place-items-center rounded-[28%] bg-soft text-accent-text"
          >
            <UsersRound className="size-6" />
          </span>
        ) : (
          <Avatar id={said.groupId} name={said.name} shape="service" />
        )}
        <span className="flex min-w-0 flex-col">
          <span dir="auto" className="line-clamp-2 font-semibold">
            {title}
          </span>
          <span className="text-sm text-muted">
            <Trans>Invitation</Trans> ·{' '}
            <Plural value={said.memberCount} one="# member" other="# members" />
          </span>
        </span>
      </div>
      {row.isOwn ? null : <Join said={said} />}
      <div className="flow-root">
        <Meta row={row} />
      </div>
    </Frame>
  );
}
