import { Trans, useLingui } from '@lingui/react/macro';
import type { TrustCase } from '@plaza/contract';
import { Flag } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import {
  Button,
  EmptyState,
  FormError,
  Screen,
  Segmented,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { usePages } from '../../state/use-pages.ts';
import { CaseView } from './CaseView.tsx';

type State = TrustCase['state'];

type ListProps = { state: State; onChanged(): void };

function List({ state, onChanged }: ListProps) {
  const { t } = useLingui();
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const page = await api.trust.listCases(cursor === null ? { state } : { state, cursor });
      return { items: page.cases, next: page.next };
    },
    [state],
  );
  const { items, failure, hasMore, busy, loadMore } = usePages(fetchPage);
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  if (items === null) return <SkeletonRows />;
  if (items.length === 0) return <EmptyState icon={Flag} title={<Trans>No case here</Trans>} />;
  return (
    <>
      <ul aria-label={t`Cases`} className="flex flex-col gap-4">
        {items.map((item) => (
          <li key={item.caseId}>
            <CaseView trustCase={item} onChanged={onChanged} />
          </li>
        ))}
      </ul>
      {hasMore ? (
        <Button tone="soft" busy={busy} onClick={loadMore}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </>
  );
}

/** The queue of reports and appeals, for operators. */
export default function Cases() {
  const { t } = useLingui();
  const [state, setState] = useState<State>('open');
  const [round, setRound] = useState(0);
  const [at] = useState(() => new Date().toISOString());
  return (
    <>
      <TopBar title={t`Reports`} back="/me/operator" />
      <Screen isText>
        <Segmented<State>
          label={t`Which cases`}
          value={state}
          onChange={setState}
          options={[
            { value: 'open', label: t`Open` },
            { value: 'appealed', label: t`Appealed` },
            { value: 'decided', label: t`Decided` },
            { value: 'closed', label: t`Closed` },
          ]}
        />
        <p className="text-sm text-muted">
          <Trans>As of {formatDateTime(at)}. Each decision is written in the log of actions.</Trans>
        </p>
        <List
          key={`${state} ${round}`}
          state={state}
          onChanged={() => setRound((before) => before + 1)}
        />
      </Screen>
    </>
  );
}
