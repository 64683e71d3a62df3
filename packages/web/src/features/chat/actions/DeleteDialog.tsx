import { Plural, Trans } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';
import { endSelecting } from './acting.ts';

/** So many go in one call. */
const atOnce = 100;

type DeleteDialogProps = { id: ConversationId; seqs: readonly number[]; onClose(): void };

/** Deletes messages for me; others keep theirs. */
export function DeleteDialog({ id, seqs, onClose }: DeleteDialogProps) {
  const { commands } = useClient();
  const task = useTask();

  async function remove(): Promise<void> {
    const succeeded = await task.run(async () => {
      for (let from = 0; from < seqs.length; from += atOnce) {
        orThrow(await commands.hide(id, seqs.slice(from, from + atOnce)));
      }
    });
    if (!succeeded) return;
    endSelecting();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={<Plural value={seqs.length} one="Delete this message?" other="Delete # messages?" />}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button tone="danger" busy={task.busy} onClick={() => void remove()}>
            <Trans>Delete for me</Trans>
          </Button>
        </>
      }
    >
      <p className="text-muted">
        <Trans>Only for you, on all your devices. The others still see it.</Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
