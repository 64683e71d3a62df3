import { Trans, useLingui } from '@lingui/react/macro';
import type { TrustCase } from '@plaza/contract';
import { useId, useState } from 'react';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, TextArea } from '../../ui/index.ts';
import { measureWords, type Measure } from './words.ts';

/** What can be done about what; the server judges again. */
function measuresFor({ subject, accused, groupName }: TrustCase): Measure[] {
  const measures: Measure[] = ['none'];
  if (accused !== null) measures.push('warn');
  if (['message', 'post', 'comment'].includes(subject.kind)) measures.push('remove_message');
  if (accused !== null) measures.push('suspend_person');
  const inGroup = subject.kind === 'group' || (subject.kind === 'message' && groupName !== null);
  if (inGroup) measures.push('dissolve_group');
  return measures;
}

type DecideDialogProps = { trustCase: TrustCase; onClose(): void; onDone(): void };

/** Decides a case. Who it is about reads every word of the reasons. */
export function DecideDialog({ trustCase, onClose, onDone }: DecideDialogProps) {
  const { t } = useLingui();
  const name = useId();
  const [measure, setMeasure] = useState<Measure | null>(null);
  const [facts, setFacts] = useState('');
  const [ground, setGround] = useState('');
  const task = useTask();
  const isReady = measure !== null && facts.trim() !== '' && ground.trim() !== '';

  async function decide(): Promise<void> {
    if (measure === null) return;
    const { caseId } = trustCase;
    const given = { caseId, measure, facts: facts.trim(), ground: ground.trim() };
    if (!(await task.run(async () => void (await api.trust.decideCase(given))))) return;
    onClose();
    onDone();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Decide`}
      actions={
        <Button
          tone={measure === 'none' || measure === null ? 'primary' : 'danger'}
          busy={task.busy}
          disabled={!isReady}
          onClick={() => void decide()}
        >
          <Trans>Decide</Trans>
        </Button>
      }
    >
      <fieldset className="flex flex-col">
        <legend className="mb-1 text-sm font-medium">{t`Measure`}</legend>
        {measuresFor(trustCase).map((option) => (
          <label key={option} className="flex min-h-11 items-center gap-3">
            <input
              type="radio"
              name={name}
              className="size-5 accent-accent"
              checked={measure === option}
              onChange={() => setMeasure(option)}
            />
            {t(measureWords[option])}
          </label>
        ))}
      </fieldset>
      <TextArea
        label={t`What happened`}
        value={facts}
        onChange={setFacts}
        maxLength={2000}
        rows={3}
        description={<Trans>The accused reads this. Do not name who reported it.</Trans>}
      />
      <TextArea
        label={t`The rule that it breaks`}
        value={ground}
        onChange={setGround}
        maxLength={500}
      />
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}
