import { Trans, useLingui } from '@lingui/react/macro';
import type { Conversation } from '@plaza/contract';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError } from '../../ui/index.ts';
import { orThrow } from './or-throw.ts';

type LeaveDialogProps = { conversation: Conversation; onClose(): void };

export function LeaveDialog({ conversation, onClose }: LeaveDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const task = useTask();

  async function leave(): Promise<void> {
    const succeeded = await task.run(async () => {
      orThrow(await commands.leaveGroup(conversation.conversationId));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Leave the group?`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button tone="danger" busy={task.busy} onClick={() => void leave()}>
            <Trans>Leave</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>You keep what you saw. A member can add you again.</Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
