import { useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { Button, FormError, TextField } from '../../ui/index.ts';
import { typedAmount } from './typed-amount.ts';

type AmountFormProps = {
  currency: string;
  scale: number;
  maxAmountMinor: number;
  busy: boolean;
  failure: string | undefined;
  /** What is chosen above the amount. */
  above?: ReactNode;
  /** What the button says. */
  children: ReactNode;
  /** True: it is done, and the field is empty again. */
  onGo(amountMinor: number): Promise<boolean>;
};

/** One amount and a button. */
export function AmountForm(props: AmountFormProps) {
  const { currency, scale, maxAmountMinor, busy, failure, above, children, onGo } = props;
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [isTried, setTried] = useState(false);
  const amountMinor = typedAmount(typed, scale);
  const most = formatMoney({ amountMinor: maxAmountMinor, currency, scale });
  const isTooMuch = amountMinor !== null && amountMinor > maxAmountMinor;
  const wrong = isTooMuch ? t`At most ${most} at once.` : t`Type an amount, such as 25 or 12.50.`;

  async function go(): Promise<void> {
    setTried(true);
    if (amountMinor === null || isTooMuch || !(await onGo(amountMinor))) return;
    setTyped('');
    setTried(false);
  }

  return (
    <form
      noValidate
      className="flex flex-col gap-4 p-[16px]"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      {above}
      <TextField
        label={t`Amount`}
        description={currencyWord(currency)}
        dir="ltr"
        inputMode="decimal"
        autoComplete="off"
        maxLength={20}
        value={typed}
        onChange={setTyped}
        error={isTried && (amountMinor === null || isTooMuch) ? wrong : null}
      />
      <FormError>{failure}</FormError>
      <Button type="submit" tone="soft" busy={busy}>
        {children}
      </Button>
    </form>
  );
}
