import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useLocation } from 'wouter';
import { api, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError } from '../../ui/index.ts';

type DeleteImportDialogProps = { id: ConversationId; onClose(): void };

/** Asks before an archive is gone for good. */
export function DeleteImportDialog({ id, onClose }: DeleteImportDialogProps) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const task = useTask();

  async function remove(): Promise<void> {
    const done = await task.run(async () => {
      await api.chat.deleteImport({ conversationId: id });
    });
    if (done) navigate('/chats', { replace: true });
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Delete what you imported?`}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button tone="danger" busy={task.busy} onClick={() => void remove()}>
            <Trans>Delete</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>
          It is deleted from the city and from all your devices. You can import it again.
        </Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
