import { Trans } from '@lingui/react/macro';
import type { Wallet } from '@plaza/contract';
import { CloudOff, Snowflake } from 'lucide-react';
import { Link } from 'wouter';
import { useConnection } from '../../state/index.ts';
import { Note } from '../../ui/index.ts';

/** Without a network what is known stays, and is told to be no more than that. */
export function AsLastKnown() {
  const isOffline = useConnection((state) => state.isOffline);
  if (!isOffline) return null;
  return (
    <Note tone="warn" icon={<CloudOff aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}>
      <Trans>
        This is what this device knew last. Payments need a connection; nothing is paid without one.
      </Trans>
    </Note>
  );
}

/** Why nothing goes in or out, in the operator’s words. */
export function FrozenNote({ wallet: { state, reason } }: { wallet: Wallet }) {
  if (state !== 'frozen') return null;
  return (
    <Note tone="warn" icon={<Snowflake aria-hidden="true" className="mt-0.5 size-5 shrink-0" />}>
      <p className="font-semibold">
        <Trans>The operator froze this wallet: nothing goes in or out.</Trans>
      </p>
      <p dir="auto">{reason}</p>
      <p className="mt-1 text-sm">
        <Trans>What you have stays yours. If this is wrong, you can appeal.</Trans>
      </p>
      <Link
        to="/me/reports"
        className="mt-1 inline-flex min-h-11 items-center font-semibold underline"
      >
        <Trans>Reasons and appeal</Trans>
      </Link>
    </Note>
  );
}
