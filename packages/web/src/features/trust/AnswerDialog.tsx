import { Trans, useLingui } from '@lingui/react/macro';
import type { CaseId } from '@plaza/base';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, Segmented, TextArea } from '../../ui/index.ts';

type AnswerDialogProps = { caseId: CaseId; onClose(): void; onDone(): void };

/** Answers an appeal. A suspension that is reversed ends at once. */
export function AnswerDialog({ caseId, onClose, onDone }: AnswerDialogProps) {
  const { t } = useLingui();
  const [outcome, setOutcome] = useState<'upheld' | 'reversed'>('upheld');
  const [answer, setAnswer] = useState('');
  const task = useTask();

  async function send(): Promise<void> {
    const given = { caseId, outcome, answer: answer.trim() };
    if (!(await task.run(async () => void (await api.trust.decideAppeal(given))))) return;
    onClose();
    onDone();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Answer the appeal`}
      actions={
        <Button busy={task.busy} disabled={answer.trim() === ''} onClick={() => void send()}>
          <Trans>Send</Trans>
        </Button>
      }
    >
      <Segmented<'upheld' | 'reversed'>
        label={t`The decision`}
        value={outcome}
        onChange={setOutcome}
        options={[
          { value: 'upheld', label: t`stays` },
          { value: 'reversed', label: t`is reversed` },
        ]}
      />
      <p className="text-sm text-muted">
        <Trans>
          A suspension is lifted. A message that was removed and a group that was dissolved do not
          come back.
        </Trans>
      </p>
      <TextArea label={t`Why`} value={answer} onChange={setAnswer} maxLength={2000} rows={3} />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
