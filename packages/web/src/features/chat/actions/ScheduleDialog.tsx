import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId, ScheduleId } from '@plaza/base';
import { useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, showToast, TextArea } from '../../../ui/index.ts';
import { orThrow } from '../or-throw.ts';
import { LaterField } from './LaterField.tsx';
import { fieldOf, laterOf } from './times.ts';

export type ScheduleDialogProps = {
  id: ConversationId;
  /** What is in the field already. */
  text: string;
  onClose(): void;
  /** It is planned: the field is empty from now on. */
  onPlanned(): void;
};

/** Sends a text at a later time. */
export default function ScheduleDialog({ id, text, onClose, onPlanned }: ScheduleDialogProps) {
  const { t } = useLingui();
  const client = useClient();
  const [scheduleId] = useState(() => client.newId<ScheduleId>());
  const [words, setWords] = useState(text);
  const [at, setAt] = useState(() => fieldOf(laterOf('morning', new Date())));
  const task = useTask();

  async function plan(): Promise<void> {
    const sendAt = new Date(at).toISOString();
    const message = { type: 'text', text: words.trim() } as const;
    const succeeded = await task.run(async () => {
      const input = { scheduleId, conversationId: id, message, sendAt };
      orThrow(await client.commands.schedule(input));
    });
    if (!succeeded) return;
    const time = formatDateTime(sendAt);
    showToast(t`It will be sent: ${time}.`);
    onPlanned();
    onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Send later`}
      actions={
        <Button
          busy={task.busy}
          disabled={at === '' || words.trim() === ''}
          onClick={() => void plan()}
        >
          <Trans>Send later</Trans>
        </Button>
      }
    >
      <TextArea label={t`Message`} value={words} onChange={setWords} maxLength={10_000} rows={3} />
      <LaterField value={at} onChange={setAt} />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
