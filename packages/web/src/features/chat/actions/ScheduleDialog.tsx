import { Trans, useLingui } from '@lingui/react/macro';
import type { ScheduleId } from '@plaza/base';
import { inboxOf } from '@plaza/client';
import { useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { useClient, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, showToast, TextArea } from '../../../ui/index.ts';
import { writeAgain } from '../compose/index.ts';
import type { OwnSheetProps } from '../compose/PollSheet.tsx';
import { orThrow } from '../or-throw.ts';
import { LaterField } from './LaterField.tsx';
import { fieldOf, laterOf } from './times.ts';

/** Sends a text at a later time. */
export default function ScheduleDialog({ id, onClose }: OwnSheetProps) {
  const { t } = useLingui();
  const client = useClient();
  const [scheduleId] = useState(() => client.newId<ScheduleId>());
  const [words, setWords] = useState(() => inboxOf(client.getState(), id)?.draft ?? '');
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
    // The field is empty from now on: what was in it waits for its time.
    writeAgain(id, '');
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
