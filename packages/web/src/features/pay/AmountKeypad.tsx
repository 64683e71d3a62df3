import { useLingui } from '@lingui/react/macro';
import {
  useEffect,
  useId,
  useRef,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactNode,
} from 'react';
import { currencyWord } from '../../i18n/money.ts';
import { useMedia } from '../../shell/index.ts';
import { classNames } from '../../ui/index.ts';
import {
  amountMarks,
  readPasted,
  readShown,
  showAmount,
  typeKey,
  type AmountKey,
} from './amount-text.ts';
import { Keypad } from './Keypad.tsx';

type AmountKeypadProps = {
  label: string;
  /** With a point, as `amount-text.ts` has it; `parseMinor` makes the amount of it. */
  text: string;
  onChange(text: string): void;
  currency: string;
  scale: number;
  /** What is wrong with the amount; it is read out. */
  error?: string | null;
  /** What is good to know beside it, such as what there is. */
  about: string;
  /** Enter goes on. */
  onEnter(): void;
  /** What stands between the amount and its keys. */
  children?: ReactNode;
};

function sizeOf(shown: string): string {
  if (shown.length > 12) return 'text-[min(1.5rem,6vw)]';
  return shown.length > 8 ? 'text-[min(2rem,9vw)]' : 'text-[min(3rem,12vw)]';
}

/** A large amount, typed on its own keys, on a keyboard, or pasted. */
export function AmountKeypad(props: AmountKeypadProps) {
  const { label, text, onChange, currency, scale, error, about, onEnter, children } = props;
  const { t } = useLingui();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const hasKeyboard = useMedia('(hover: hover) and (pointer: fine)');
  const { decimal } = amountMarks();
  const shown = showAmount(text);

  useEffect(() => field.current?.focus({ preventScroll: true }), []);

  function type(key: AmountKey): void {
    onChange(typeKey(text, key, scale));
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    const { key } = event;
    if (key === 'Enter') onEnter();
    // Either mark is the decimal one for a hand: the language's own stands between thousands.
    else if (key === '.' || key === ',') type('.');
    else return;
    event.preventDefault();
  }

  function edit(value: string): void {
    const read = readShown(value, scale);
    if (read !== null) onChange(read);
  }

  function paste(event: ClipboardEvent<HTMLInputElement>): void {
    event.preventDefault();
    const read = readPasted(event.clipboardData.getData('text'), scale);
    if (read !== null && read !== '') onChange(read);
  }

  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col">
        <label htmlFor={id} className="text-sm font-medium text-muted">
          {label}
        </label>
        <div
          dir="ltr"
          className={classNames(
            'flex min-h-[64px] flex-wrap items-baseline gap-x-[8px] border-b-2 pt-1',
            error == null ? 'border-line focus-within:border-accent' : 'border-danger',
          )}
        >
          <input
            ref={field}
            id={id}
            value={shown}
            onChange={(event) => edit(event.target.value)}
            onKeyDown={press}
            onPaste={paste}
            // The keys below are the keyboard; one of the system would cover them.
            inputMode={hasKeyboard ? 'decimal' : 'none'}
            autoComplete="off"
            enterKeyHint="next"
            data-first-focus=""
            placeholder="0"
            aria-invalid={error != null || undefined}
            aria-describedby={`${id}-unit ${id}-about ${id}-wrong`}
            className={classNames(
              'min-w-0 flex-[1_1_160px] bg-transparent font-bold tracking-tight tabular-nums',
              'outline-none placeholder:text-muted',
              sizeOf(shown),
            )}
          />
          <span id={`${id}-unit`} className="shrink-0 text-lg text-muted">
            {currencyWord(currency)}
          </span>
        </div>
        <div className="flex flex-wrap justify-between gap-x-4 pt-1.5 text-sm text-muted">
          <p id={`${id}-about`}>{about}</p>
          <p id={`${id}-wrong`} role="alert" className="text-danger">
            {error}
          </p>
        </div>
      </div>
      {children}
      <Keypad
        label={t`Keys for the amount`}
        decimal={scale === 0 ? null : decimal}
        onDigit={type}
        onDecimal={() => type('.')}
        onBack={() => type('back')}
      />
    </div>
  );
}
