import { Trans, useLingui } from '@lingui/react/macro';
import type { OrderId } from '@plaza/base';
import type { MerchantOrder, MerchantRefund } from '@plaza/contract';
import { Undo2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatDateTime } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { api, useAnswer, useTask } from '../../state/index.ts';
import {
  Facts,
  type Fact,
  Button,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { Amount } from '../pay/index.ts';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';
import { RefundDialog } from './RefundDialog.tsx';
import { useOrder } from './use-sales.ts';
import { channelWords, stateWords } from './words.ts';

function useFacts(order: MerchantOrder): Fact[] {
  const { t } = useLingui();
  const { payer, cashier, description, createdAt, paidAt, outTradeNo, channel } = order;
  return [
    { key: 'payer', label: <Trans>Customer</Trans>, value: <bdi>{payer?.displayName}</bdi> },
    { key: 'what', label: <Trans>For</Trans>, value: description && <bdi>{description}</bdi> },
    { key: 'how', label: <Trans>By</Trans>, value: t(channelWords[channel]) },
    {
      key: 'cashier',
      label: <Trans>Taken by</Trans>,
      value: cashier === null ? null : <bdi>{cashier.displayName}</bdi>,
    },
    { key: 'made', label: <Trans>Ordered</Trans>, value: formatDateTime(createdAt) },
    { key: 'paid', label: <Trans>Paid</Trans>, value: paidAt && formatDateTime(paidAt) },
    {
      key: 'number',
      label: <Trans>Number</Trans>,
      value: (
        <code dir="ltr" className="font-mono text-sm select-all">
          {outTradeNo}
        </code>
      ),
    },
  ].filter(({ key }) => key !== 'payer' || payer !== null);
}

function Refunds({ refunds }: { refunds: readonly MerchantRefund[] }) {
  if (refunds.length === 0) return null;
  return (
    <SectionCard title={<Trans>Refunds</Trans>}>
      {refunds.map(({ refundId, money, reason, createdAt, state }) => (
        <ListRow
          key={refundId}
          title={reason === '' ? <Trans>Refund</Trans> : reason}
          subtitle={formatDateTime(createdAt)}
          end={
            state === 'failed' ? (
              <Trans>Failed</Trans>
            ) : (
              <span className="tabular-nums">
                {formatMoney({ ...money, amountMinor: -money.amountMinor })}
              </span>
            )
          }
        />
      ))}
    </SectionCard>
  );
}

type SaleProps = PageProps & { asked: MerchantOrder; refunds: readonly MerchantRefund[] };

function Sale({ mine, asked, refunds, onChanged }: SaleProps & { onChanged(): void }) {
  const { t } = useLingui();
  const order = useOrder(asked) ?? asked;
  const facts = useFacts(order);
  const [isRefunding, setRefunding] = useState(false);
  const closing = useTask();
  const { merchantId, orderId, money, state, refundedMinor } = order;
  const leftMinor = money.amountMinor - refundedMinor;
  const left = formatMoney({ ...money, amountMinor: leftMinor });
  return (
    <>
      <div className="flex flex-col items-center gap-1 pt-3 text-center">
        <Amount money={money} />
        <p className={state === 'paid' ? 'font-semibold text-good' : 'text-muted'}>
          {t(stateWords[state])}
        </p>
        {refundedMinor === 0 ? null : (
          <p className="text-sm text-muted">
            <Trans>{left} of it stayed here</Trans>
          </p>
        )}
      </div>
      <Facts facts={facts} />
      <Refunds refunds={refunds} />
      {state === 'paid' && leftMinor > 0 && mine.can('refund') ? (
        <Button
          tone="soft"
          icon={<Undo2 aria-hidden="true" className="size-5" />}
          onClick={() => setRefunding(true)}
        >
          <Trans>Refund</Trans>
        </Button>
      ) : null}
      {state === 'open' || state === 'asking' ? (
        <Button
          tone="danger"
          busy={closing.busy}
          onClick={() =>
            void closing.run(async () => {
              await api.merchants.closeOrder({ merchantId, orderId });
              onChanged();
            })
          }
        >
          <Trans>Close the order</Trans>
        </Button>
      ) : null}
      <FormError>{closing.failure?.text}</FormError>
      {isRefunding ? (
        <RefundDialog
          order={order}
          onClose={() => setRefunding(false)}
          onDone={() => {
            setRefunding(false);
            onChanged();
          }}
        />
      ) : null}
    </>
  );
}

/** One order with its refunds. */
export default function SalePage({ mine, orderId }: PageProps & { orderId: string }) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const ask = useCallback(
    () => api.merchants.getOrder({ merchantId, orderId: orderId as OrderId }),
    [merchantId, orderId],
  );
  const { data, failure, reload } = useAnswer(ask);
  return (
    <>
      <TopBar title={t`Sale`} back={placeOf(merchantId, 'sales')} />
      <Screen>
        {data === null ? (
          failure === null ? (
            <SkeletonRows />
          ) : (
            <FormError>{failure.text}</FormError>
          )
        ) : (
          <Sale mine={mine} asked={data.order} refunds={data.refunds} onChanged={reload} />
        )}
      </Screen>
    </>
  );
}
