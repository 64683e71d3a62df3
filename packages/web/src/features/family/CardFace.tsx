import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCard } from '@plaza/contract';
import { CreditCard } from 'lucide-react';
import { formatAmount } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { classNames } from '../../ui/index.ts';
import { isOver } from './use-family.ts';
import { stateWords } from './words.ts';

type LeftProps = { label: string; leftMinor: number; mostMinor: number; card: FamilyCard };

/** What is left of a cap: in words, and as a bar for who only looks. */
function Left({ label, leftMinor, mostMinor, card: { currency, scale } }: LeftProps) {
  const left = formatAmount({ amountMinor: leftMinor, scale });
  const most = formatMoney({ amountMinor: mostMinor, currency, scale });
  const share = mostMinor === 0 ? 0 : Math.min(100, (leftMinor * 100) / mostMinor);
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="text-sm opacity-90">{label}</span>
        <span className="font-semibold tabular-nums">
          <Trans>
            {left} of {most} left
          </Trans>
        </span>
      </p>
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-white/25">
        <div className="h-full rounded-full bg-white" style={{ inlineSize: `${share}%` }} />
      </div>
    </div>
  );
}

/** The card as something to hold: its name, whose it is, and what is left. */
export function CardFace({ card, about }: { card: FamilyCard; about: string }) {
  const { t } = useLingui();
  const { name, caps, state, leftTodayMinor, leftMonthMinor, currency, scale } = card;
  const isLive = state === 'active';
  const once = formatMoney({ amountMinor: caps.paymentMinor, currency, scale });
  return (
    <div
      className={classNames(
        'flex flex-col gap-5 rounded-3xl p-[20px] text-white shadow-float',
        isLive
          ? 'bg-linear-135 from-[#a3266f] to-[#5a2a9c]'
          : 'bg-linear-135 from-[#5d5866] to-[#3d3946]',
      )}
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 dir="auto" className="text-xl font-bold tracking-tight">
            {name}
          </h2>
          <p dir="auto" className="opacity-90">
            {about}
          </p>
        </div>
        <CreditCard aria-hidden="true" className="size-7 shrink-0 opacity-90" />
      </div>
      {isOver(card) ? null : (
        <>
          <Left label={t`Today`} leftMinor={leftTodayMinor} mostMinor={caps.dayMinor} card={card} />
          <Left
            label={t`This month`}
            leftMinor={leftMonthMinor}
            mostMinor={caps.monthMinor}
            card={card}
          />
        </>
      )}
      <p className="flex flex-wrap justify-between gap-x-3 text-sm">
        <span>
          <Trans>At most {once} at once</Trans>
        </span>
        {isLive ? null : <span className="font-semibold">{t(stateWords[state])}</span>}
      </p>
    </div>
  );
}
