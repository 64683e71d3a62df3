import { Trans, useLingui } from '@lingui/react/macro';
import { Download, LogOut, RefreshCw } from 'lucide-react';
import { useEffect } from 'react';
import { api } from '../../state/calls.ts';
import { signOut, startSession } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, SectionCard, SkeletonRows } from '../../ui/index.ts';
import { Decision } from './Decision.tsx';

const ask = () => api.trust.listMyStatements({});

function Decisions() {
  const { data, failure, reload } = useAnswer(ask);
  if (data === null) {
    return failure === null ? <SkeletonRows count={2} /> : <FormError>{failure.text}</FormError>;
  }
  if (data.statements.length === 0) {
    return (
      <p>
        <Trans>There are no reasons here. Ask the operator of this server for them.</Trans>
      </p>
    );
  }
  return (
    <SectionCard title={<Trans>Decisions about me</Trans>}>
      <ul className="divide-y divide-line">
        {data.statements.map((statement) => (
          <Decision key={statement.caseId} statement={statement} onAppealed={reload} />
        ))}
      </ul>
    </SectionCard>
  );
}

function Ways() {
  const task = useTask();
  async function download(): Promise<void> {
    const { path } = await api.rights.beginExport({});
    location.assign(path);
  }
  const icon = { 'aria-hidden': true, className: 'size-5' } as const;
  return (
    <div className="flex flex-col gap-2">
      <FormError>{task.failure?.text}</FormError>
      <Button
        tone="soft"
        wide
        icon={<RefreshCw {...icon} />}
        onClick={() => void task.run(startSession)}
      >
        <Trans>See whether it was lifted</Trans>
      </Button>
      <Button
        tone="soft"
        wide
        icon={<Download {...icon} />}
        onClick={() => void task.run(download)}
      >
        <Trans>Download my data</Trans>
      </Button>
      <Button tone="plain" wide icon={<LogOut {...icon} />} onClick={() => void task.run(signOut)}>
        <Trans>Sign out</Trans>
      </Button>
    </div>
  );
}

/** All that a suspended person sees: why, how to appeal, and the way to their data. */
export default function Suspended() {
  const { t } = useLingui();
  const title = t`Your account is suspended`;
  useEffect(() => {
    document.title = `${title} · Plaza`;
  }, [title]);
  return (
    <main className="h-full overflow-y-auto bg-canvas">
      <div className="mx-auto flex w-full max-w-md flex-col gap-6 px-[16px] py-8">
        <header className="flex flex-col gap-2">
          <h1 className="text-xl font-bold">{title}</h1>
          <p className="text-muted">
            <Trans>
              You cannot use it until this is lifted. Below stands why. You may ask for another
              look, and take your data home.
            </Trans>
          </p>
        </header>
        <Decisions />
        <Ways />
      </div>
    </main>
  );
}
