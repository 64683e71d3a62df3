import { Trans, useLingui } from '@lingui/react/macro';
import { plural } from '@lingui/core/macro';
import type { BookEntry } from '@plaza/contract';
import { CircleAlert, CircleCheck, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatAmount } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  FormError,
  IconButton,
  ListRow,
  Note,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { accountWords } from './money-words.ts';

const ask = () => api.pay.getBooks({});

function Verdict({ balanced }: { balanced: boolean }) {
  if (balanced) {
    return (
      <Note tone="good" icon={<CircleCheck aria-hidden="true" className="size-[24px] shrink-0" />}>
        <p className="text-lg font-semibold">
          <Trans>Balanced</Trans>
        </p>
        <p>
          <Trans>Debits and credits are equal, to the last unit.</Trans>
        </p>
      </Note>
    );
  }
  return (
    <div
      role="alert"
      className="edge flex items-start gap-3 rounded-2xl bg-danger-soft p-4 text-danger"
    >
      <CircleAlert aria-hidden="true" className="size-[24px] shrink-0" />
      <div>
        <p className="text-lg font-semibold">
          <Trans>Not balanced</Trans>
        </p>
        <p>
          <Trans>
            Debits and credits differ. This must never happen: keep a backup as it is now and ask
            those who maintain Plaza.
          </Trans>
        </p>
      </div>
    </div>
  );
}

/** What an account holds, on the side on which it grows. */
function balanceOf({ kind, debitsMinor, creditsMinor }: BookEntry): number {
  return kind === 'asset' ? debitsMinor - creditsMinor : creditsMinor - debitsMinor;
}

function Side({ label, value }: { label: ReactNode; value: string }) {
  return (
    <div className="flex flex-wrap justify-between gap-x-3">
      <dt className="text-muted">{label}</dt>
      <dd className="tabular-nums">{value}</dd>
    </div>
  );
}

function Account({ entry }: { entry: BookEntry }) {
  const { t } = useLingui();
  const { account, accounts, scale, debitsMinor, creditsMinor, heldMinor } = entry;
  const words = accountWords[account];
  const written = (amountMinor: number) => formatAmount({ amountMinor, scale });
  return (
    <article className="flex flex-col gap-1.5 px-[16px] py-3">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-semibold">{words === undefined ? account : t(words)}</span>
        <span className="font-semibold tabular-nums">{written(balanceOf(entry))}</span>
      </h3>
      <p className="text-sm text-muted">
        <code dir="ltr">{account}</code> ·{' '}
        {plural(accounts, { one: '# account', other: '# accounts' })}
      </p>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-x-6 gap-y-0.5 text-sm">
        <Side label={<Trans>Debits</Trans>} value={written(debitsMinor)} />
        <Side label={<Trans>Credits</Trans>} value={written(creditsMinor)} />
        {heldMinor === 0 ? null : <Side label={<Trans>Held</Trans>} value={written(heldMinor)} />}
      </dl>
    </article>
  );
}

function Currency({ currency, entries }: { currency: string; entries: readonly BookEntry[] }) {
  const scale = entries[0]?.scale ?? 0;
  const sum = (amounts: number[]) =>
    formatMoney({ amountMinor: amounts.reduce((a, b) => a + b, 0), currency, scale });
  const debits = sum(entries.map(({ debitsMinor }) => debitsMinor));
  const credits = sum(entries.map(({ creditsMinor }) => creditsMinor));
  return (
    <SectionCard
      title={currencyWord(currency)}
      note={
        <Trans>
          Debits of all accounts: {debits}. Credits: {credits}.
        </Trans>
      }
    >
      {entries.map((entry) => (
        <Account key={entry.account} entry={entry} />
      ))}
    </SectionCard>
  );
}

/** The books of the city by account of the chart, and the verdict on them. */
export default function Books() {
  const { t } = useLingui();
  const { data, failure, reload } = useAnswer(ask);
  const entries = data?.entries ?? [];
  const currencies = [...new Set(entries.map(({ currency }) => currency))];
  return (
    <>
      <TopBar
        title={t`Books`}
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
        {data === null ? (
          failure === null && <SkeletonRows />
        ) : (
          <>
            <Verdict balanced={data.balanced} />
            {currencies.map((currency) => (
              <Currency
                key={currency}
                currency={currency}
                entries={entries.filter((entry) => entry.currency === currency)}
              />
            ))}
            <SectionCard>
              <ListRow
                to="/me/operator/reconciliation"
                title={<Trans>Reconciliation</Trans>}
                subtitle={<Trans>Whether the books, the wallets and the rails agree</Trans>}
              />
              <ListRow
                to="/reserve"
                title={<Trans>Reserve of the city</Trans>}
                subtitle={<Trans>What anybody may see of the books</Trans>}
              />
              <ListRow
                to="/me/operator/audit"
                title={<Trans>Log of actions</Trans>}
                subtitle={<Trans>Who issued money, to whom and why</Trans>}
              />
            </SectionCard>
          </>
        )}
      </Screen>
    </>
  );
}
