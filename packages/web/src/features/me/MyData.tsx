import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, FormError, SectionCard } from '../../ui/index.ts';
import { DeleteAccount } from './DeleteAccount.tsx';
import { Answered, Page } from './Page.tsx';

const ask = () => api.rights.listHoldings({});
type Holding = Awaited<ReturnType<typeof ask>>['holdings'][number];

function HoldingDetails({ title, why, keptFor, onErasure }: Holding) {
  return (
    <details className="group">
      <summary className="ring-inside flex min-h-13 cursor-pointer items-center px-4 py-2.5 font-medium hover:bg-hover">
        {title}
      </summary>
      <dl className="flex flex-col gap-3 px-4 pb-4 text-sm">
        <div>
          <dt className="text-muted">
            <Trans>Why</Trans>
          </dt>
          <dd>{why}</dd>
        </div>
        <div>
          <dt className="text-muted">
            <Trans>Kept for</Trans>
          </dt>
          <dd>{keptFor}</dd>
        </div>
        <div>
          <dt className="text-muted">
            <Trans>When the account is erased</Trans>
          </dt>
          <dd>{onErasure}</dd>
        </div>
      </dl>
    </details>
  );
}

function Export() {
  const task = useTask();
  return (
    <section className="flex flex-col gap-3">
      <p className="text-muted">
        <Trans>
          Everything the city keeps of you in one ZIP file: to read in any browser, and as data for
          programs.
        </Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
      <Button
        busy={task.busy}
        icon={<Download aria-hidden="true" className="size-5" />}
        onClick={() => {
          void task.run(async () => {
            const { path } = await api.rights.beginExport({});
            location.assign(path);
          });
        }}
      >
        <Trans>Download my data</Trans>
      </Button>
    </section>
  );
}

export default function MyData() {
  const { t } = useLingui();
  const answer = useAnswer(ask);
  return (
    <Page title={t`My data`}>
      <Export />
      <SectionCard title={<Trans>What the city keeps of me</Trans>}>
        <Answered answer={answer}>
          {({ holdings }) =>
            holdings.map((holding) => (
              <HoldingDetails key={`${holding.module} ${holding.title}`} {...holding} />
            ))
          }
        </Answered>
      </SectionCard>
      <DeleteAccount />
    </Page>
  );
}
