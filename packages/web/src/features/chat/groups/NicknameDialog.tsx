import { Trans, useLingui } from '@lingui/react/macro';
import type { Conversation } from '@plaza/contract';
import { useState } from 'react';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, TextField } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';

type NicknameDialogProps = { conversation: Conversation; nickname: string; onClose(): void };

/** What I am called in this group only. */
export function NicknameDialog({ conversation, nickname, onClose }: NicknameDialogProps) {
  const { t } = useLingui();
  const { commands } = useClient();
  const [name, setName] = useState(nickname);
  const task = useTask();

  async function save(): Promise<void> {
    const succeeded = await task.run(async () => {
      orThrow(await commands.setNickname(conversation.conversationId, name.trim()));
    });
    if (succeeded) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`My name in this group`}
      actions={
        <Button busy={task.busy} onClick={() => void save()}>
          <Trans>Save</Trans>
        </Button>
      }
    >
      <TextField
        label={t`Name`}
        value={name}
        onChange={setName}
        maxLength={40}
        description={t`Empty: your own name.`}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
