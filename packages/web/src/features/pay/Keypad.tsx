import { useLingui } from '@lingui/react/macro';
import { Delete } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '../../ui/index.ts';

type KeyProps = { label?: string; onPress(): void; disabled: boolean; children: ReactNode };

function Key({ label, onPress, disabled, children }: KeyProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={disabled}
      onClick={onPress}
      // The field keeps the focus, so that keys and keyboard go together.
      onPointerDown={(event) => event.preventDefault()}
      className={classNames(
        'edge grid min-h-[52px] short:min-h-[44px] touch-manipulation place-items-center rounded-2xl bg-field',
        'text-2xl leading-none font-medium select-none',
        'hover:brightness-97 active:bg-soft disabled:opacity-45',
      )}
    >
      {children}
    </button>
  );
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
export type Digit = (typeof digits)[number] | '0';

type KeypadProps = {
  label: string;
  disabled?: boolean;
  /** The mark between whole and part; none leaves the place of that key empty. */
  decimal?: string | null;
  onDigit(digit: Digit): void;
  onDecimal?(): void;
  onBack(): void;
};

/** The keys of a telephone; the order is the same in every direction of writing. */
export function Keypad(props: KeypadProps) {
  const { label, disabled = false, decimal = null, onDigit, onDecimal, onBack } = props;
  const { t } = useLingui();
  return (
    <div role="group" aria-label={label} dir="ltr" className="grid grid-cols-3 gap-2">
      {digits.map((digit) => (
        <Key key={digit} disabled={disabled} onPress={() => onDigit(digit)}>
          {digit}
        </Key>
      ))}
      {decimal === null ? (
        <span />
      ) : (
        <Key label={t`Decimal mark`} disabled={disabled} onPress={() => onDecimal?.()}>
          {decimal}
        </Key>
      )}
      <Key disabled={disabled} onPress={() => onDigit('0')}>
        0
      </Key>
      <Key label={t`Delete the last digit`} disabled={disabled} onPress={onBack}>
        <Delete aria-hidden="true" className="size-6" />
      </Key>
    </div>
  );
}
