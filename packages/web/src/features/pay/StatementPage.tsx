import { Trans, useLingui } from '@lingui/react/macro';
import type { MethodInput, StatementLine, Wallet } from '@plaza/contract';
import { ChartColumn, ReceiptText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useSearch } from 'wouter';
import { formatDay, formatTime } from '../../i18n/format.ts';
import {
  Button,
  EmptyState,
  FormError,
  IconLink,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { daysOf } from './statement.ts';
import { askedOf, isMonth, noFilter, type Filter } from './statement-filter.ts';
import { StatementFilters } from './StatementFilters.tsx';
import { StatementLineDialog } from './StatementLineDialog.tsx';
import { StatementRow } from './StatementRow.tsx';
import { StatementTools } from './StatementTools.tsx';
import { useKnownBy } from './use-known-by.ts';
import { useSettled } from './use-settled.ts';
import { useStatement, type StatementView } from './use-statement.ts';
import { useWallet } from './use-wallet.ts';
import { AsLastKnown } from './WalletNotes.tsx';

type Input = MethodInput<'pay.listStatement'>;

/** Older lines come by themselves where somebody scrolls, and by a button for everybody. */
function More({ view }: { view: StatementView }) {
  const end = useRef<HTMLDivElement>(null);
  const { loadMore, failure, isLoadingMore } = view;
  const load = useRef(loadMore);
  useEffect(() => {
    load.current = loadMore;
  });
  const mayLoad = failure === null;
  useEffect(() => {
    const place = end.current;
    if (place === null || !mayLoad) return;
    const observer = new IntersectionObserver((seen) => {
      if (seen.some(({ isIntersecting }) => isIntersecting)) load.current();
    });
    observer.observe(place);
    return () => observer.disconnect();
  }, [mayLoad]);
  return (
    <div ref={end} className="flex flex-col">
      <Button tone="soft" busy={isLoadingMore} onClick={loadMore}>
        <Trans>Show more</Trans>
      </Button>
    </div>
  );
}

function NoLines({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <p role="status" className="py-8 text-center text-muted">
        <Trans>No line is like this.</Trans>
      </p>
    );
  }
  return (
    <EmptyState icon={ReceiptText} title={<Trans>Nothing happened yet</Trans>}>
      <Trans>What comes into your wallet and what goes out stands here, line by line.</Trans>
    </EmptyState>
  );
}

type LinesProps = { wallet: Wallet; input: Input; isFiltered: boolean };

function Lines({ wallet, input, isFiltered }: LinesProps) {
  const view = useStatement({ input, version: wallet.version });
  const [opened, setOpened] = useState<StatementLine | null>(null);
  const { statement, failure } = view;
  if (statement === null) {
    return failure === null ? <SkeletonRows /> : <FormError>{failure.text}</FormError>;
  }
  return (
    <>
      {statement.lines.length === 0 ? <NoLines isFiltered={isFiltered} /> : null}
      {daysOf(statement.lines).map(({ key, at, lines }) => (
        <SectionCard key={key} title={formatDay(at)}>
          {lines.map((line) => (
            <StatementRow
              key={line.lineNumber}
              line={line}
              when={formatTime(line.at)}
              onOpen={setOpened}
            />
          ))}
        </SectionCard>
      ))}
      {failure === null || statement.next === null ? null : <FormError>{failure.text}</FormError>}
      {statement.next === null ? null : <More view={view} />}
      {opened === null ? null : (
        <StatementLineDialog line={opened} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

/** What is looked for: at first the month that the address names. */
function useFilter(): [Filter, (filter: Filter) => void] {
  const month = new URLSearchParams(useSearch()).get('month');
  const [filter, setFilter] = useState({ ...noFilter, month: isMonth(month) ? month : null });
  return [filter, setFilter];
}

function Known({ wallet, filter }: { wallet: Wallet; filter: Filter }) {
  const settled = useSettled(filter);
  const input = askedOf(wallet.currency, settled, useKnownBy(settled.text));
  const key = JSON.stringify(input);
  const isFiltered = Object.keys(input).length > 1;
  return (
    <>
      <StatementTools {...{ wallet, input }} month={settled.month} />
      <Lines key={key} {...{ wallet, input, isFiltered }} />
    </>
  );
}

/** Everything that came and went, newest first, under the days on which it did. */
export default function StatementPage() {
  const { t } = useLingui();
  const { wallets, failure } = useWallet();
  const [chosen, setChosen] = useState<string | null>(null);
  const [filter, setFilter] = useFilter();
  const wallet = wallets.find(({ currency }) => currency === chosen) ?? wallets[0];
  return (
    <>
      <TopBar
        title={t`Statement`}
        back="/me/wallet"
        actions={
          <IconLink
            to="/me/wallet/months"
            label={t`Month by month`}
            icon={<ChartColumn aria-hidden="true" className="size-5.5" />}
          />
        }
      />
      <Screen>
        <StatementFilters
          {...{ wallets, filter }}
          currency={wallet?.currency ?? null}
          onCurrency={setChosen}
          onChange={setFilter}
        />
        <AsLastKnown />
        {wallet !== undefined ? (
          <Known wallet={wallet} filter={filter} />
        ) : failure === null ? (
          <SkeletonRows />
        ) : (
          <FormError>{failure.text}</FormError>
        )}
      </Screen>
    </>
  );
}
