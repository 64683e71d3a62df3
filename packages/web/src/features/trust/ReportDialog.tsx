import { Trans, useLingui } from '@lingui/react/macro';
import type { CaseId } from '@plaza/base';
import type { ReportSubject } from '@plaza/contract';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import { api } from '../../state/calls.ts';
import { useClient } from '../../state/index.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, Dialog, FormError, ListRow, Note, SectionCard, TextArea } from '../../ui/index.ts';
import { categoryWords, type Category } from './words.ts';

export type ReportDialogProps = { subject: ReportSubject; onClose(): void };

function Thanks({ onClose }: { onClose(): void }) {
  return (
    <>
      <Note tone="good" icon={<CircleCheck aria-hidden="true" className="size-6 shrink-0" />}>
        <Trans>
          Thank you. Somebody who runs this city will look at it. You will see here what was
          decided; the other side does not learn who reported it.
        </Trans>
      </Note>
      <Link
        to="/me/reports"
        onClick={onClose}
        className="rounded-xl px-2 py-3 text-center font-medium text-accent-text hover:bg-hover"
      >
        <Trans>My reports</Trans>
      </Link>
    </>
  );
}

/** Reports something: one press opens it, one says what is wrong. */
export default function ReportDialog({ subject, onClose }: ReportDialogProps) {
  const { t } = useLingui();
  const client = useClient();
  const [caseId] = useState(() => client.newId<CaseId>());
  const [note, setNote] = useState('');
  const [isDone, setDone] = useState(false);
  const task = useTask();

  async function send(category: Category): Promise<void> {
    const given = { caseId, subject, category, note: note.trim() };
    if (await task.run(async () => void (await api.trust.report(given)))) setDone(true);
  }

  if (isDone) {
    return (
      <Dialog
        open
        onClose={onClose}
        title={t`Reported`}
        actions={
          <Button onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
        }
      >
        <Thanks onClose={onClose} />
      </Dialog>
    );
  }
  return (
    <Dialog open onClose={onClose} title={t`What is wrong with it?`}>
      <FormError>{task.failure?.text}</FormError>
      <SectionCard>
        {Object.entries(categoryWords).map(([category, words]) => (
          <ListRow
            key={category}
            title={t(words)}
            disabled={task.busy}
            onClick={() => void send(category as Category)}
          />
        ))}
      </SectionCard>
      <TextArea
        label={t`In your own words, if you like`}
        value={note}
        onChange={setNote}
        maxLength={1000}
        description={<Trans>Write before you choose.</Trans>}
      />
    </Dialog>
  );
}
