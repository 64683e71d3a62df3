import { Trans } from '@lingui/react/macro';
import type { Transfer } from '@plaza/contract';
import { useState, type ReactNode } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { Button, FormError } from '../../ui/index.ts';
import { useCountdown } from '../pay/index.ts';
import { isHeld } from './transfer-telling.ts';
import { useSettling } from './use-settling.ts';

function Unclear() {
  return (
    <p className="text-sm text-muted">
      <Trans>Press again as often as you like: it is carried out once at most.</Trans>
    </p>
  );
}

type SureProps = {
  question: ReactNode;
  yes: ReactNode;
  busy: boolean;
  onYes(): void;
  onNo(): void;
};

/** Money is not given or taken back by one slip of a thumb. */
function Sure({ question, yes, busy, onYes, onNo }: SureProps) {
  return (
    <>
      <p className="text-center text-muted">{question}</p>
      <Button wide tone="danger" busy={busy} onClick={onYes}>
        {yes}
      </Button>
      <Button wide tone="plain" disabled={busy} onClick={onNo}>
        <Trans>Keep it for now</Trans>
      </Button>
    </>
  );
}

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
      {isUnclear ? <Unclear /> : null}
      {isReturning ? (
        <Sure
          question={
            <Trans>
              Give {amount} back to {name}? This cannot be undone.
            </Trans>
          }
          yes={<Trans>Return it</Trans>}
          busy={busy}
          onYes={() => run('return')}
          onNo={() => setReturning(false)}
        />
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

/** The payer of a delayed transfer takes it back before it arrives. */
export function CancelTransfer({ transfer }: { transfer: Transfer }) {
  const { transferId, arrivesAt, state, money } = transfer;
  const { busy, failure, isUnclear, run } = useSettling(transferId);
  const [isAsked, setAsked] = useState(false);
  const leftMs = useCountdown(arrivesAt == null ? null : Date.parse(arrivesAt));
  const amount = formatMoney(money);
  if (!isHeld(state) || leftMs === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <FormError>{failure?.text}</FormError>
      {isUnclear ? <Unclear /> : null}
      {isAsked ? (
        <Sure
          question={<Trans>Take {amount} back? Nothing will arrive.</Trans>}
          yes={<Trans>Take it back</Trans>}
          busy={busy}
          onYes={() => run('cancel')}
          onNo={() => setAsked(false)}
        />
      ) : (
        <Button wide tone="plain" onClick={() => setAsked(true)}>
          <Trans>Take it back</Trans>
        </Button>
      )}
    </div>
  );
}
