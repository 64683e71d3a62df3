import { Trans, useLingui } from '@lingui/react/macro';
import type { Conversation } from '@plaza/contract';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';

type DissolveDialogProps = { conversation: Conversation; onClose(): void };

export function DissolveDialog({ conversation, onClose }: DissolveDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const task = useTask();

  async function dissolve(): Promise<void> {
    const succeeded = await task.run(async () => {
      orThrow(await commands.dissolveGroup(conversation.conversationId));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Dissolve the group?`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button tone="danger" busy={task.busy} onClick={() => void dissolve()}>
            <Trans>Dissolve</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>Nobody can write any more. What was said stays readable. It cannot be undone.</Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
