import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { api, useTask } from '../../state/index.ts';
import { Button, FormError, Note, Screen, showToast, TextField, TopBar } from '../../ui/index.ts';
import { CategoryField } from './CategoryField.tsx';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';
import { Withdraw } from './Withdraw.tsx';

function Closing({ mine }: PageProps) {
  const task = useTask();
  const { merchantId, state } = mine.merchant;
  if (!mine.can('close')) return null;
  const isOpen = state === 'open';
  return (
    <div className="flex flex-col gap-3">
      <Note tone={isOpen ? 'plain' : 'warn'}>
        {isOpen ? (
          <Trans>
            A closed shop takes no money. What it has can still be given back and withdrawn.
          </Trans>
        ) : (
          <Trans>This shop is closed: it takes no money.</Trans>
        )}
      </Note>
      <Button
        tone={isOpen ? 'danger' : 'soft'}
        busy={task.busy}
        onClick={() =>
          void task.run(async () => {
            await (isOpen
              ? api.merchants.close({ merchantId })
              : api.merchants.reopen({ merchantId }));
          })
        }
      >
        {isOpen ? <Trans>Close the shop</Trans> : <Trans>Open the shop again</Trans>}
      </Button>
      <FormError>{task.failure?.text}</FormError>
    </div>
  );
}

/** Name, category, withdrawal, closing. */
export default function SettingsPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const [name, setName] = useState(mine.merchant.name);
  const [category, setCategory] = useState(mine.merchant.category);
  const task = useTask();
  const isChanged = name.trim() !== mine.merchant.name || category !== mine.merchant.category;

  function save(): void {
    void task.run(async () => {
      await api.merchants.update({ merchantId, name: name.trim(), category });
      showToast(t`Saved.`);
    });
  }

  return (
    <>
      <TopBar title={t`Settings of the shop`} back={placeOf(merchantId)} />
      <Screen>
        <form
          noValidate
          className="flex flex-col gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim() !== '' && isChanged) save();
          }}
        >
          <TextField
            label={t`Name of the shop`}
            value={name}
            onChange={setName}
            maxLength={40}
            autoComplete="organization"
          />
          <CategoryField value={category} onChange={setCategory} />
          <FormError>{task.failure?.text}</FormError>
          <Button type="submit" busy={task.busy} disabled={name.trim() === '' || !isChanged}>
            <Trans>Save</Trans>
          </Button>
        </form>
        {mine.can('withdraw') ? <Withdraw mine={mine} /> : null}
        <Closing mine={mine} />
      </Screen>
    </>
  );
}
