import { useLingui } from '@lingui/react/macro';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { TextField } from '../../ui/index.ts';
import type { CapField, ReadCaps, TypedCaps } from './caps.ts';

type CapsFieldsProps = {
  name: string;
  onName(name: string): void;
  typed: TypedCaps;
  onTyped(typed: TypedCaps): void;
  currency: string;
  scale: number;
  maxAmountMinor: number;
  /** What is told as wrong, once it was tried. */
  read: ReadCaps | null;
};

/** The name of a card, and what it may pay. */
export function CapsFields(props: CapsFieldsProps) {
  const { name, onName, typed, onTyped, currency, scale, maxAmountMinor, read } = props;
  const { t } = useLingui();
  const most = formatMoney({ amountMinor: maxAmountMinor, currency, scale });
  const wrongWords = {
    empty: t`Type an amount, such as 25 or 12.50.`,
    tooMuch: t`At most ${most}.`,
    tooLow: t`This may not be less than the one above.`,
  };
  const labels: Record<CapField, string> = {
    payment: t`At most at once`,
    day: t`At most a day`,
    month: t`At most a month`,
  };
  return (
    <>
      <TextField
        label={t`Name of the card`}
        value={name}
        onChange={onName}
        maxLength={24}
        autoComplete="off"
        error={read !== null && name.trim() === '' ? t`Give the card a name.` : null}
      />
      {(['payment', 'day', 'month'] as const).map((field) => (
        <TextField
          key={field}
          label={labels[field]}
          description={currencyWord(currency)}
          dir="ltr"
          inputMode="decimal"
          autoComplete="off"
          maxLength={20}
          value={typed[field]}
          onChange={(text) => onTyped({ ...typed, [field]: text })}
          error={read !== null && !read.ok && read.field === field ? wrongWords[read.wrong] : null}
        />
      ))}
    </>
  );
}
