import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatBytes, formatDateTime, formatNumber } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  FormError,
  IconButton,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';

const ask = () => api.operator.getHealth({});
const askCalls = () => api.calls.getSettings({});
type Numbers = Awaited<ReturnType<typeof ask>>;

function Figure({ label, value }: { label: ReactNode; value: string }) {
  return (
    <div className="edge flex flex-col-reverse gap-0.5 rounded-2xl bg-surface p-4">
      <dt className="text-sm text-muted">{label}</dt>
      <dd className="text-2xl font-bold tabular-nums">{value}</dd>
    </div>
  );
}

function Figures(health: Numbers) {
  const { database, bus } = health;
  return (
    <>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(9rem,1fr))] gap-3">
        <Figure label={<Trans>People</Trans>} value={formatNumber(health.people)} />
        <Figure label={<Trans>Conversations</Trans>} value={formatNumber(health.conversations)} />
        <Figure label={<Trans>Messages</Trans>} value={formatNumber(health.messages)} />
        <Figure label={<Trans>Connections now</Trans>} value={formatNumber(health.sockets)} />
        <Figure label={<Trans>Jobs waiting</Trans>} value={formatNumber(health.jobsWaiting)} />
        <Figure label={<Trans>Memory</Trans>} value={formatBytes(health.memoryBytes)} />
      </dl>
      <SectionCard title={<Trans>Server</Trans>}>
        <ListRow title={<Trans>Version of Plaza</Trans>} end={health.version} />
        <ListRow title={<Trans>Running since</Trans>} end={formatDateTime(health.startedAt)} />
        <ListRow
          title={<Trans>Between processes</Trans>}
          end={bus === 'nats' ? 'NATS' : <Trans>one process</Trans>}
        />
      </SectionCard>
      <SectionCard title={<Trans>Database</Trans>}>
        <ListRow title={<Trans>Version</Trans>} subtitle={database.version} />
        <ListRow title={<Trans>Size</Trans>} end={formatBytes(database.sizeBytes)} />
        <ListRow
          title={<Trans>Run by</Trans>}
          end={database.embedded ? <Trans>Plaza itself</Trans> : <Trans>somebody else</Trans>}
        />
      </SectionCard>
    </>
  );
}

/** Whether calls reach devices that do not reach each other. */
function Relay() {
  const { data } = useAnswer(askCalls);
  if (data === null) return null;
  return (
    <SectionCard
      title={<Trans>Calls</Trans>}
      note={
        data.hasRelay ? undefined : (
          <Trans>
            Without a relay only devices that reach each other directly can talk, as on one local
            network. How to set one up stands in docs/operate/calls.md.
          </Trans>
        )
      }
    >
      <ListRow
        title={<Trans>Relay</Trans>}
        end={data.hasRelay ? <Trans>set up</Trans> : <Trans>none</Trans>}
      />
    </SectionCard>
  );
}

export function Health() {
  const { t } = useLingui();
  const { data, failure, reload } = useAnswer(ask);
  return (
    <>
      <TopBar
        title={t`Health`}
        back="/me/operator"
        actions={
          <IconButton
            label={t`Look again`}
            icon={<RefreshCw aria-hidden="true" className="size-5" />}
            onClick={reload}
          />
        }
      />
      <Screen isText>
        <FormError>{failure?.text}</FormError>
        {data === null ? failure === null && <SkeletonRows /> : <Figures {...data} />}
        <Relay />
      </Screen>
    </>
  );
}
