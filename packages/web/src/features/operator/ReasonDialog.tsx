import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, TextArea } from '../../ui/index.ts';
import { ResetSecret } from '../me/index.ts';

export type ReasonedAction = 'suspend' | 'restore' | 'appoint' | 'dismiss' | 'reset';

const titles: Record<ReasonedAction, MessageDescriptor> = {
  suspend: msg`Suspend this person?`,
  restore: msg`Lift the suspension?`,
  appoint: msg`Appoint as operator?`,
  dismiss: msg`Dismiss as operator?`,
  reset: msg`Start an assisted reset?`,
};

function Lead({ action }: { action: ReasonedAction }) {
  switch (action) {
    case 'suspend':
      return <Trans>All devices of this person are signed out and nobody can sign in.</Trans>;
    case 'restore':
      return <Trans>This person can sign in again.</Trans>;
    case 'appoint':
      return (
        <Trans>
          This person can then do everything that you can: suspend people, top up and freeze
          wallets, decide reports, and appoint others.
        </Trans>
      );
    case 'dismiss':
      return <Trans>This person becomes a resident like any other, at once.</Trans>;
    case 'reset':
      return (
        <Trans>
          Make sure who it is, in person. You get a secret to hand over; it works only after a
          waiting time, and every device of the person is told and can cancel it.
        </Trans>
      );
  }
}

type ReasonDialogProps = {
  action: ReasonedAction;
  personId: PersonId;
  onClose(): void;
  onDone(): void;
};

/** What touches another person needs a reason, which is kept in the log of actions. */
export function ReasonDialog({ action, personId, onClose, onDone }: ReasonDialogProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState('');
  const [begun, setBegun] = useState<{ secret: string; readyAt: string } | null>(null);
  const task = useTask();
  const given = { personId, reason: reason.trim() };

  async function act(): Promise<void> {
    const succeeded = await task.run(async () => {
      if (action !== 'reset') return void (await api.operator[action](given));
      const { secret, reset } = await api.operator.beginReset(given);
      setBegun({ secret, readyAt: reset.readyAt });
    });
    if (!succeeded) return;
    onDone();
    if (action !== 'reset') onClose();
  }

  if (begun !== null) return <ResetSecret {...begun} onClose={onClose} />;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t(titles[action])}
      actions={
        <Button
          tone={action === 'suspend' || action === 'dismiss' ? 'danger' : 'primary'}
          busy={task.busy}
          disabled={given.reason === ''}
          onClick={() => void act()}
        >
          {action === 'suspend' ? <Trans>Suspend</Trans> : <Trans>Confirm</Trans>}
        </Button>
      }
    >
      <p className="text-muted">
        <Lead action={action} />
      </p>
      <TextArea
        label={t`Reason`}
        value={reason}
        onChange={setReason}
        maxLength={300}
        description={<Trans>Kept in the log of actions.</Trans>}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
