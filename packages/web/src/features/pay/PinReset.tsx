import { Trans } from '@lingui/react/macro';
import type { ApprovalMeans } from '@plaza/contract';
import { Hourglass } from 'lucide-react';
import { formatDateTime, formatWait } from '../../i18n/format.ts';
import { useClient, useTask } from '../../state/index.ts';
import { Button, ButtonLink, FormError } from '../../ui/index.ts';
import { useCountdown } from './use-countdown.ts';

type Pending = NonNullable<ApprovalMeans['pinReset']>;

/** A reset that can still lead to a new PIN; null when there is none, or its time is over. */
export function openReset({ pinReset }: ApprovalMeans): Pending | null {
  return pinReset === null || Date.parse(pinReset.expiresAt) <= Date.now() ? null : pinReset;
}

function CancelButton() {
  const { api, commands } = useClient();
  const task = useTask();

  function cancel(): void {
    void task.run(async () => {
      const { approval } = await api.pay.cancelPinReset({});
      await commands.takeWallets({ wallets: [], approval });
    });
  }

  return (
    <>
      <FormError>{task.failure?.text}</FormError>
      <Button wide tone="danger" busy={task.busy} onClick={cancel}>
        <Trans>Cancel the reset</Trans>
      </Button>
    </>
  );
}

/** A reset that waits: from when it works, until when, and how to end it. */
export function PinReset({ readyAt, expiresAt }: Pending) {
  const leftMs = useCountdown(Date.parse(readyAt));
  const [ready, end, left] = [
    formatDateTime(readyAt),
    formatDateTime(expiresAt),
    formatWait(leftMs),
  ];
  const isReady = leftMs === 0;
  return (
    <section className="edge flex flex-col gap-4 rounded-2xl bg-surface p-5 text-center">
      <span
        aria-hidden="true"
        className="mx-auto grid size-16 place-items-center rounded-full bg-warn-soft text-warn"
      >
        <Hourglass className="size-8" />
      </span>
      <h2 className="text-lg font-semibold">
        {isReady ? (
          <Trans>You can set a new PIN now</Trans>
        ) : (
          <Trans>A new PIN can be set from {ready} on</Trans>
        )}
      </h2>
      <p className="text-muted">
        {isReady ? (
          <Trans>This is possible until {end}. Then the PIN stays as it is.</Trans>
        ) : (
          <Trans>
            That is in {left}. The wait gives you time to notice if somebody else asked for it: any
            of your devices can cancel it. Until then the old PIN works, and using it cancels the
            reset.
          </Trans>
        )}
      </p>
      {isReady ? (
        <ButtonLink to="/me/wallet/pin/reset" wide>
          <Trans>Set a new PIN</Trans>
        </ButtonLink>
      ) : null}
      <CancelButton />
    </section>
  );
}
