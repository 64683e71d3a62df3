import { Trans, useLingui } from '@lingui/react/macro';
import type { Wallet } from '@plaza/contract';
import { useCallback, useState } from 'react';
import { formatAmount, formatMonth } from '../../i18n/format.ts';
import { currencyWord } from '../../i18n/money.ts';
import { useAnswer, useClient } from '../../state/index.ts';
import { FormError, ListRow, Screen, SectionCard, SkeletonRows, TopBar } from '../../ui/index.ts';
import { familyWords } from './line-words.ts';
import { lastMonths, sumsOf, type MonthSum } from './months.ts';
import { MonthChart } from './MonthChart.tsx';
import { StatementFilter } from './StatementFilter.tsx';
import { useWallet } from './use-wallet.ts';
import { AsLastKnown } from './WalletNotes.tsx';

const shownMonths = 12;

function useSums({ currency, version }: Wallet) {
  const { api } = useClient();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const { months, bounds } = lastMonths(new Date(), shownMonths);
      const { periods } = await api.pay.sumStatement({ currency, bounds }, { signal });
      return sumsOf(months, periods);
    },
    // eslint-disable-next-line react/exhaustive-deps -- a new version is another answer
    [api, currency, version],
  );
  return useAnswer(ask);
}

type AmountsProps = { inMinor: number; outMinor: number; scale: number };

function Amounts({ inMinor, outMinor, scale }: AmountsProps) {
  const { t } = useLingui();
  const write = (amountMinor: number) => formatAmount({ amountMinor, scale }, { signed: true });
  return (
    <span className="flex flex-wrap justify-end gap-x-4 tabular-nums">
      {inMinor === 0 ? null : (
        <span className="text-good">
          <span className="sr-only">{t`In`} </span>
          <bdi>{write(inMinor)}</bdi>
        </span>
      )}
      {outMinor === 0 ? null : (
        <span>
          <span className="sr-only">{t`Out`} </span>
          <bdi>{write(-outMinor)}</bdi>
        </span>
      )}
    </span>
  );
}

/** One month: what came and went, by what it was. */
function OneMonth({ sum, scale }: { sum: MonthSum; scale: number }) {
  const { t } = useLingui();
  const { month, families } = sum;
  return (
    <div aria-live="polite">
      <SectionCard title={formatMonth(month)}>
        {families.map((one) => (
          <div
            key={one.family}
            className="flex min-h-12 flex-wrap items-center justify-between gap-x-4 px-[16px] py-2.5"
          >
            <span>{t(familyWords[one.family])}</span>
            <Amounts {...one} scale={scale} />
          </div>
        ))}
        {families.length === 0 ? (
          <p className="px-[16px] py-3 text-muted">
            <Trans>Nothing came or went in this month.</Trans>
          </p>
        ) : (
          <ListRow
            to={`/me/wallet/statement?month=${month}`}
            title={<Trans>All lines of this month</Trans>}
          />
        )}
      </SectionCard>
    </div>
  );
}

/** The same as the chart, for who reads numbers rather than bars. */
function Table({ sums, scale }: { sums: readonly MonthSum[]; scale: number }) {
  const { t } = useLingui();
  const write = (amountMinor: number) => formatAmount({ amountMinor, scale });
  return (
    <details>
      <summary className="min-h-11 cursor-pointer py-2.5 font-semibold text-accent-text">
        <Trans>As a table</Trans>
      </summary>
      <div className="edge overflow-x-auto rounded-2xl bg-surface">
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr className="border-b border-line text-muted">
              <th scope="col" className="px-4 py-2 text-start font-medium">{t`Month`}</th>
              <th scope="col" className="px-4 py-2 text-end font-medium">{t`In`}</th>
              <th scope="col" className="px-4 py-2 text-end font-medium">{t`Out`}</th>
            </tr>
          </thead>
          <tbody>
            {sums.toReversed().map(({ month, inMinor, outMinor }) => (
              <tr key={month} className="border-b border-line last:border-0">
                <th scope="row" className="px-4 py-2 text-start font-normal">
                  {formatMonth(month)}
                </th>
                <td className="px-4 py-2 text-end">{write(inMinor)}</td>
                <td className="px-4 py-2 text-end">{write(outMinor)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Summary({ wallet }: { wallet: Wallet }) {
  const { data: sums, failure } = useSums(wallet);
  const [chosen, setChosen] = useState<string | null>(null);
  const { scale } = wallet;
  if (sums === null) {
    return failure === null ? <SkeletonRows count={4} /> : <FormError>{failure.text}</FormError>;
  }
  const sum = sums.find(({ month }) => month === chosen) ?? sums.at(-1);
  if (sum === undefined) return null;
  return (
    <>
      <MonthChart {...{ sums, scale }} chosen={sum.month} onChoose={setChosen} />
      <OneMonth sum={sum} scale={scale} />
      <Table sums={sums} scale={scale} />
    </>
  );
}

/** What came and went, month by month of this device’s calendar. */
export default function MonthsPage() {
  const { t } = useLingui();
  const { wallets, failure } = useWallet();
  const [currency, setCurrency] = useState<string | null>(null);
  const wallet = wallets.find((one) => one.currency === currency) ?? wallets[0];
  return (
    <>
      <TopBar title={t`Month by month`} back="/me/wallet/statement" />
      <Screen>
        {wallets.length < 2 || wallet === undefined ? null : (
          <StatementFilter
            label={t`Currency`}
            value={wallet.currency}
            options={wallets.map((one) => ({
              value: one.currency,
              label: currencyWord(one.currency),
            }))}
            onChange={setCurrency}
          />
        )}
        <AsLastKnown />
        {wallet !== undefined ? (
          <Summary key={wallet.currency} wallet={wallet} />
        ) : failure === null ? (
          <SkeletonRows />
        ) : (
          <FormError>{failure.text}</FormError>
        )}
      </Screen>
    </>
  );
}
