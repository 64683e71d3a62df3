import { Trans, useLingui } from '@lingui/react/macro';
import type { Conversation } from '@plaza/contract';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Button, Dialog, FormError, TextField } from '../../ui/index.ts';
import { orThrow } from './or-throw.ts';

type RenameDialogProps = { conversation: Conversation; onClose(): void };

export function RenameDialog({ conversation, onClose }: RenameDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [name, setName] = useState(conversation.name ?? '');
  const task = useTask();

  async function rename(): Promise<void> {
    const wanted = name.trim();
    if (wanted === '') return;
    const succeeded = await task.run(async () => {
      orThrow(await commands.renameGroup(conversation.conversationId, wanted));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Name of the group`}
      actions={
        <Button busy={task.busy} disabled={name.trim() === ''} onClick={() => void rename()}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextField
        label={t`Name`}
        value={name}
        onChange={setName}
        maxLength={60}
        description={t`All members see it and may change it.`}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
