import { Trans, useLingui } from '@lingui/react/macro';
import type { Shift } from '@plaza/contract';
import { Clock } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { api, useAnswer, usePages, useTask } from '../../state/index.ts';
import {
  Button,
  EmptyState,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { useWallet } from '../pay/index.ts';
import { CloseShiftDialog } from './CloseShiftDialog.tsx';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';
import type { Mine } from './use-merchants.ts';

const moneyOf = ({ currency, scale }: Shift, amountMinor: number) =>
  formatMoney({ currency, scale, amountMinor });

function Totals({ shift }: { shift: Shift }) {
  const { soldCount, refundedCount } = shift;
  return (
    <>
      <ListRow
        title={<Trans>Sold</Trans>}
        subtitle={soldCount === 1 ? <Trans>once</Trans> : <Trans>{soldCount} times</Trans>}
        end={<span className="font-semibold text-ink">{moneyOf(shift, shift.soldMinor)}</span>}
      />
      <ListRow
        title={<Trans>Refunded</Trans>}
        subtitle={refundedCount === 1 ? <Trans>once</Trans> : <Trans>{refundedCount} times</Trans>}
        end={moneyOf(shift, shift.refundedMinor)}
      />
    </>
  );
}

function Present({ mine, onClosed }: { mine: Mine; onClosed(): void }) {
  const { merchantId } = mine.merchant;
  const { wallets } = useWallet();
  const ask = useCallback(() => api.merchants.getShift({ merchantId }), [merchantId]);
  const { data, failure, replace, reload } = useAnswer(ask);
  const [isClosing, setClosing] = useState(false);
  const task = useTask();
  const currency = wallets[0]?.currency;
  if (failure !== null) return <FormError>{failure.text}</FormError>;
  if (data === null) return <SkeletonRows count={2} />;
  const { shift } = data;
  if (shift === null) {
    return (
      <EmptyState
        icon={Clock}
        title={<Trans>You have no open shift</Trans>}
        action={
          <>
            <Button
              busy={task.busy}
              disabled={currency === undefined}
              onClick={() =>
                void task.run(async () => {
                  if (currency === undefined) return;
                  replace(await api.merchants.openShift({ merchantId, currency }));
                })
              }
            >
              <Trans>Begin a shift</Trans>
            </Button>
            <FormError>{task.failure?.text}</FormError>
          </>
        }
      >
        <Trans>What you take from then on counts to it. You close it with what you counted.</Trans>
      </EmptyState>
    );
  }
  const since = formatDateTime(shift.openedAt);
  return (
    <>
      <SectionCard title={<Trans>Your shift, since {since}</Trans>}>
        <Totals shift={shift} />
      </SectionCard>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setClosing(true)}>
          <Trans>Close the shift</Trans>
        </Button>
        <Button tone="plain" onClick={reload}>
          <Trans>Count again</Trans>
        </Button>
      </div>
      {isClosing ? (
        <CloseShiftDialog
          shift={shift}
          onClose={() => setClosing(false)}
          onClosed={() => {
            setClosing(false);
            reload();
            onClosed();
          }}
        />
      ) : null}
    </>
  );
}

function Past({ shift, isMine }: { shift: Shift; isMine: boolean }) {
  const { person, openedAt, closedAt, soldMinor, refundedMinor, countedMinor, note } = shift;
  const until = closedAt === null ? '' : ` – ${formatDateTime(closedAt)}`;
  const when = `${formatDateTime(openedAt)}${until}`;
  const sum = moneyOf(shift, soldMinor - refundedMinor);
  const counted = countedMinor === null ? null : moneyOf(shift, countedMinor);
  const isOff = countedMinor !== null && countedMinor !== soldMinor - refundedMinor;
  return (
    <ListRow
      title={isMine ? when : person.displayName}
      subtitle={
        <>
          {isMine ? null : when}
          {counted === null ? null : (
            <span className={isOff ? 'text-warn' : undefined}>
              {isMine ? '' : ' · '}
              <Trans>counted {counted}</Trans>
            </span>
          )}
          {note === '' ? null : ` · ${note}`}
        </>
      }
      end={<span className="font-semibold text-ink tabular-nums">{sum}</span>}
    />
  );
}

/** The shifts of somebody, or of all for whoever supervises. */
export default function ShiftsPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const page = cursor === null ? {} : { cursor };
      const { shifts, next } = await api.merchants.listShifts({ merchantId, ...page });
      return { items: shifts, next };
    },
    [merchantId],
  );
  const { items, failure, hasMore, busy, loadMore, reload } = usePages(fetchPage);
  const closed = items?.filter(({ closedAt }) => closedAt !== null || mine.can('supervise'));
  return (
    <>
      <TopBar title={t`Shifts`} back={placeOf(merchantId)} />
      <Screen>
        <Present mine={mine} onClosed={reload} />
        <FormError>{failure?.text}</FormError>
        {items === null && failure === null ? <SkeletonRows count={2} /> : null}
        {closed === undefined || closed.length === 0 ? null : (
          <SectionCard title={mine.can('supervise') ? t`All shifts` : t`Your shifts`}>
            {closed.map((shift) => (
              <Past key={shift.shiftId} shift={shift} isMine={!mine.can('supervise')} />
            ))}
          </SectionCard>
        )}
        {hasMore ? (
          <Button tone="soft" busy={busy} onClick={loadMore}>
            <Trans>Show more</Trans>
          </Button>
        ) : null}
      </Screen>
    </>
  );
}
