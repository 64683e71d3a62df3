import { Trans, useLingui } from '@lingui/react/macro';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { currentLocale } from '../../i18n/activate.ts';
import { api } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, PasswordField, TextField } from '../../ui/index.ts';
import { EntranceCard } from './EntranceCard.tsx';
import { suggestHandle } from './handle.ts';
import { HandleField } from './HandleField.tsx';
import { isLongEnough } from './password.ts';
import { passkeysWork, signUpWithPasskey } from './passkeys.ts';
import { useHandleCheck } from './use-handle-check.ts';

function useForm() {
  const [name, setName] = useState('');
  const [typedHandle, setHandle] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const handle = typedHandle ?? suggestHandle(name);
  const check = useHandleCheck(handle);
  const person = { handle, displayName: name.trim() };
  const isPersonReady =
    person.displayName !== '' && check !== 'none' && check !== 'malformed' && check !== 'taken';
  return { name, setName, handle, setHandle, password, setPassword, check, person, isPersonReady };
}

export default function SignUp() {
  const { t } = useLingui();
  const form = useForm();
  const [isTried, setTried] = useState(false);
  const [isPasswordWanted, setPasswordWanted] = useState(false);
  const task = useTask();
  const passkey = useTask();
  const { person, password } = form;

  function submit(): void {
    setTried(true);
    setPasswordWanted(true);
    if (!form.isPersonReady || !isLongEnough(password)) return;
    passkey.clear();
    void task.run(async () => {
      const locale = currentLocale();
      const made = await api.identity.signUp({ ...person, password, locale, ...arrival() });
      enter(made.me, made.recoveryCodes);
    });
  }

  function submitPasskey(): void {
    setTried(true);
    if (!form.isPersonReady) return;
    task.clear();
    void passkey.run(() => signUpWithPasskey(person, currentLocale()));
  }

  return (
    <EntranceCard title={t`Create an account`} back="/">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label={t`Name`}
          value={form.name}
          onChange={form.setName}
          autoComplete="name"
          maxLength={40}
          description={<Trans>As your friends know you.</Trans>}
          error={isTried && person.displayName === '' ? t`Type a name.` : null}
        />
        <HandleField
          value={form.handle}
          onChange={form.setHandle}
          check={form.check}
          isTried={isTried}
        />
        <PasswordField
          label={t`Password`}
          value={password}
          onChange={form.setPassword}
          autoComplete="new-password"
          description={<Trans>At least 10 characters. Three or four odd words are good.</Trans>}
          error={
            isPasswordWanted && !isLongEnough(password) ? t`Use at least 10 characters.` : null
          }
        />
        <FormError>{task.failure?.text ?? passkey.failure?.text}</FormError>
        <Button type="submit" wide busy={task.busy}>
          <Trans>Create the account</Trans>
        </Button>
      </form>
      {passkeysWork() ? (
        <div className="flex flex-col gap-2 border-t border-line pt-4">
          <Button
            tone="soft"
            wide
            busy={passkey.busy}
            icon={<Fingerprint aria-hidden="true" className="size-5" />}
            onClick={submitPasskey}
          >
            <Trans>Use a passkey instead of a password</Trans>
          </Button>
        </div>
      ) : null}
    </EntranceCard>
  );
}
