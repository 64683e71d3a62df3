import { Trans, useLingui } from '@lingui/react/macro';
import type { PayKey, PersonId } from '@plaza/base';
import type { Wallet } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { Button, Dialog, FormError, Note, showToast } from '../../ui/index.ts';
import { MoneyForm, type MoneyInput } from './MoneyForm.tsx';
import { moneyDone, moneyTitles, type MoneyAction } from './money-words.ts';
import { useMoneyCommand, type MoneyCommand } from './use-money-command.ts';

type MoneyDialogProps = {
  action: MoneyAction;
  wallet: Wallet;
  personId: PersonId;
  name: string;
  onClose(): void;
};

function useCommand({ action, wallet, personId }: MoneyDialogProps): MoneyCommand<MoneyInput> {
  const { currency } = wallet;
  return useMoneyCommand<MoneyInput>(
    `${action}:${personId}:${currency}`,
    ({ key, amountMinor, reason }: MoneyInput & { key: PayKey }) => {
      const given = { key, personId, currency, reason };
      if (action === 'topUp') return api.pay.topUp({ ...given, amountMinor });
      return api.pay[action](given);
    },
  );
}

type WhatProps = { action: MoneyAction; name: string; amount: string };

function What({ action, name, amount }: WhatProps) {
  switch (action) {
    case 'topUp':
      return (
        <Trans>
          <b>{amount}</b> are issued by the operator to <bdi>{name}</bdi>. It is new money: the
          statement says that it was issued by the operator, and why. It cannot be taken back.
        </Trans>
      );
    case 'freezeWallet':
      return (
        <Trans>
          Nothing goes into the wallet of <bdi>{name}</bdi> or out of it until you open it again.
          They see that it is frozen, and why.
        </Trans>
      );
    case 'unfreezeWallet':
      return (
        <Trans>
          <bdi>{name}</bdi> can pay and be paid again.
        </Trans>
      );
  }
}

function Go({ action, amount }: { action: MoneyAction; amount: string }) {
  if (action === 'topUp') return <Trans>Issue {amount}</Trans>;
  return action === 'freezeWallet' ? <Trans>Freeze</Trans> : <Trans>Open again</Trans>;
}

function Confirm({ command, ...what }: WhatProps & { command: MoneyCommand<MoneyInput> }) {
  const { prepared, failure } = command;
  return (
    <>
      <p>
        <What {...what} />
      </p>
      <p dir="auto" className="rounded-xl bg-field px-4 py-3">
        {prepared?.input.reason}
      </p>
      {prepared?.wasAsked === true && !command.busy ? (
        <Note tone="warn">
          <Trans>
            It is not known whether this was carried out. Try it again: it is carried out once at
            most.
          </Trans>
        </Note>
      ) : null}
      <FormError>{failure?.text}</FormError>
    </>
  );
}

/** Changes a wallet in two steps: what and why, then a clear yes. */
export function MoneyDialog(props: MoneyDialogProps) {
  const { action, wallet, name, onClose } = props;
  const { t } = useLingui();
  const command = useCommand(props);
  const [draft, setDraft] = useState<MoneyInput | null>(null);
  const { prepared, busy } = command;
  const { currency, scale } = wallet;
  const amount = formatMoney({ amountMinor: prepared?.input.amountMinor ?? 0, currency, scale });

  async function run(): Promise<void> {
    if (!(await command.run())) return;
    showToast(action === 'topUp' ? t`${amount} were issued.` : t(moneyDone[action]));
    onClose();
  }

  if (prepared === null) {
    return (
      <MoneyForm
        {...{ action, wallet, name, onClose }}
        before={draft}
        onReady={(input) => {
          setDraft(input);
          command.prepare(input);
        }}
      />
    );
  }
  return (
    <Dialog
      open
      firm={busy}
      onClose={onClose}
      title={t(moneyTitles[action])}
      actions={
        <>
          {prepared.wasAsked ? null : (
            <Button tone="plain" onClick={command.goBack}>
              <Trans>Change</Trans>
            </Button>
          )}
          <Button
            tone={action === 'freezeWallet' ? 'danger' : 'primary'}
            busy={busy}
            onClick={() => void run()}
          >
            <Go action={action} amount={amount} />
          </Button>
        </>
      }
    >
      <Confirm {...{ command, action, name, amount }} />
    </Dialog>
  );
}
