import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from 'wouter';
import { api } from '../../state/calls.ts';
import { updateMe, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, ButtonLink, FormError, showToast } from '../../ui/index.ts';
import { FullScreen } from './FullScreen.tsx';

/** The one-time link of an empty server: whoever confirms it becomes the operator. */
export default function Claim() {
  const { t } = useLingui();
  const { handle } = useMe();
  const [, navigate] = useLocation();
  const task = useTask();
  const secret = location.hash.slice(1);

  async function claim(): Promise<void> {
    const succeeded = await task.run(async () => updateMe(await api.operator.claim({ secret })));
    if (!succeeded) return;
    showToast(t`You are the operator of this server.`);
    navigate('/me/operator', { replace: true });
  }

  return (
    <FullScreen title={t`Become the operator`}>
      <p className="text-muted">
        <Trans>
          The operator looks after this server: its people, its limits and its health. You are
          signed in as <strong className="text-ink">@{handle}</strong>; this account becomes the
          operator.
        </Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
      <div className="flex flex-col gap-2">
        <Button wide busy={task.busy} disabled={secret === ''} onClick={() => void claim()}>
          <Trans>Become the operator</Trans>
        </Button>
        <ButtonLink to="/chats" tone="plain" wide>
          <Trans>Not now</Trans>
        </ButtonLink>
      </div>
    </FullScreen>
  );
}
