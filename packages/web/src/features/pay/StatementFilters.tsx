import { useLingui } from '@lingui/react/macro';
import type { Wallet } from '@plaza/contract';
import { useId } from 'react';
import { formatMonth } from '../../i18n/format.ts';
import { currencyWord } from '../../i18n/money.ts';
import { SearchField } from '../../ui/index.ts';
import { families, type Family } from './line-families.ts';
import { familyWords } from './line-words.ts';
import { monthsBefore, type Filter } from './statement-filter.ts';
import { StatementFilter } from './StatementFilter.tsx';

const monthsOffered = 24;

type StatementFiltersProps = {
  wallets: readonly Wallet[];
  currency: string | null;
  onCurrency(currency: string): void;
  filter: Filter;
  onChange(filter: Filter): void;
};

function MonthField({
  value,
  onChange,
}: {
  value: string | null;
  onChange(v: string | null): void;
}) {
  const { t } = useLingui();
  const id = useId();
  const offered = monthsBefore(new Date(), monthsOffered);
  const months = value === null || offered.includes(value) ? offered : [value, ...offered];
  return (
    <>
      <label htmlFor={id} className="sr-only">
        {t`Month`}
      </label>
      <select
        id={id}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        className="edge min-h-11 max-w-[min(100%,11rem)] min-w-0 rounded-xl bg-field px-3"
      >
        <option value="">{t`At any time`}</option>
        {months.map((month) => (
          <option key={month} value={month}>
            {formatMonth(month)}
          </option>
        ))}
      </select>
    </>
  );
}

/** What of a statement is shown: by words, by month, by what it was. */
export function StatementFilters(props: StatementFiltersProps) {
  const { wallets, currency, onCurrency, filter, onChange } = props;
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-3">
      {wallets.length < 2 || currency === null ? null : (
        <StatementFilter
          label={t`Currency`}
          value={currency}
          options={wallets.map((wallet) => ({
            value: wallet.currency,
            label: currencyWord(wallet.currency),
          }))}
          onChange={onCurrency}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <div className="min-w-36 flex-1">
          <SearchField
            label={t`Search name, note or amount`}
            placeholder={t`Search`}
            value={filter.text}
            onChange={(text) => onChange({ ...filter, text })}
          />
        </div>
        <MonthField value={filter.month} onChange={(month) => onChange({ ...filter, month })} />
      </div>
      <StatementFilter<Family | 'all'>
        label={t`Show`}
        value={filter.family ?? 'all'}
        options={[
          { value: 'all', label: t`All` },
          ...families.map((family) => ({ value: family, label: t(familyWords[family]) })),
        ]}
        onChange={(choice) => onChange({ ...filter, family: choice === 'all' ? null : choice })}
      />
    </div>
  );
}
