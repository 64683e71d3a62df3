import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { StatementLine, Wallet } from '@plaza/contract';
import { ReceiptText } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatDay, formatTime } from '../../i18n/format.ts';
import { currencyWord } from '../../i18n/money.ts';
import {
  Button,
  EmptyState,
  FormError,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { daysOf } from './statement.ts';
import { StatementFilter } from './StatementFilter.tsx';
import { StatementLineDialog } from './StatementLineDialog.tsx';
import { StatementRow } from './StatementRow.tsx';
import { useStatement, type Kind, type StatementView } from './use-statement.ts';
import { useWallet } from './use-wallet.ts';
import { AsLastKnown } from './WalletNotes.tsx';

type Choice = Kind | 'all';

const kinds: readonly { value: Choice; label: MessageDescriptor }[] = [
  { value: 'all', label: msg`All` },
  { value: 'transfer_in', label: msg`Received` },
  { value: 'transfer_out', label: msg({ context: 'money', message: 'Sent' }) },
  { value: 'transfer_back', label: msg`Came back` },
  { value: 'top_up', label: msg`Top-ups` },
];

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
        <Trans>Nothing of this kind yet.</Trans>
      </p>
    );
  }
  return (
    <EmptyState icon={ReceiptText} title={<Trans>Nothing happened yet</Trans>}>
      <Trans>What comes into your wallet and what goes out stands here, line by line.</Trans>
    </EmptyState>
  );
}

function Lines({ wallet, kind }: { wallet: Wallet; kind: Kind | null }) {
  const view = useStatement({ currency: wallet.currency, kind, version: wallet.version });
  const [opened, setOpened] = useState<StatementLine | null>(null);
  const { statement, failure } = view;
  if (statement === null) {
    return failure === null ? <SkeletonRows /> : <FormError>{failure.text}</FormError>;
  }
  return (
    <>
      {statement.lines.length === 0 ? <NoLines isFiltered={kind !== null} /> : null}
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

/** Everything that came and went, newest first, under the days on which it did. */
export default function StatementPage() {
  const { t } = useLingui();
  const { wallets, failure } = useWallet();
  const [chosen, setChosen] = useState<string | null>(null);
  const [choice, setChoice] = useState<Choice>('all');
  const wallet = wallets.find(({ currency }) => currency === chosen) ?? wallets[0];
  const options = kinds.map(({ value, label }) => ({ value, label: t(label) }));
  return (
    <>
      <TopBar title={t`Statement`} back="/me/wallet" />
      <Screen>
        {wallets.length < 2 || wallet === undefined ? null : (
          <StatementFilter
            label={t`Currency`}
            value={wallet.currency}
            options={wallets.map(({ currency }) => ({
              value: currency,
              label: currencyWord(currency),
            }))}
            onChange={setChosen}
          />
        )}
        <StatementFilter<Choice>
          label={t`Show`}
          value={choice}
          options={options}
          onChange={setChoice}
        />
        <AsLastKnown />
        {wallet === undefined ? (
          failure === null ? (
            <SkeletonRows />
          ) : (
            <FormError>{failure.text}</FormError>
          )
        ) : (
          <Lines
            key={`${wallet.currency} ${choice}`}
            wallet={wallet}
            kind={choice === 'all' ? null : choice}
          />
        )}
      </Screen>
    </>
  );
}
