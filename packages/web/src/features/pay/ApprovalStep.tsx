import { Trans, useLingui } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { Fingerprint } from 'lucide-react';
import { useState } from 'react';
import { explain } from '../../i18n/refusals.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, ButtonLink, FormError, Note, Skeleton } from '../../ui/index.ts';
import { passkeysWork } from '../identity/index.ts';
import { CreatePin } from './CreatePin.tsx';
import type { Payment } from './payment.ts';
import { pinWords, useLockedUntil } from './pin-refusal.ts';
import { PinEntry } from './PinSheet.tsx';
import type { Approving } from './use-payment.ts';
import { useWallet } from './use-wallet.ts';

type StepProps = { face: Approving; payment: Payment; means: ApprovalMeans };

const isRunning = ({ step }: Payment) => step === 'processing';

type PasskeyProps = { face: Approving; payment: Payment; tone: 'primary' | 'soft' };

function PasskeyButton({ face, payment, tone }: PasskeyProps) {
  const task = useTask();
  // Beside a PIN the line below its dots says what was wrong.
  const refusal = tone === 'primary' ? payment.refusal : null;
  const told = task.failure?.text ?? (refusal === null ? null : explain(refusal));
  return (
    <>
      <Button
        wide
        tone={tone}
        busy={task.busy || isRunning(payment)}
        icon={<Fingerprint aria-hidden="true" className="size-5" />}
        onClick={() => void task.run(face.approveByPasskey)}
      >
        <Trans>Approve with a passkey</Trans>
      </Button>
      <FormError>{told}</FormError>
    </>
  );
}

function WithPin({ face, payment, means }: StepProps) {
  const { t } = useLingui();
  const lockedUntilMs = useLockedUntil(payment.refusal, means);
  const busy = isRunning(payment);
  return (
    <PinEntry
      label={busy ? t`Paying …` : t`Your pay PIN`}
      busy={busy}
      onPin={(pin) => face.approve({ kind: 'pin', pin })}
      error={pinWords(payment.refusal)}
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
  const [isCreated, setCreated] = useState(false);
  // The server knows better than this device whether there is one.
  const hasPin = isCreated || (means.hasPin && payment.refusal?.error !== 'pin_unset');
  const hasPasskey = means.passkeys && passkeysWork();
  if (hasPin) {
    return (
      <>
        <WithPin {...{ face, payment, means }} />
        {hasPasskey ? <PasskeyButton {...{ face, payment }} tone="soft" /> : null}
      </>
    );
  }
  if (hasPasskey && !isCreating) {
    return (
      <>
        <PasskeyButton {...{ face, payment }} tone="primary" />
        <Button wide tone="plain" disabled={isRunning(payment)} onClick={() => setCreating(true)}>
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
      <CreatePin onDone={() => setCreated(true)} />
    </>
  );
}

/** Asks for the yes to exactly this payment. */
export function ApprovalStep({ face, payment }: { face: Approving; payment: Payment }) {
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
