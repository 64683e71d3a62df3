import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { UsersRound } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { api, useAnswer, useClient, useTask } from '../../../state/index.ts';
import {
  Button,
  ButtonLink,
  FormError,
  Note,
  Screen,
  SkeletonRows,
  TextField,
  TopBar,
} from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';

/** Where a link or a code of a group leads: what it is, and whether to join. */
export default function JoinGroup({ token }: { token: string }) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [, navigate] = useLocation();
  const ask = useCallback(() => api.chat.lookAtJoinLink({ token }), [token]);
  const { data, failure } = useAnswer(ask);
  const [reason, setReason] = useState('');
  const [isWaiting, setWaiting] = useState(false);
  const task = useTask();

  async function join(): Promise<void> {
    await task.run(async () => {
      const { state, head } = orThrow(await commands.joinByLink(token, reason.trim())).output;
      if (state === 'waiting' || head === null) return setWaiting(true);
      navigate(`/chats/${head.conversation.conversationId}`, { replace: true });
    });
  }

  if (data !== null && data.conversationId !== null) {
    return <Redirect to={`/chats/${data.conversationId}`} replace />;
  }
  return (
    <main id="main" className="flex h-full flex-col bg-canvas">
      <TopBar title={t`Join a group`} back="/chats" />
      <Screen isText>
        {data === null && failure === null ? <SkeletonRows count={2} /> : null}
        {failure === null ? null : (
          <>
            <FormError>{failure.text}</FormError>
            <ButtonLink to="/chats">
              <Trans>To the conversations</Trans>
            </ButtonLink>
          </>
        )}
        {data === null ? null : (
          <div className="edge flex flex-col items-center gap-4 rounded-3xl bg-surface p-6 text-center">
            <span className="grid size-20 place-items-center rounded-3xl bg-soft text-accent-text">
              <UsersRound aria-hidden="true" className="size-10" />
            </span>
            <h2 dir="auto" className="text-xl font-semibold">
              {data.name ?? t`Group`}
            </h2>
            <p className="text-muted">
              <Plural value={data.memberCount} one="# member" other="# members" /> ·{' '}
              <Trans>
                invited by <bdi>{data.inviter.displayName}</bdi>
              </Trans>
            </p>
            {isWaiting ? (
              <Note tone="good">
                <Trans>Asked. You are in as soon as owner or admins say yes.</Trans>
              </Note>
            ) : (
              <>
                {data.joinApproval ? (
                  <div className="w-full text-start">
                    <TextField
                      label={t`Who you are, for those who decide`}
                      value={reason}
                      onChange={setReason}
                      maxLength={200}
                    />
                  </div>
                ) : null}
                <FormError>{task.failure?.text}</FormError>
                <Button wide busy={task.busy} onClick={() => void join()}>
                  {data.joinApproval ? <Trans>Ask to join</Trans> : <Trans>Join</Trans>}
                </Button>
              </>
            )}
          </div>
        )}
      </Screen>
    </main>
  );
}
