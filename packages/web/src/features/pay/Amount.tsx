import type { Money } from '@plaza/contract';
import { formatAmount } from '../../i18n/format.ts';
import { currencyWord } from '../../i18n/money.ts';
import { classNames } from '../../ui/index.ts';

type AmountProps = { money: Money; size?: 'm' | 'l'; signed?: boolean };

/** An amount, large, with the word of its currency beside it. */
export function Amount({ money, size = 'l', signed = false }: AmountProps) {
  return (
    <span className="inline-flex flex-wrap items-baseline justify-center gap-x-2">
      <bdi
        className={classNames(
          'font-bold tracking-tight tabular-nums',
          size === 'l' ? 'text-[min(2.25rem,11vw)]' : 'text-xl',
        )}
      >
        {formatAmount(money, { signed })}
      </bdi>
      <span className={classNames('text-muted', size === 'l' ? 'text-lg' : 'text-sm')}>
        {currencyWord(money.currency)}
      </span>
    </span>
  );
}
