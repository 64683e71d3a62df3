import { useLingui } from '@lingui/react/macro';
import { useEffect, useState } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { isWeakPin } from './pin.ts';
import { PinEntry } from './PinSheet.tsx';

type ChoosePinProps = {
  /** The same six digits came twice. */
  onChosen(pin: string): void;
  busy?: boolean;
  /** Why the server did not take the last one. */
  error?: string | null | undefined;
};

/** A new PIN, typed twice. */
export function ChoosePin({ onChosen, busy = false, error = null }: ChoosePinProps) {
  const { t } = useLingui();
  const [first, setFirst] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);

  // What the server refused is chosen anew.
  useEffect(() => {
    if (error !== null) setFirst(null);
  }, [error]);

  function take(pin: string): void {
    if (first === null) {
      const isWeak = isWeakPin(pin);
      setWrong(isWeak ? explain({ error: 'weak_pin' }) : null);
      if (!isWeak) setFirst(pin);
      return;
    }
    if (pin === first) return onChosen(pin);
    setWrong(t`The two PINs differ. Choose one again.`);
    setFirst(null);
  }

  return (
    <PinEntry
      key={first === null ? 'first' : 'second'}
      label={first === null ? t`Choose a PIN of six digits` : t`Type the same PIN again`}
      onPin={take}
      busy={busy}
      error={wrong ?? (first === null ? error : null)}
    />
  );
}
