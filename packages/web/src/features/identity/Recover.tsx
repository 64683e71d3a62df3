import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, PasswordField, TextField } from '../../ui/index.ts';
import { AppealOffer } from '../trust/index.ts';
import { EntranceCard } from './EntranceCard.tsx';
import { isHandle, tidyHandle } from './handle.ts';
import { isLongEnough } from './password.ts';

function OtherWays() {
  const link = 'inline-flex min-h-11 items-center font-medium text-accent-text underline';
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-4 text-sm text-muted">
      <h2 className="font-semibold text-ink">
        <Trans>No code left?</Trans>
      </h2>
      <p>
        <Trans>
          If you are still signed in on another device: open Me, then Sign-in and security there,
          and start a reset.
        </Trans>
      </p>
      <p>
        <Trans>
          Otherwise ask the operator of your server in person. They can start a reset that works
          after a waiting time, and every device of yours is told.
        </Trans>
      </p>
      <p>
        <Link to="/reset" className={link}>
          <Trans>I have the secret of a reset</Trans>
        </Link>
      </p>
    </div>
  );
}

/** With one recovery code and a new password. */
export default function Recover() {
  const { t } = useLingui();
  const [handle, setHandle] = useState('');
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const task = useTask();
  const name = tidyHandle(handle);

  function submit(toAppeal = false): void {
    setTried(true);
    if (!isHandle(name) || code.trim() === '' || !isLongEnough(newPassword)) return;
    void task.run(async () => {
      const given = { handle: name, code: code.trim(), newPassword, toAppeal };
      enter((await api.identity.recoverWithCode({ ...given, ...arrival() })).me);
    });
  }

  return (
    <EntranceCard
      title={t`Use a recovery code`}
      back="/sign-in"
      lead={<Trans>It sets a new password and signs out all your other devices.</Trans>}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t`Handle`}
          prefix="@"
          dir="ltr"
          value={handle}
          onChange={(typed) => setHandle(typed.replace(/^@+/, ''))}
          autoComplete="username"
          autoCapitalize="none"
          error={isTried && !isHandle(name) ? t`Type your handle, such as ana_ruiz.` : null}
        />
        <TextField
          label={t`Recovery code`}
          dir="ltr"
          value={code}
          onChange={setCode}
          maxLength={40}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          error={isTried && code.trim() === '' ? t`Type one of your codes.` : null}
        />
        <PasswordField
          label={t`New password`}
          value={newPassword}
          onChange={setNewPassword}
          autoComplete="new-password"
          error={isTried && !isLongEnough(newPassword) ? t`Use at least 10 characters.` : null}
        />
        <FormError>{task.failure?.text}</FormError>
        <AppealOffer failure={task.failure} busy={task.busy} onAppeal={() => submit(true)} />
        <Button type="submit" wide busy={task.busy}>
          <Trans>Set the password and sign in</Trans>
        </Button>
      </form>
      <OtherWays />
    </EntranceCard>
  );
}
