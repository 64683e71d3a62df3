import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatDate } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { updateMe, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, Note, PasswordField, showToast } from '../../ui/index.ts';

function Pending({ deletionAt }: { deletionAt: string }) {
  const { t } = useLingui();
  const task = useTask();
  const day = formatDate(deletionAt);

  function keep(): void {
    void task.run(async () => {
      await api.rights.cancelDeletion({});
      updateMe(await api.identity.getMe({}));
      showToast(t`Your account stays.`);
    });
  }

  return (
    <Note tone="warn">
      <p className="mb-3">
        <Trans>
          Your account will be erased on {day}. Until then everything works, and you can keep it
          after all.
        </Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
      <Button tone="soft" busy={task.busy} onClick={keep}>
        <Trans>Keep my account</Trans>
      </Button>
    </Note>
  );
}

function AskDialog({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const { hasPassword } = useMe();
  const [password, setPassword] = useState('');
  const task = useTask();

  async function request(): Promise<void> {
    const currentPassword = hasPassword ? password : null;
    const succeeded = await task.run(async () => {
      await api.rights.requestDeletion({ currentPassword });
      updateMe(await api.identity.getMe({}));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Delete the account?`}
      actions={
        <Button
          tone="danger"
          busy={task.busy}
          disabled={hasPassword && password === ''}
          onClick={() => void request()}
        >
          <Trans>Delete in 30 days</Trans>
        </Button>
      }
    >
      <p className="text-muted">
        <Trans>
          After 30 days your profile, contacts, settings and the texts of your messages are erased
          for good, everywhere on this server. Until then you can take it back.
        </Trans>
      </p>
      {hasPassword ? (
        <PasswordField
          label={t`Password`}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      ) : null}
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

export function DeleteAccount() {
  const { deletionAt } = useMe();
  const [isAsking, setAsking] = useState(false);
  if (deletionAt !== null) return <Pending deletionAt={deletionAt} />;
  return (
    <>
      <Button tone="danger" onClick={() => setAsking(true)}>
        <Trans>Delete my account</Trans>
      </Button>
      {isAsking ? <AskDialog onClose={() => setAsking(false)} /> : null}
    </>
  );
}
