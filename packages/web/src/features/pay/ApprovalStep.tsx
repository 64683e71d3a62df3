import { Trans, useLingui } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { Fingerprint } from 'lucide-react';
import { useMemo, useState } from 'react';
import { plural } from '@lingui/core/macro';
import { explain } from '../../i18n/refusals.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, ButtonLink, FormError, Note, Skeleton } from '../../ui/index.ts';
import { passkeysWork } from '../identity/index.ts';
import { CreatePin } from './CreatePin.tsx';
import type { Payment, Refusal } from './payment.ts';
import { PinEntry } from './PinSheet.tsx';
import type { PaymentFace } from './use-payment.ts';
import { useWallet } from './use-wallet.ts';

function detail(refusal: Refusal | null, name: string): number | null {
  const { details } = refusal ?? {};
  if (typeof details !== 'object' || details === null || !(name in details)) return null;
  const value = (details as Record<string, unknown>)[name];
  return typeof value === 'number' ? value : null;
}

/** Until when no PIN is looked at, by this device's clock, which may differ from the server's. */
function useLockedUntil(refusal: Refusal | null, means: ApprovalMeans): number | null {
  return useMemo(() => {
    const waitMs = refusal?.error === 'pin_locked' ? detail(refusal, 'retryAfterMs') : null;
    if (waitMs !== null) return Date.now() + waitMs;
    return means.pinLockedUntil === null ? null : Date.parse(means.pinLockedUntil);
  }, [refusal, means.pinLockedUntil]);
}

function wordsOf(refusal: Refusal | null): string | null {
  if (refusal === null || refusal.error === 'pin_locked') return null;
  const triesLeft = detail(refusal, 'triesLeft');
  if (refusal.error !== 'wrong_pin' || triesLeft === null) return explain(refusal);
  const left = plural(triesLeft, { one: '# try is left.', other: '# tries are left.' });
  return `${explain({ error: 'wrong_pin' })} ${left}`;
}

type StepProps = { face: PaymentFace; payment: Payment; means: ApprovalMeans };

function PasskeyButton({ face, tone }: { face: PaymentFace; tone: 'primary' | 'soft' }) {
  const task = useTask();
  return (
    <>
      <Button
        wide
        tone={tone}
        busy={task.busy}
        icon={<Fingerprint aria-hidden="true" className="size-5" />}
        onClick={() => void task.run(face.approveByPasskey)}
      >
        <Trans>Approve with a passkey</Trans>
      </Button>
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

function WithPin({ face, payment, means }: StepProps) {
  const { t } = useLingui();
  const lockedUntilMs = useLockedUntil(payment.refusal, means);
  return (
    <PinEntry
      label={t`Your pay PIN`}
      onPin={(pin) => face.approve({ kind: 'pin', pin })}
      error={wordsOf(payment.refusal)}
      lockedUntilMs={lockedUntilMs}
      end={
        <ButtonLink to="/me/wallet/pin" tone="plain" wide>
          <Trans>Forgot the PIN?</Trans>
        </ButtonLink>
      }
    />
  );
}

function Means({ face, payment, means }: StepProps) {
  const [isCreating, setCreating] = useState(false);
  const hasPin = means.hasPin && payment.refusal?.error !== 'pin_unset';
  const hasPasskey = means.passkeys && passkeysWork();
  if (hasPin) {
    return (
      <>
        <WithPin {...{ face, payment, means }} />
        {hasPasskey ? <PasskeyButton face={face} tone="soft" /> : null}
      </>
    );
  }
  if (hasPasskey && !isCreating) {
    return (
      <>
        <PasskeyButton face={face} tone="primary" />
        <Button wide tone="plain" onClick={() => setCreating(true)}>
          <Trans>Set a pay PIN instead</Trans>
        </Button>
      </>
    );
  }
  return (
    <>
      <Note>
        <Trans>
          You have no pay PIN yet. Choose one now: from then on it approves every payment.
        </Trans>
      </Note>
      <CreatePin />
    </>
  );
}

/** Asks for the yes to exactly this payment. */
export function ApprovalStep({ face, payment }: { face: PaymentFace; payment: Payment }) {
  const { approval, failure } = useWallet();
  return (
    <>
      {payment.wasAsked ? (
        <Note tone="warn">
          <Trans>
            This payment was interrupted. Approve it again, and we find out what became of it or
            finish it. It is paid once at most.
          </Trans>
        </Note>
      ) : null}
      {failure === null ? null : <FormError>{failure.text}</FormError>}
      {approval === null ? (
        failure === null && <Skeleton className="h-72" />
      ) : (
        <Means face={face} payment={payment} means={approval} />
      )}
    </>
  );
}
