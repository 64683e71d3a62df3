import { Trans, useLingui } from '@lingui/react/macro';
import { Fingerprint, QrCode as QrIcon } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, ButtonLink, FormError, PasswordField, TextField } from '../../ui/index.ts';
import { AppealOffer } from '../trust/index.ts';
import { EntranceCard } from './EntranceCard.tsx';
import { isHandle, tidyHandle } from './handle.ts';
import { passkeysWork, signInWithPasskey } from './passkeys.ts';

export default function SignIn() {
  const { t } = useLingui();
  const [handle, setHandle] = useState('');
  const [password, setPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const task = useTask();
  const passkey = useTask();
  const name = tidyHandle(handle);

  function submit(toAppeal = false): void {
    setTried(true);
    if (!isHandle(name) || password === '') return;
    passkey.clear();
    void task.run(async () => {
      const { me } = await api.identity.signIn({
        ...{ handle: name, password, toAppeal },
        ...arrival(),
      });
      enter(me);
    });
  }

  return (
    <EntranceCard title={t`Sign in`} back="/">
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
          spellCheck={false}
          error={isTried && !isHandle(name) ? t`Type your handle, such as ana_ruiz.` : null}
        />
        <PasswordField
          label={t`Password`}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          error={isTried && password === '' ? t`Type your password.` : null}
        />
        <FormError>{task.failure?.text ?? passkey.failure?.text}</FormError>
        <AppealOffer failure={task.failure} busy={task.busy} onAppeal={() => submit(true)} />
        <AppealOffer
          failure={passkey.failure}
          busy={passkey.busy}
          onAppeal={() => void passkey.run(() => signInWithPasskey(true))}
        />
        <Button type="submit" wide busy={task.busy}>
          <Trans>Sign in</Trans>
        </Button>
      </form>
      <div className="flex flex-col gap-2 border-t border-line pt-4">
        {passkeysWork() ? (
          <Button
            tone="soft"
            wide
            busy={passkey.busy}
            icon={<Fingerprint aria-hidden="true" className="size-5" />}
            onClick={() => {
              task.clear();
              void passkey.run(() => signInWithPasskey());
            }}
          >
            <Trans>Use a passkey</Trans>
          </Button>
        ) : null}
        <ButtonLink
          to="/sign-in/phone"
          tone="soft"
          wide
          icon={<QrIcon aria-hidden="true" className="size-5" />}
        >
          <Trans>Use your phone</Trans>
        </ButtonLink>
      </div>
      <p className="text-center">
        <Link
          to="/recover"
          className="inline-flex min-h-11 items-center font-medium text-accent-text underline-offset-4 hover:underline"
        >
          <Trans>You cannot sign in?</Trans>
        </Link>
      </p>
    </EntranceCard>
  );
}
