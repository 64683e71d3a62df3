import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonCard } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { api } from '../../state/calls.ts';
import { useTask } from '../../state/index.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  Button,
  Dialog,
  FormError,
  ListRow,
  SectionCard,
  Segmented,
  SkeletonRows,
  Switch,
  TextArea,
} from '../../ui/index.ts';

type Level = '1' | '2' | '3';
type Given = { level: Level; isMinor: boolean; reason: string };

type StandingDialogProps = {
  before: { level: Level; isMinor: boolean };
  busy: boolean;
  failure: string | undefined;
  onClose(): void;
  onSet(given: Given): void;
};

function StandingDialog({ before, busy, failure, onClose, onSet }: StandingDialogProps) {
  const { t } = useLingui();
  const [level, setLevel] = useState<Level>(before.level);
  const [isMinor, setMinor] = useState(before.isMinor);
  const [reason, setReason] = useState('');
  const why = reason.trim();
  return (
    <Dialog
      open
      firm={busy}
      onClose={onClose}
      title={t`Verification`}
      actions={
        <Button
          busy={busy}
          disabled={why === ''}
          onClick={() => onSet({ level, isMinor, reason: why })}
        >
          <Trans>Set</Trans>
        </Button>
      }
    >
      <Segmented<Level>
        label={<Trans>Class</Trans>}
        value={level}
        options={(['1', '2', '3'] as const).map((value) => ({ value, label: value }))}
        onChange={setLevel}
      />
      <Switch label={t`Not of age`} checked={isMinor} onChange={setMinor} />
      <TextArea
        label={t`Reason`}
        description={t`They read it. Kept in the log of actions.`}
        maxLength={300}
        value={reason}
        onChange={setReason}
      />
      <FormError>{failure}</FormError>
    </Dialog>
  );
}

/** How well the operator knows somebody, which says what they may pay. */
export default function PersonStanding({ person }: { person: PersonCard }) {
  const { personId } = person;
  const ask = useCallback(() => api.pay.getStanding({ personId }), [personId]);
  const { data, failure, replace } = useAnswer(ask);
  const [isOpen, setOpen] = useState(false);
  const task = useTask();
  const set = ({ level, isMinor, reason }: Given) =>
    task.run(async () => {
      const given = { personId, class: Number(level), isMinor, reason };
      replace(await api.pay.setStanding(given));
      setOpen(false);
    });
  const standing = data?.standing;
  return (
    <>
      <FormError>{failure?.text}</FormError>
      <SectionCard title={<Trans>Verification</Trans>}>
        {standing === undefined ? failure === null && <SkeletonRows count={1} /> : null}
        {standing === undefined ? null : (
          <>
            <ListRow
              title={<Trans>Class {standing.class}</Trans>}
              subtitle={standing.reason === '' ? <Trans>By their own word</Trans> : standing.reason}
              end={standing.isMinor ? <Trans>Not of age</Trans> : null}
            />
            <ListRow
              tone="accent"
              title={<Trans>Change the class</Trans>}
              onClick={() => setOpen(true)}
            />
          </>
        )}
      </SectionCard>
      {isOpen && standing !== undefined ? (
        <StandingDialog
          before={{ level: String(standing.class) as Level, isMinor: standing.isMinor }}
          busy={task.busy}
          failure={task.failure?.text}
          onClose={() => setOpen(false)}
          onSet={(given) => void set(given)}
        />
      ) : null}
    </>
  );
}
