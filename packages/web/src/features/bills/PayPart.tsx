import { Trans, useLingui } from '@lingui/react/macro';
import { isAmount, parseMinor } from '@plaza/base';
import type { Bill, Money } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button } from '../../ui/index.ts';
import { AmountField } from './AmountField.tsx';
import type { BillInput } from './bill-way.ts';
import { isDue } from './words.ts';

type PayPartProps = {
  bill: Bill;
  onPay(input: Omit<BillInput, 'key'>, money: Money): void;
};

/** One’s own part, to be paid: as it is asked, or what one chooses. */
export function PayPart({ bill, onPay }: PayPartProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [isTried, setTried] = useState(false);
  const { billId, currency, scale, mine } = bill;
  if (!isDue(bill)) return null;
  const asked = mine?.money ?? null;
  const typed = parseMinor(text.replace(/\.$/u, ''), scale);
  const amountMinor = asked?.amountMinor ?? (typed !== null && isAmount(typed) ? typed : null);
  const amount = formatMoney({ amountMinor: amountMinor ?? 0, currency, scale });
  return (
    <form
      noValidate
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (amountMinor === null) return;
        onPay({ billId, amountMinor, currency }, { amountMinor, currency, scale });
      }}
    >
      {asked === null ? (
        <AmountField
          label={t`What you give`}
          text={text}
          onChange={setText}
          {...{ currency, scale }}
          error={isTried && amountMinor === null ? t`Type an amount.` : null}
        />
      ) : null}
      <Button type="submit" wide>
        {amountMinor === null ? <Trans>Pay</Trans> : <Trans>Pay {amount}</Trans>}
      </Button>
    </form>
  );
}
