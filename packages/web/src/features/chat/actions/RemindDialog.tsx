import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId, ReminderId } from '@plaza/base';
import { useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, showToast, TextField } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';
import { LaterField } from './LaterField.tsx';
import { fieldOf, laterOf } from './times.ts';

type RemindDialogProps = { id: ConversationId; seq: number; onClose(): void };

/** Brings a message back to mind at a time. */
export function RemindDialog({ id, seq, onClose }: RemindDialogProps) {
  const { t } = useLingui();
  const client = useClient();
  const [reminderId] = useState(() => client.newId<ReminderId>());
  const [at, setAt] = useState(() => fieldOf(laterOf('hour', new Date())));
  const [note, setNote] = useState('');
  const task = useTask();

  async function save(): Promise<void> {
    const remindAt = new Date(at).toISOString();
    const succeeded = await task.run(async () => {
      const reminder = { reminderId, conversationId: id, seq, remindAt, note: note.trim() };
      orThrow(await client.commands.remind(reminder));
    });
    if (!succeeded) return;
    const time = formatDateTime(remindAt);
    showToast(t`You will be reminded: ${time}.`);
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Remind me`}
      actions={
        <Button busy={task.busy} disabled={at === ''} onClick={() => void save()}>
          <Trans>Remind me</Trans>
        </Button>
      }
    >
      <LaterField value={at} onChange={setAt} />
      <TextField label={t`Note`} value={note} onChange={setNote} maxLength={200} />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
