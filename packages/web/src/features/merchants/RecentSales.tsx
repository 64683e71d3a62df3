import { Trans } from '@lingui/react/macro';
import { Link } from 'wouter';
import { FormError, SectionCard, SkeletonRows } from '../../ui/index.ts';
import { placeOf } from './place.ts';
import { SaleRow } from './SaleRow.tsx';
import { useSales } from './use-sales.ts';
import type { Mine } from './use-merchants.ts';

/** What was paid last. */
export function RecentSales({ mine, count }: { mine: Mine; count: number }) {
  const { merchantId } = mine.merchant;
  const { items, failure } = useSales(merchantId, true);
  if (items === null) {
    return failure === null ? <SkeletonRows count={3} /> : <FormError>{failure.text}</FormError>;
  }
  if (items.length === 0) return null;
  return (
    <SectionCard title={<Trans>Last sales</Trans>}>
      {items.slice(0, count).map((order) => (
        <SaleRow key={order.orderId} order={order} />
      ))}
      <Link
        to={placeOf(merchantId, 'sales')}
        className="ring-inside flex min-h-12 items-center justify-center px-4 font-semibold text-accent-text hover:bg-hover"
      >
        <Trans>Show all</Trans>
      </Link>
    </SectionCard>
  );
}
