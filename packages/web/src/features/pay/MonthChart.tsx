import { Trans, useLingui } from '@lingui/react/macro';
import { useId } from 'react';
import { formatAmount, formatMonth } from '../../i18n/format.ts';
import { classNames } from '../../ui/index.ts';
import type { MonthSum } from './months.ts';

type MonthChartProps = {
  sums: readonly MonthSum[];
  scale: number;
  chosen: string;
  onChoose(month: string): void;
};

/** Bars of a month that had anything at all can be seen, however small. */
const heightOf = (minor: number, most: number) =>
  minor === 0 ? '0' : `${Math.max(2, (100 * minor) / most)}%`;

function Legend() {
  return (
    <p aria-hidden="true" className="flex gap-4 text-sm text-muted">
      <span className="flex items-center gap-1.5">
        <span className="size-3 rounded-sm bg-good" />
        <Trans>In</Trans>
      </span>
      <span className="flex items-center gap-1.5">
        <span className="size-3 rounded-sm bg-accent" />
        <Trans>Out</Trans>
      </span>
    </p>
  );
}

/** Two bars a month. Each month is a radio button that says its numbers; arrows go through them. */
export function MonthChart({ sums, scale, chosen, onChoose }: MonthChartProps) {
  const { t } = useLingui();
  const name = useId();
  const most = Math.max(1, ...sums.flatMap(({ inMinor, outMinor }) => [inMinor, outMinor]));
  const write = (amountMinor: number) => formatAmount({ amountMinor, scale });
  return (
    <fieldset className="edge flex min-w-0 flex-col gap-3 rounded-2xl bg-surface p-[14px]">
      <legend className="sr-only">
        <Trans>Months</Trans>
      </legend>
      <Legend />
      <div className="flex gap-px">
        {sums.map(({ month, inMinor, outMinor }) => (
          <label
            key={month}
            className={classNames(
              'relative flex min-w-0 flex-1 cursor-pointer flex-col gap-1 rounded-lg px-[2px] pt-1 pb-1',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent',
              month === chosen ? 'bg-soft font-semibold' : 'hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              className="sr-only"
              checked={month === chosen}
              onChange={() => onChoose(month)}
              aria-label={t`${formatMonth(month)}: in ${write(inMinor)}, out ${write(outMinor)}`}
            />
            <span aria-hidden="true" className="flex h-36 items-end justify-center gap-[2px]">
              <span
                className="edge w-[40%] max-w-3 rounded-t-sm bg-good"
                style={{ height: heightOf(inMinor, most) }}
              />
              <span
                className="edge w-[40%] max-w-3 rounded-t-sm bg-accent"
                style={{ height: heightOf(outMinor, most) }}
              />
            </span>
            <span aria-hidden="true" className="text-center text-xs text-muted">
              {formatMonth(month, 'narrow')}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
