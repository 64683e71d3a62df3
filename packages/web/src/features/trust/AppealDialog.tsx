import { Trans, useLingui } from '@lingui/react/macro';
import type { CaseId } from '@plaza/base';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, TextArea } from '../../ui/index.ts';

type AppealDialogProps = { caseId: CaseId; onClose(): void; onDone(): void };

/** Asks that somebody else looks at a decision again. */
export function AppealDialog({ caseId, onClose, onDone }: AppealDialogProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const task = useTask();

  async function send(): Promise<void> {
    const given = { caseId, text: text.trim() };
    if (!(await task.run(async () => void (await api.trust.appeal(given))))) return;
    onClose();
    onDone();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Appeal`}
      actions={
        <Button busy={task.busy} disabled={text.trim() === ''} onClick={() => void send()}>
          <Trans>Send</Trans>
        </Button>
      }
    >
      <p className="text-muted">
        <Trans>Where the city has more than one operator, another one looks at it.</Trans>
      </p>
      <TextArea
        label={t`Why should it be decided otherwise?`}
        value={text}
        onChange={setText}
        maxLength={2000}
        rows={4}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
