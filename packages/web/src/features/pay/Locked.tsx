import { Trans } from '@lingui/react/macro';
import { LockKeyhole } from 'lucide-react';
import { formatWait } from '../../i18n/format.ts';
import { formatCountdown } from './use-countdown.ts';
import { VisuallyHidden } from '../../ui/index.ts';

/** Stands in the place of the keys while no PIN is looked at. */
export function Locked({ leftMs }: { leftMs: number }) {
  // Told once a minute: a clock that is read out every second leaves no room for anything else.
  const wait = formatWait(Math.ceil(leftMs / 60_000) * 60_000);
  return (
    <div className="flex flex-col items-center gap-3 rounded-2xl bg-danger-soft px-4 py-8 text-center text-danger">
      <LockKeyhole aria-hidden="true" className="size-8" />
      <p className="font-semibold">
        <Trans>Too many wrong PINs</Trans>
      </p>
      <p aria-hidden="true" dir="ltr" className="text-3xl font-bold tabular-nums">
        {formatCountdown(leftMs)}
      </p>
      <p className="text-sm">
        <Trans>The PIN can be tried again when this time is over.</Trans>
      </p>
      <VisuallyHidden>
        <span role="status">
          <Trans>Wait: {wait}.</Trans>
        </span>
      </VisuallyHidden>
    </div>
  );
}
