import { useLingui } from '@lingui/react/macro';
import { Redirect, useLocation } from 'wouter';
import { useClient, useTask } from '../../state/index.ts';
import { ChoosePin } from './ChoosePin.tsx';
import { PinCard, PinFrame } from './PinFrame.tsx';
import { openReset } from './PinReset.tsx';

function Finish() {
  const { api, commands } = useClient();
  const [, navigate] = useLocation();
  const task = useTask();

  async function finish(pin: string): Promise<void> {
    const succeeded = await task.run(async () => {
      const { approval } = await api.pay.finishPinReset({ pin });
      await commands.takeWallets({ wallets: [], approval });
    });
    if (succeeded) navigate('/me/wallet/pin', { replace: true });
  }

  return (
    <PinCard>
      <ChoosePin
        busy={task.busy}
        error={task.failure?.text ?? null}
        onChosen={(pin) => void finish(pin)}
      />
    </PinCard>
  );
}

/** The new PIN, when the waiting time of a reset is over. */
export default function PinResetPage() {
  const { t } = useLingui();
  return (
    <PinFrame title={t`Set a new PIN`} back="/me/wallet/pin">
      {(means) =>
        openReset(means) === null ? <Redirect to="/me/wallet/pin" replace /> : <Finish />
      }
    </PinFrame>
  );
}
