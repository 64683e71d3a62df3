import { useLingui } from '@lingui/react/macro';
import type { MerchantOrder } from '@plaza/contract';
import { Link } from 'wouter';
import { formatAmount, formatMoment } from '../../i18n/format.ts';
import { Avatar, classNames } from '../../ui/index.ts';
import { placeOf } from './place.ts';
import { channelWords, stateWords } from './words.ts';

/** A line of the sales: who, when, how much, and whether it went back. */
export function SaleRow({ order }: { order: MerchantOrder }) {
  const { t } = useLingui();
  const { orderId, merchantId, payer, money, state, refundedMinor, description } = order;
  const name = payer?.displayName ?? t(channelWords[order.channel]);
  const refunded = formatAmount({ ...money, amountMinor: -refundedMinor });
  const about = state === 'paid' ? description : t(stateWords[state]);
  return (
    <Link
      to={placeOf(merchantId, `sales/${orderId}`)}
      className={classNames(
        'ring-inside flex min-h-16 w-full flex-wrap items-center gap-x-[12px] gap-y-1 px-[16px]',
        'py-2.5 transition-colors hover:bg-hover',
      )}
    >
      <Avatar
        id={payer?.personId ?? orderId}
        name={name}
        photoPath={payer?.photoPath ?? null}
        size="s"
      />
      <span className="flex min-w-0 flex-[1_1_7rem] flex-col">
        <span className="font-medium">
          <bdi>{name}</bdi>
        </span>
        <span className="line-clamp-1 text-sm text-muted">
          {formatMoment(order.paidAt ?? order.createdAt)}
          {about === '' ? '' : ' · '}
          <bdi>{about}</bdi>
        </span>
      </span>
      <span
        className={classNames(
          'ms-auto flex flex-col text-end font-semibold tabular-nums',
          state !== 'paid' && 'text-muted',
        )}
      >
        <bdi>{formatAmount(money, { signed: state === 'paid' })}</bdi>
        {refundedMinor === 0 ? null : (
          <bdi className="text-sm font-medium text-muted">{refunded}</bdi>
        )}
      </span>
    </Link>
  );
}
