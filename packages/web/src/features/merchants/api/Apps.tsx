import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, useTask } from '../../../state/index.ts';
import { Button, FormError, SectionCard, TextField } from '../../../ui/index.ts';
import type { Mine } from '../use-merchants.ts';
import { CopyField } from './CopyField.tsx';
import type { Access } from './types.ts';

type AppsProps = { mine: Mine; access: Access; onChanged(): void };

/** Pages and programs of a shop, each with a number of its own. */
export function Apps({ mine, access, onChanged }: AppsProps) {
  const { t } = useLingui();
  const [name, setName] = useState('');
  const task = useTask();
  const { merchantId } = mine.merchant;
  return (
    <SectionCard
      title={<Trans>Apps</Trans>}
      note={<Trans>A customer has another id (openid) in each of them.</Trans>}
    >
      {access.apps.map((app) => (
        <CopyField key={app.appid} label={app.name} text={app.appid} />
      ))}
      <form
        noValidate
        className="flex flex-col gap-3 p-[16px]"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() === '') return;
          void task.run(async () => {
            await api.payv3.addApp({ merchantId, name: name.trim() });
            setName('');
            onChanged();
          });
        }}
      >
        <TextField
          label={t`Name of the app`}
          value={name}
          onChange={setName}
          maxLength={40}
          autoComplete="off"
        />
        <FormError>{task.failure?.text}</FormError>
        <Button type="submit" tone="soft" busy={task.busy} disabled={name.trim() === ''}>
          <Trans>Add the app</Trans>
        </Button>
      </form>
    </SectionCard>
  );
}
