import { Trans } from '@lingui/react/macro';
import { CloudOff } from 'lucide-react';
import { useConnection } from '../state/connection.ts';

/** Says that the network is away, and that nothing is lost by it. */
export function OfflineBanner() {
  const isOffline = useConnection((state) => state.isOffline);
  return (
    <div role="status">
      {isOffline ? (
        <p className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-sm text-warn">
          <CloudOff aria-hidden="true" className="size-4 shrink-0" />
          <Trans>No connection. What you write is sent when it is back.</Trans>
        </p>
      ) : null}
    </div>
  );
}
