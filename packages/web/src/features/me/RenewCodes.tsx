import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../state/calls.ts';
import { updateMe, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, PasswordField } from '../../ui/index.ts';
import { RecoveryCodes } from '../identity/index.ts';
import { Page } from './Page.tsx';

export default function RenewCodes() {
  const { t } = useLingui();
  const { hasPassword, recoveryCodesLeft } = useMe();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState('');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const task = useTask();

  function renew(): void {
    const currentPassword = hasPassword ? password : null;
    void task.run(async () => {
      const { recoveryCodes } = await api.identity.renewRecoveryCodes({ currentPassword });
      setCodes(recoveryCodes);
      updateMe(await api.identity.getMe({}));
    });
  }

  return (
    <Page title={t`Recovery codes`} back="/me/security">
      {codes === null ? (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            renew();
          }}
        >
          <p>
            {plural(recoveryCodesLeft, {
              0: 'You have no recovery code left.',
              one: 'You have # recovery code left.',
              other: 'You have # recovery codes left.',
            })}
          </p>
          <p className="text-muted">
            <Trans>
              Each code lets you in once without password or phone. New codes end the old ones.
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
          <Button type="submit" busy={task.busy} disabled={hasPassword && password === ''}>
            <Trans>Make ten new codes</Trans>
          </Button>
        </form>
      ) : (
        <>
          <p className="text-muted">
            <Trans>Keep them in a safe place. They are shown only now.</Trans>
          </p>
          <RecoveryCodes codes={codes} />
          <Button onClick={() => navigate('/me/security')}>
            <Trans>I keep them</Trans>
          </Button>
        </>
      )}
    </Page>
  );
}
