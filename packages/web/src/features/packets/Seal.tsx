import { Gift } from 'lucide-react';
import { classNames } from '../../ui/index.ts';

/** The golden seal of an envelope. */
export function Seal({ spent = false }: { spent?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'grid size-[44px] shrink-0 place-items-center rounded-full',
        spent ? 'bg-current/10' : 'packet-gold text-on-gold',
      )}
    >
      <Gift className="size-[22px]" />
    </span>
  );
}
