import { Trans, useLingui } from '@lingui/react/macro';
import { LifeBuoy } from 'lucide-react';
import { useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, ListRow, SectionCard, showToast } from '../../ui/index.ts';
import { Answered } from './Page.tsx';
import { ResetSecret } from './ResetSecret.tsx';

const ask = () => api.identity.listResets({});
type Begun = Awaited<ReturnType<typeof api.identity.beginOwnReset>>;

/** Resets that wait: whoever did not start one cancels it here, from any device. */
export function Resets() {
  const { t } = useLingui();
  const answer = useAnswer(ask);
  const [begun, setBegun] = useState<Begun | null>(null);
  const [isAsking, setAsking] = useState(false);
  const task = useTask();

  async function begin(): Promise<void> {
    const succeeded = await task.run(async () => setBegun(await api.identity.beginOwnReset({})));
    if (!succeeded) return;
    setAsking(false);
    answer.reload();
  }

  function cancel(resetId: string): void {
    void task.run(async () => {
      await api.identity.cancelReset({ resetId });
      answer.reload();
      showToast(t`The reset was cancelled.`);
    });
  }

  return (
    <SectionCard
      title={<Trans>Forgot your password?</Trans>}
      note={
        <Trans>
          A reset sets a new password after a waiting time, in which any of your devices can cancel
          it.
        </Trans>
      }
    >
      <Answered answer={answer}>
        {({ resets }) =>
          resets.map(({ resetId, readyAt, origin }) => {
            const ready = formatDateTime(readyAt);
            return (
              <ListRow
                key={resetId}
                title={
                  origin === 'operator' ? (
                    <Trans>A reset started by the operator</Trans>
                  ) : (
                    <Trans>A reset started on a device</Trans>
                  )
                }
                subtitle={<Trans>Works from: {ready}</Trans>}
                end={
                  <Button tone="danger" busy={task.busy} onClick={() => cancel(resetId)}>
                    <Trans>Cancel</Trans>
                  </Button>
                }
              />
            );
          })
        }
      </Answered>
      <ListRow
        tone="accent"
        start={<LifeBuoy aria-hidden="true" className="size-6 text-accent-text" />}
        title={<Trans>Start a reset</Trans>}
        onClick={() => setAsking(true)}
      />
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t`Start a reset?`}
        actions={
          <Button busy={task.busy} onClick={() => void begin()}>
            <Trans>Start a reset</Trans>
          </Button>
        }
      >
        <p className="text-muted">
          <Trans>You get a secret. After the waiting time it sets a new password, once.</Trans>
        </p>
        <FormError>{task.failure?.text}</FormError>
      </Dialog>
      {begun === null ? null : (
        <ResetSecret
          secret={begun.secret}
          readyAt={begun.reset.readyAt}
          onClose={() => setBegun(null)}
        />
      )}
    </SectionCard>
  );
}
