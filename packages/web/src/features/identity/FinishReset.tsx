import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { arrival } from '../../state/device.ts';
import { enter } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, PasswordField, TextField } from '../../ui/index.ts';
import { AppealOffer } from '../trust/index.ts';
import { EntranceCard } from './EntranceCard.tsx';
import { isLongEnough } from './password.ts';

/** With the one-time secret of a reset whose waiting time is over. */
export default function FinishReset() {
  const { t } = useLingui();
  const [secret, setSecret] = useState(() => location.hash.slice(1));
  const [newPassword, setNewPassword] = useState('');
  const [isTried, setTried] = useState(false);
  const task = useTask();

  function submit(toAppeal = false): void {
    setTried(true);
    if (secret.trim() === '' || !isLongEnough(newPassword)) return;
    void task.run(async () => {
      const given = { secret: secret.trim(), newPassword, toAppeal };
      enter((await api.identity.finishReset({ ...given, ...arrival() })).me);
    });
  }

  return (
    <EntranceCard
      title={t`Finish a reset`}
      back="/recover"
      lead={<Trans>The secret works once, after the waiting time that you were told.</Trans>}
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
          label={t`Secret of the reset`}
          dir="ltr"
          value={secret}
          onChange={setSecret}
          maxLength={100}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={isTried && secret.trim() === '' ? t`Type or paste the secret.` : null}
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
    </EntranceCard>
  );
}
