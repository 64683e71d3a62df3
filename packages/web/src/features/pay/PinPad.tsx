import { useLingui } from '@lingui/react/macro';
import { useEffect, useId, useRef } from 'react';
import { Spinner, classNames } from '../../ui/index.ts';
import { Keypad } from './Keypad.tsx';

export const pinLength = 6;

type PinPadProps = {
  label: string;
  value: string;
  onChange(value: string): void;
  /** All six digits are there. */
  onComplete(pin: string): void;
  /** What was wrong with the last one; it is read out. */
  error?: string | null | undefined;
  busy?: boolean;
};

function Dots({ count, wrong }: { count: number; wrong: boolean }) {
  return (
    <div aria-hidden="true" dir="ltr" className="flex justify-center gap-[16px]">
      {Array.from({ length: pinLength }, (_, at) => (
        <span
          key={at}
          className={classNames(
            'size-[16px] rounded-full border-2 transition-colors',
            at < count ? 'border-accent bg-accent' : wrong ? 'border-danger' : 'border-field-line',
          )}
        />
      ))}
    </div>
  );
}

/** Six digits of a PIN as dots: typed on its own keys, on a keyboard, or pasted. */
export function PinPad({ label, value, onChange, onComplete, error, busy = false }: PinPadProps) {
  const { t } = useLingui();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const count = value.length;

  useEffect(() => {
    if (!busy) field.current?.focus({ preventScroll: true });
  }, [busy, label]);

  function change(next: string): void {
    if (busy) return;
    const pin = next.normalize('NFKC').replace(/\D/gu, '').slice(0, pinLength);
    if (pin === value) return;
    onChange(pin);
    if (pin.length === pinLength) onComplete(pin);
  }

  return (
    <div className="flex flex-col gap-4">
      <div
        className={classNames(
          'relative flex flex-col items-center gap-3 rounded-2xl py-3',
          'has-focus-visible:outline-2 has-focus-visible:outline-accent',
        )}
      >
        <label htmlFor={id} className="text-center text-sm font-medium text-muted">
          {label}
        </label>
        {busy ? (
          <Spinner className="size-4 text-accent-text" />
        ) : (
          <Dots {...{ count }} wrong={error != null} />
        )}
        <input
          ref={field}
          id={id}
          type="password"
          value={value}
          onChange={(event) => change(event.target.value)}
          inputMode="none"
          // No password to be remembered: keepers of passwords leave codes alone.
          autoComplete="one-time-code"
          data-1p-ignore=""
          aria-invalid={error != null || undefined}
          aria-describedby={`${id}-wrong`}
          data-first-focus=""
          readOnly={busy}
          className="absolute inset-0 size-full cursor-default opacity-0"
        />
      </div>
      <p role="status" className="sr-only">
        {count === 0 || busy ? '' : t`${count} of ${pinLength} digits`}
      </p>
      <p id={`${id}-wrong`} role="alert" className="min-h-5 text-center text-sm text-danger">
        {error}
      </p>
      <Keypad
        label={t`Keys for the PIN`}
        disabled={busy}
        onDigit={(digit) => change(value + digit)}
        onBack={() => change(value.slice(0, -1))}
      />
    </div>
  );
}
