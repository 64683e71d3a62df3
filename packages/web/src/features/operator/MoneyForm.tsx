import { Trans, useLingui } from '@lingui/react/macro';
import { formatMinor, parseMinor } from '@plaza/base';
import type { Wallet } from '@plaza/contract';
import { useId, useState } from 'react';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { Button, Dialog, TextArea, TextField } from '../../ui/index.ts';
import { readPasted } from '../pay/index.ts';
import { moneyTitles, type MoneyAction } from './money-words.ts';

export type MoneyInput = {
  /** Only of a top-up; else 0. */
  amountMinor: number;
  reason: string;
};

/** Reads an amount as any language writes it; null for anything else. */
function amountIn(typed: string, scale: number): number | null {
  if (!/^[\d\s.,’']+$/u.test(typed.normalize('NFKC').trim())) return null;
  const text = readPasted(typed, scale);
  const amountMinor = text === null ? null : parseMinor(text, scale);
  return amountMinor === 0 ? null : amountMinor;
}

function useAmountError(amountMinor: number | null, { currency, scale, ...wallet }: Wallet) {
  const { t } = useLingui();
  if (amountMinor === null) return t`Type an amount, such as 25 or 12.50.`;
  const most = formatMoney({ amountMinor: wallet.maxAmountMinor, currency, scale });
  return amountMinor > wallet.maxAmountMinor ? t`At most ${most} at once.` : null;
}

function ReasonNote({ action, name }: { action: MoneyAction; name: string }) {
  switch (action) {
    case 'topUp':
      return <Trans>{name} reads it in the statement. Kept in the log of actions.</Trans>;
    case 'freezeWallet':
      return <Trans>{name} reads it in the wallet. Kept in the log of actions.</Trans>;
    case 'unfreezeWallet':
      return <Trans>Kept in the log of actions.</Trans>;
  }
}

type MoneyFormProps = {
  action: MoneyAction;
  wallet: Wallet;
  name: string;
  /** What was typed before somebody came back to change it. */
  before: MoneyInput | null;
  onReady(input: MoneyInput): void;
  onClose(): void;
};

function shownAmount(before: MoneyInput | null, scale: number): string {
  return before === null ? '' : formatMinor(before.amountMinor, scale);
}

/** The first step: how much, and why. */
export function MoneyForm({ action, wallet, name, before, onReady, onClose }: MoneyFormProps) {
  const { t } = useLingui();
  const formId = useId();
  const [typed, setTyped] = useState(() => shownAmount(before, wallet.scale));
  const [reason, setReason] = useState(before?.reason ?? '');
  const [isTried, setTried] = useState(false);
  const isTopUp = action === 'topUp';
  const amountMinor = isTopUp ? amountIn(typed, wallet.scale) : 0;
  const amountError = useAmountError(amountMinor, wallet);
  const why = reason.trim();

  function goOn(): void {
    setTried(true);
    if (amountMinor === null || (isTopUp && amountError !== null) || why === '') return;
    onReady({ amountMinor, reason: why });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t(moneyTitles[action])}
      actions={
        <Button type="submit" form={formId}>
          <Trans>Go on</Trans>
        </Button>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          goOn();
        }}
      >
        {isTopUp ? (
          <TextField
            label={t`Amount`}
            dir="ltr"
            inputMode="decimal"
            autoComplete="off"
            value={typed}
            onChange={setTyped}
            maxLength={20}
            description={currencyWord(wallet.currency)}
            error={isTried ? amountError : null}
          />
        ) : null}
        <TextArea
          label={t`Reason`}
          value={reason}
          onChange={setReason}
          maxLength={300}
          description={<ReasonNote action={action} name={name} />}
          error={isTried && why === '' ? t`Say why.` : null}
        />
      </form>
    </Dialog>
  );
}
