import { Trans } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { Hourglass, LockKeyhole } from 'lucide-react';
import { Link } from 'wouter';
import { formatDateTime } from '../../i18n/format.ts';
import { Note } from '../../ui/index.ts';
import { openReset } from './PinReset.tsx';
import { useCountdown } from './use-countdown.ts';

const iconLook = 'mt-0.5 size-5 shrink-0';
const linkLook =
  'mt-1 inline-flex min-h-11 items-center font-semibold underline [overflow-wrap:anywhere]';

function ResetNote({ readyAt }: { readyAt: string }) {
  const ready = formatDateTime(readyAt);
  return (
    <Note tone="warn" icon={<Hourglass aria-hidden="true" className={iconLook} />}>
      <p>
        <Trans>
          Somebody who has a recovery code of yours asked for a new pay PIN. It can be set from{' '}
          {ready} on. If this was not you, cancel it.
        </Trans>
      </p>
      <Link to="/me/wallet/pin" className={linkLook}>
        <Trans>See the reset</Trans>
      </Link>
    </Note>
  );
}

/** Says until when no PIN is looked at; nothing while there is no lock. */
export function LockNote({ until }: { until: string | null }) {
  const leftMs = useCountdown(until === null ? null : Date.parse(until));
  if (until === null || leftMs === 0) return null;
  const end = formatDateTime(until);
  return (
    <Note tone="warn" icon={<LockKeyhole aria-hidden="true" className={iconLook} />}>
      <Trans>Too many wrong PINs were typed. The PIN is locked until {end}.</Trans>
    </Note>
  );
}

/** What is out of the ordinary about the pay PIN; nothing on most days. */
export function PinNotes({ approval }: { approval: ApprovalMeans }) {
  const reset = openReset(approval);
  return (
    <>
      {reset === null ? null : <ResetNote readyAt={reset.readyAt} />}
      <LockNote until={approval.pinLockedUntil} />
    </>
  );
}
