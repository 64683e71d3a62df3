import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

type ChipProps = { isChosen: boolean; onClick(): void; children: ReactNode };

/** One of a row of choices that narrow down what is shown. */
export function Chip({ isChosen, onClick, children }: ChipProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={classNames(
        'edge min-h-[44px] shrink-0 rounded-full px-4 text-sm whitespace-nowrap',
        isChosen ? 'bg-accent font-semibold text-on-accent' : 'bg-field hover:bg-hover',
      )}
    >
      {children}
    </button>
  );
}
