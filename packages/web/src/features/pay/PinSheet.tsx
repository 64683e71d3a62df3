import { useEffect, useState, type ReactNode } from 'react';
import { Dialog } from '../../ui/index.ts';
import { Locked } from './Locked.tsx';
import { PinPad, pinLength } from './PinPad.tsx';
import { useCountdown } from './use-countdown.ts';

export type PinSheetProps = {
  title: string;
  /** What the PIN is asked for; above the dots. */
  children?: ReactNode;
  label: string;
  /** Called with six digits; the dots are emptied after it. */
  onPin(pin: string): void;
  error?: string | null | undefined;
  busy?: boolean;
  /** Until when no PIN is looked at, by the clock of this device. */
  lockedUntilMs?: number | null;
  /** What else can be done; below the keys. */
  end?: ReactNode;
  onClose(): void;
};

type PinEntryProps = Omit<PinSheetProps, 'title' | 'children' | 'onClose'>;

/** The dots and keys of one PIN, or the countdown while it is locked. */
export function PinEntry(props: PinEntryProps) {
  const { label, onPin, error, busy = false, lockedUntilMs = null, end } = props;
  const [value, setValue] = useState('');
  const leftMs = useCountdown(lockedUntilMs);
  // The last dot is seen for a moment; what is judged now is typed anew if it was wrong.
  useEffect(() => {
    if (value.length < pinLength) return;
    const timer = setTimeout(() => setValue(''), 200);
    return () => clearTimeout(timer);
  }, [value]);
  return (
    <>
      {leftMs > 0 ? (
        <Locked leftMs={leftMs} />
      ) : (
        <PinPad {...{ label, value, error, busy }} onChange={setValue} onComplete={onPin} />
      )}
      {end}
    </>
  );
}

/** Asks for a PIN in a sheet of its own. */
export default function PinSheet({ title, children, onClose, ...entry }: PinSheetProps) {
  return (
    <Dialog open onClose={onClose} title={title} firm={entry.busy === true}>
      {children}
      <PinEntry {...entry} />
    </Dialog>
  );
}
