import { Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { MerchantPayout, Payable } from '@plaza/contract';
import { useCallback, useEffect } from 'react';
import { formatMoney } from '../../../i18n/money.ts';
import { api, useAnswer, useClientState, useTask } from '../../../state/index.ts';
import { Avatar, Button, FormError, ListRow, SectionCard } from '../../../ui/index.ts';
import { tokenOf } from '../place.ts';

const newsOf = ({ merchantNews }: State) => merchantNews;

async function ask() {
  const [asking, waiting] = await Promise.all([
    api.merchants.listAsking({}),
    api.merchants.listPayouts({}),
  ]);
  return { payables: asking.payables, payouts: waiting.payouts };
}

function Asked({ payable }: { payable: Payable }) {
  const { merchant, amountMinor, currency, scale, orderId } = payable;
  if (orderId === null || amountMinor === null) return null;
  const money = formatMoney({ amountMinor, currency, scale });
  return (
    <ListRow
      to={`/pay/${tokenOf(merchant, orderId)}`}
      start={<Avatar id={merchant.merchantId} name={merchant.name} shape="service" size="s" />}
      title={merchant.name}
      subtitle={<Trans>Waits for your yes</Trans>}
      end={<span className="font-semibold text-ink tabular-nums">{money}</span>}
    />
  );
}

function Promised({ payout, onAnswered }: { payout: MerchantPayout; onAnswered(): void }) {
  const task = useTask();
  const { payoutId, merchant, money, note } = payout;
  const amount = formatMoney(money);

  function answer(accept: boolean): void {
    void task.run(async () => {
      await api.merchants.answerPayout({ payoutId, accept });
      onAnswered();
    });
  }

  return (
    <div className="flex flex-col gap-3 p-[16px]">
      <div className="flex items-center gap-[12px]">
        <Avatar id={merchant.merchantId} name={merchant.name} shape="service" size="s" />
        <div className="min-w-0 flex-1">
          <p className="font-medium">
            <Trans>
              <bdi>{merchant.name}</bdi> sends you {amount}
            </Trans>
          </p>
          {note === '' ? null : (
            <p dir="auto" className="text-sm text-muted">
              {note}
            </p>
          )}
        </div>
      </div>
      <FormError>{task.failure?.text}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button busy={task.busy} onClick={() => answer(true)}>
          <Trans>Take it</Trans>
        </Button>
        <Button tone="plain" disabled={task.busy} onClick={() => answer(false)}>
          <Trans>Decline</Trans>
        </Button>
      </div>
    </div>
  );
}

/** What shops want from me, or have for me; nothing as a rule. */
export default function FromShops() {
  const stable = useCallback(ask, []);
  const { data, reload } = useAnswer(stable);
  const news = useClientState('pay', newsOf);
  useEffect(() => {
    if (news > 0) reload();
  }, [news, reload]);
  if (data === null || data.payables.length + data.payouts.length === 0) return null;
  return (
    <SectionCard title={<Trans>From shops</Trans>}>
      {data.payables.map((payable) => (
        <Asked key={payable.orderId} payable={payable} />
      ))}
      {data.payouts.map((payout) => (
        <Promised key={payout.payoutId} payout={payout} onAnswered={reload} />
      ))}
    </SectionCard>
  );
}
