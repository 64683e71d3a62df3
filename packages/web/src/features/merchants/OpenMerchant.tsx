import { Trans, useLingui } from '@lingui/react/macro';
import type { PayKey } from '@plaza/base';
import type { MerchantCategory } from '@plaza/contract';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { Button, FormError, Screen, TextField, TopBar } from '../../ui/index.ts';
import { CategoryField } from './CategoryField.tsx';
import { placeOf } from './place.ts';

const longestName = 40;

/** A name, and money can come. */
export default function OpenMerchant() {
  const { t } = useLingui();
  const { api, newId } = useClient();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [category, setCategory] = useState<MerchantCategory>('shop');
  // A second try after a lost answer opens no second shop.
  const [key] = useState(() => newId<PayKey>());
  const task = useTask();
  const isNamed = name.trim() !== '';

  function open(): void {
    if (!isNamed) return;
    void task.run(async () => {
      const made = await api.merchants.open({ key, name: name.trim(), category });
      navigate(placeOf(made.merchant.merchant.merchantId, 'till'), { replace: true });
    });
  }

  return (
    <>
      <TopBar title={t`Open a shop account`} back="/me/merchants" />
      <Screen>
        <form
          noValidate
          className="flex flex-col gap-6"
          onSubmit={(event) => {
            event.preventDefault();
            open();
          }}
        >
          <TextField
            label={t`Name of the shop`}
            value={name}
            onChange={setName}
            maxLength={longestName}
            autoComplete="organization"
            description={t`Customers see it when they pay.`}
          />
          <CategoryField value={category} onChange={setCategory} />
          <FormError>{task.failure?.text}</FormError>
          <Button type="submit" wide busy={task.busy} disabled={!isNamed}>
            <Trans>Open, and go to the till</Trans>
          </Button>
        </form>
      </Screen>
    </>
  );
}
