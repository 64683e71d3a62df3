import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../state/calls.ts';
import { updateMe, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, PasswordField, showToast } from '../../ui/index.ts';
import { isLongEnough } from '../identity/index.ts';
import { Page } from './Page.tsx';

export default function ChangePassword() {
  const { t } = useLingui();
  const { hasPassword, handle } = useMe();
  const [, navigate] = useLocation();
  const [present, setPresent] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const task = useTask();

  async function submit(): Promise<void> {
    setTried(true);
    if (!isLongEnough(newPassword) || (hasPassword && present === '')) return;
    const currentPassword = hasPassword ? present : null;
    const succeeded = await task.run(async () => {
      updateMe(await api.identity.changePassword({ currentPassword, newPassword }));
    });
    if (!succeeded) return;
    showToast(t`The password is set. Your other devices were signed out.`);
    navigate('/me/security');
  }

  return (
    <Page title={hasPassword ? t`Change the password` : t`Set a password`} back="/me/security">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <input type="hidden" name="username" autoComplete="username" value={handle} readOnly />
        {hasPassword ? (
          <PasswordField
            label={t`Present password`}
            value={present}
            onChange={setPresent}
            autoComplete="current-password"
            error={isTried && present === '' ? t`Type your password.` : null}
          />
        ) : null}
        <PasswordField
          label={t`New password`}
          value={newPassword}
          onChange={setNewPassword}
          autoComplete="new-password"
          description={<Trans>At least 10 characters. Three or four odd words are good.</Trans>}
          error={isTried && !isLongEnough(newPassword) ? t`Use at least 10 characters.` : null}
        />
        <FormError>{task.failure?.text}</FormError>
        <Button type="submit" busy={task.busy}>
          <Trans>Set the password</Trans>
        </Button>
        <p className="text-sm text-muted">
          <Trans>All your other devices are signed out by it.</Trans>
        </p>
      </form>
    </Page>
  );
}
