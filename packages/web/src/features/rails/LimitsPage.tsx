import { Trans, useLingui } from '@lingui/react/macro';
import type { Allowance, PayLimit, Standing } from '@plaza/contract';
import { BadgeCheck, ShieldAlert } from 'lucide-react';
import { formatDate } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  FormError,
  ListRow,
  Note,
  RowIcon,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { aboutCurrency, limitWords } from './words.ts';

const ask = () => api.pay.getLimits({});

function Bar({ label, usedMinor, mostMinor }: { label: string } & PayLimit) {
  const share = mostMinor === 0 ? 100 : Math.min(100, (usedMinor * 100) / mostMinor);
  return (
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share)}
      className="h-2 overflow-hidden rounded-full bg-field"
    >
      <div
        className={share > 90 ? 'h-full bg-danger' : 'h-full bg-accent'}
        style={{ inlineSize: `${share}%` }}
      />
    </div>
  );
}

function Limit({ of, limit }: { of: Allowance; limit: PayLimit }) {
  const { t } = useLingui();
  const { currency, scale } = of;
  const { mostMinor, usedMinor, resetsAt } = limit;
  const money = (amountMinor: number) => formatMoney({ amountMinor, currency, scale });
  const most = money(mostMinor);
  const left = money(Math.max(0, mostMinor - usedMinor));
  const title = t(limitWords[limit.limit]);
  if (limit.limit === 'payment') {
    return <ListRow title={title} end={<Trans>at most {most}</Trans>} />;
  }
  const day = resetsAt === null ? '' : formatDate(resetsAt);
  return (
    <div className="flex flex-col gap-2 px-[16px] py-3">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-muted tabular-nums">
          <Trans>
            {left} of {most} left
          </Trans>
        </span>
      </p>
      <Bar {...limit} label={title} />
      {day === '' ? null : (
        <p className="text-sm text-muted">
          <Trans>Begins anew on {day}</Trans>
        </p>
      )}
    </div>
  );
}

function Barred({ barred, needsClass }: Allowance) {
  if (barred === null) return null;
  return (
    <div className="p-[16px]">
      <Note tone="warn" icon={<ShieldAlert aria-hidden="true" className="size-5 shrink-0" />}>
        {barred === 'not_for_minors' ? (
          <Trans>This currency is not for people who are not of age.</Trans>
        ) : (
          <Trans>You need class {needsClass} to use this currency. Ask the operator.</Trans>
        )}
      </Note>
    </div>
  );
}

/** What a currency allows, with what is left. */
export function AllowanceCard({ allowance }: { allowance: Allowance }) {
  const { t } = useLingui();
  const { currency, kind, cashOut, limits, creditLineMinor, scale } = allowance;
  const credit = formatMoney({ amountMinor: creditLineMinor, currency, scale });
  return (
    <SectionCard
      title={currencyWord(currency)}
      note={aboutCurrency(kind, cashOut)
        .map((words) => t(words))
        .join(' ')}
    >
      <Barred {...allowance} />
      {creditLineMinor === 0 ? null : (
        <ListRow
          title={<Trans>Credit that you were given</Trans>}
          subtitle={<Trans>Part of what you have; it is owed to the others</Trans>}
          end={credit}
        />
      )}
      {limits.map((limit) => (
        <Limit key={limit.limit} of={allowance} limit={limit} />
      ))}
    </SectionCard>
  );
}

export function StandingCard({ standing }: { standing: Standing }) {
  const { class: level, isMinor, reason, changedAt } = standing;
  const day = changedAt === null ? '' : formatDate(changedAt);
  return (
    <SectionCard>
      <ListRow
        start={<RowIcon icon={BadgeCheck} hue={level === 1 ? 'amber' : 'green'} />}
        title={<Trans>Verification class {level}</Trans>}
        subtitle={
          day === '' ? (
            <Trans>By your own word; the operator can raise it</Trans>
          ) : (
            <Trans>
              Set by the operator on {day}: {reason}
            </Trans>
          )
        }
        end={isMinor ? <Trans>Not of age</Trans> : null}
      />
    </SectionCard>
  );
}

/** What I may pay in each currency, and what of it is left. */
export default function LimitsPage() {
  const { t } = useLingui();
  const { data, failure } = useAnswer(ask);
  return (
    <>
      <TopBar title={t`Limits`} back="/me/wallet" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? (
          failure === null && <SkeletonRows />
        ) : (
          <>
            <StandingCard standing={data.standing} />
            {data.allowances.map((allowance) => (
              <AllowanceCard key={allowance.currency} allowance={allowance} />
            ))}
            <SectionCard>
              <ListRow
                to="/reserve"
                title={<Trans>Reserve of the city</Trans>}
                subtitle={<Trans>What is issued, and what stands behind it</Trans>}
              />
            </SectionCard>
          </>
        )}
      </Screen>
    </>
  );
}
