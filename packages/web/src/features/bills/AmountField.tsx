import { useId } from 'react';
import { currencyWord } from '../../i18n/money.ts';
import { classNames } from '../../ui/index.ts';
import { readPasted, readShown, showAmount } from '../pay/index.ts';

type AmountFieldProps = {
  label: string;
  /** With a point; `parseMinor` makes the amount of it. */
  text: string;
  onChange(text: string): void;
  currency: string;
  scale: number;
  error?: string | null;
  /** One of a list: small, its label read out only. */
  isSmall?: boolean;
};

/** An amount among other fields, typed on the keyboard of the system. */
export function AmountField(props: AmountFieldProps) {
  const { label, text, onChange, currency, scale, error, isSmall = false } = props;
  const id = useId();
  const read = (value: string) => {
    const next = readShown(value, scale);
    if (next !== null) onChange(next);
  };
  return (
    <div className={classNames('flex flex-col', isSmall ? 'w-28 shrink-0' : 'gap-1.5')}>
      <label htmlFor={id} className={isSmall ? 'sr-only' : 'text-sm font-medium'}>
        {label}
      </label>
      <div
        dir="ltr"
        className={classNames(
          isSmall ? 'min-h-11' : 'min-h-12',
          'flex items-center gap-2 rounded-xl border bg-surface px-4',
          'focus-within:outline-2 focus-within:outline-accent',
          error == null ? 'border-field-line' : 'border-danger',
        )}
      >
        <input
          id={id}
          value={showAmount(text)}
          onChange={({ target }) => read(target.value)}
          onPaste={(event) => {
            event.preventDefault();
            const pasted = readPasted(event.clipboardData.getData('text'), scale);
            if (pasted !== null && pasted !== '') onChange(pasted);
          }}
          inputMode="decimal"
          autoComplete="off"
          placeholder="0"
          aria-invalid={error != null || undefined}
          aria-describedby={`${id}-wrong`}
          className={classNames(
            'w-full min-w-0 bg-transparent tabular-nums outline-none placeholder:text-muted',
            isSmall ? 'text-end' : 'text-xl font-bold',
          )}
        />
        {isSmall ? null : <span className="shrink-0 text-muted">{currencyWord(currency)}</span>}
      </div>
      <p id={`${id}-wrong`} role="alert" className="text-sm text-danger empty:hidden">
        {error}
      </p>
    </div>
  );
}
