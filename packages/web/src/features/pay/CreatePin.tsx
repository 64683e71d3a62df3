import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useClient } from '../../state/index.ts';
import { useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, PasswordField } from '../../ui/index.ts';
import { ChoosePin } from './ChoosePin.tsx';

/** The first PIN: chosen, repeated, and confirmed with the password where there is one. */
export function CreatePin({ onDone }: { onDone?(): void }) {
  const { t } = useLingui();
  const { api, commands } = useClient();
  const { hasPassword, handle } = useMe();
  const [pin, setPin] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const task = useTask();
  const error = task.failure?.error;
  const isWrongPassword = error === 'wrong_credentials';

  async function create(chosen: string): Promise<void> {
    const currentPassword = hasPassword ? password : null;
    const succeeded = await task.run(async () => {
      const { approval } = await api.pay.createPin({ pin: chosen, currentPassword });
      await commands.takeWallets({ wallets: [], approval });
    });
    if (succeeded) onDone?.();
  }

  if (pin === null || error === 'weak_pin') {
    return (
      <ChoosePin
        busy={task.busy}
        error={task.failure?.text ?? null}
        onChosen={(chosen) => {
          task.clear();
          setPin(chosen);
          if (!hasPassword) void create(chosen);
        }}
      />
    );
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!hasPassword || password !== '') void create(pin);
      }}
    >
      {hasPassword ? (
        <>
          <p className="text-muted">
            <Trans>Your password shows that it is you who sets the PIN.</Trans>
          </p>
          <input type="hidden" name="username" autoComplete="username" value={handle} readOnly />
          <PasswordField
            label={t`Your password`}
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            error={isWrongPassword ? t`The password is wrong.` : null}
          />
        </>
      ) : null}
      <FormError>{isWrongPassword ? null : task.failure?.text}</FormError>
      <Button type="submit" wide busy={task.busy}>
        <Trans>Set the PIN</Trans>
      </Button>
    </form>
  );
}
