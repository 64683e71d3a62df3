import { Trans, useLingui } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { useState } from 'react';
import { Redirect, useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { ButtonLink } from '../../ui/index.ts';
import { ChoosePin } from './ChoosePin.tsx';
import { pinWords, useLockedUntil } from './pin-refusal.ts';
import { PinCard, PinFrame } from './PinFrame.tsx';
import { PinEntry } from './PinSheet.tsx';

function Change({ means }: { means: ApprovalMeans }) {
  const { t } = useLingui();
  const { api, commands } = useClient();
  const [, navigate] = useLocation();
  const [currentPin, setCurrentPin] = useState<string | null>(null);
  const task = useTask();
  const lockedUntilMs = useLockedUntil(task.failure, means);

  async function change(newPin: string): Promise<void> {
    if (currentPin === null) return;
    let isNewRefused = false;
    const succeeded = await task.run(async () => {
      const answer = await api.pay.changePin({ currentPin, newPin }).catch((thrown: unknown) => {
        isNewRefused = (thrown as { error?: unknown }).error === 'weak_pin';
        throw thrown;
      });
      await commands.takeWallets({ wallets: [], approval: answer.approval });
    });
    if (succeeded) {
      // Every device is told, this one too.
      navigate('/me/wallet/pin', { replace: true });
    } else if (!isNewRefused) {
      // The present one is asked for again: it was wrong, or nobody knows.
      setCurrentPin(null);
    }
  }

  if (currentPin !== null) {
    return (
      <ChoosePin
        busy={task.busy}
        error={task.failure?.text ?? null}
        onChosen={(pin) => void change(pin)}
      />
    );
  }
  return (
    <PinEntry
      label={t`Your present PIN`}
      onPin={(pin) => {
        task.clear();
        setCurrentPin(pin);
      }}
      error={pinWords(task.failure)}
      lockedUntilMs={lockedUntilMs}
      end={
        <ButtonLink to="/me/wallet/pin/forgot" tone="plain" wide>
          <Trans>Forgot the PIN?</Trans>
        </ButtonLink>
      }
    />
  );
}

/** The present PIN, then the new one twice. */
export default function PinChangePage() {
  const { t } = useLingui();
  return (
    <PinFrame title={t`Change the PIN`} back="/me/wallet/pin">
      {(means) =>
        means.hasPin ? (
          <PinCard>
            <Change means={means} />
          </PinCard>
        ) : (
          <Redirect to="/me/wallet/pin" replace />
        )
      }
    </PinFrame>
  );
}
