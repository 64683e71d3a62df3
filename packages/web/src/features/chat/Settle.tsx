import { Trans } from '@lingui/react/macro';
import type { Transfer } from '@plaza/contract';
import { useState } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button, FormError } from '../../ui/index.ts';
import { useSettling } from './use-settling.ts';

type SettleProps = {
  transfer: Transfer;
  /** How the sender is called here. */
  name: string;
};

/** Accept or return, for whom a transfer waits. */
export function Settle({ transfer, name }: SettleProps) {
  const { busy, way, failure, isUnclear, run } = useSettling(transfer.transferId);
  const [isReturning, setReturning] = useState(false);
  const amount = formatMoney(transfer.money);
  return (
    <div className="flex flex-col gap-2">
      <FormError>{failure?.text}</FormError>
      {isUnclear ? (
        <p className="text-sm text-muted">
          <Trans>Press again as often as you like: it is carried out once at most.</Trans>
        </p>
      ) : null}
      {isReturning ? (
        <>
          <p className="text-center text-muted">
            <Trans>
              Give {amount} back to {name}? This cannot be undone.
            </Trans>
          </p>
          <Button wide tone="danger" busy={busy} onClick={() => run('return')}>
            <Trans>Return it</Trans>
          </Button>
          <Button wide tone="plain" disabled={busy} onClick={() => setReturning(false)}>
            <Trans>Keep it for now</Trans>
          </Button>
        </>
      ) : (
        <>
          <Button wide busy={busy && way === 'accept'} onClick={() => run('accept')}>
            <Trans>Accept {amount}</Trans>
          </Button>
          <Button wide tone="plain" disabled={busy} onClick={() => setReturning(true)}>
            <Trans>Return</Trans>
          </Button>
        </>
      )}
      <p role="status" className="sr-only">
        {busy ? <Trans>One moment …</Trans> : null}
      </p>
    </div>
  );
}
