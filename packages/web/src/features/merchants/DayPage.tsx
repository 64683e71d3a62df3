import { Trans, useLingui } from '@lingui/react/macro';
import type { MerchantDay, MerchantLine } from '@plaza/contract';
import { Download } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatAmount, formatTime } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api, useAnswer, useTask } from '../../state/index.ts';
import {
  Button,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  Segmented,
  SkeletonRows,
  TextField,
  TopBar,
} from '../../ui/index.ts';
import { useWallet } from '../pay/index.ts';
import { csvOf } from './day-csv.ts';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';
import type { Mine } from './use-merchants.ts';
import { lineWords } from './words.ts';

/** The books of the city close their days by UTC. */
const today = () => new Date().toISOString().slice(0, 10);

type Which = { mine: Mine; currency: string; day: string };

async function allLines({ mine, currency, day }: Which): Promise<MerchantLine[]> {
  const { merchantId } = mine.merchant;
  const lines: MerchantLine[] = [];
  for (let cursor: string | null = null; ;) {
    const more = cursor === null ? {} : { cursor };
    const page = await api.merchants.listLines({ merchantId, currency, day, ...more });
    lines.push(...page.lines);
    cursor = page.next;
    if (cursor === null) return lines;
  }
}

function save(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function SaveCsv(which: Which) {
  const { t } = useLingui();
  const task = useTask();
  const { mine, currency, day } = which;

  async function fetchAndSave(): Promise<void> {
    const head = [t`Line`, t`Time`, t`What`, t`Amount`, t`Currency`, t`Balance`];
    const words = {
      head: [...head, t`Number`, t`Note`, t`Reference`],
      kindOf: ({ kind }: MerchantLine) => t(lineWords[kind]),
    };
    const text = csvOf(await allLines(which), words);
    save(text, `plaza-${mine.merchant.mchid}-${currency}-${day}.csv`);
  }

  return (
    <>
      <Button
        tone="soft"
        busy={task.busy}
        icon={<Download aria-hidden="true" className="size-5" />}
        onClick={() => void task.run(fetchAndSave)}
      >
        <Trans>Save as a table (CSV)</Trans>
      </Button>
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

function Sums({ day }: { day: MerchantDay }) {
  const { t } = useLingui();
  const { currency, scale } = day;
  const money = (amountMinor: number, signed = false) => (
    <span className="font-semibold text-ink tabular-nums">
      {formatMoney({ currency, scale, amountMinor }, { signed })}
    </span>
  );
  return (
    <SectionCard note={<Trans>Days end at midnight UTC, as the books of the city do.</Trans>}>
      <ListRow title={<Trans>At the beginning</Trans>} end={money(day.openingMinor)} />
      {day.totals.map(({ kind, count, amountMinor }) => (
        <ListRow
          key={kind}
          title={t(lineWords[kind])}
          subtitle={count === 1 ? <Trans>once</Trans> : <Trans>{count} times</Trans>}
          end={money(amountMinor, true)}
        />
      ))}
      <ListRow title={<Trans>At the end</Trans>} end={money(day.closingMinor)} />
    </SectionCard>
  );
}

function Lines({ lines }: { lines: readonly MerchantLine[] }) {
  const { t } = useLingui();
  if (lines.length === 0) {
    return (
      <p role="status" className="py-6 text-center text-muted">
        <Trans>Nothing moved on this day.</Trans>
      </p>
    );
  }
  return (
    <SectionCard title={<Trans>Line by line</Trans>}>
      {lines.map(({ lineNumber, kind, money, note, at }) => (
        <ListRow
          key={lineNumber}
          title={note === '' ? t(lineWords[kind]) : note}
          subtitle={note === '' ? formatTime(at) : `${formatTime(at)} · ${t(lineWords[kind])}`}
          end={
            <span className="text-ink tabular-nums">{formatAmount(money, { signed: true })}</span>
          }
        />
      ))}
    </SectionCard>
  );
}

function Day(which: Which) {
  const { mine, currency, day } = which;
  const { merchantId } = mine.merchant;
  const ask = useCallback(async () => {
    const [sums, page] = await Promise.all([
      api.merchants.getDay({ merchantId, currency, day }),
      api.merchants.listLines({ merchantId, currency, day }),
    ]);
    return { day: sums.day, lines: page.lines };
  }, [merchantId, currency, day]);
  const { data, failure } = useAnswer(ask);
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  if (data === null) return <SkeletonRows />;
  return (
    <>
      <Sums day={data.day} />
      {data.lines.length === 0 ? null : <SaveCsv {...which} />}
      <Lines lines={data.lines} />
    </>
  );
}

/** A day of a merchant: what it began with, what came and went, and what it ended with. */
export default function DayPage({ mine }: PageProps) {
  const { t } = useLingui();
  const [day, setDay] = useState(today);
  const { wallets } = useWallet();
  const [chosen, setChosen] = useState<string | null>(null);
  const currency = chosen ?? wallets[0]?.currency;
  return (
    <>
      <TopBar title={t`Daily statement`} back={placeOf(mine.merchant.merchantId)} />
      <Screen>
        <TextField
          type="date"
          label={t`Day`}
          value={day}
          max={today()}
          onChange={(value) => setDay(value === '' ? today() : value)}
        />
        {wallets.length < 2 || currency === undefined ? null : (
          <Segmented
            label={t`Currency`}
            value={currency}
            options={wallets.map((wallet) => ({
              value: wallet.currency,
              label: currencyWord(wallet.currency),
            }))}
            onChange={setChosen}
          />
        )}
        {currency === undefined ? (
          <SkeletonRows />
        ) : (
          <Day key={`${currency} ${day}`} {...{ mine, currency, day }} />
        )}
      </Screen>
    </>
  );
}
