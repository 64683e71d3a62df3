import { Trans, useLingui } from '@lingui/react/macro';
import { ReceiptText } from 'lucide-react';
import { useState } from 'react';
import {
  Button,
  EmptyState,
  FormError,
  Screen,
  SectionCard,
  Segmented,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';
import { SaleRow } from './SaleRow.tsx';
import { useSales } from './use-sales.ts';

/** Every order of a merchant, newest first. */
export default function SalesPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const [which, setWhich] = useState<'paid' | 'all'>('paid');
  const { items, failure, hasMore, busy, loadMore } = useSales(merchantId, which === 'paid');
  return (
    <>
      <TopBar title={t`Sales`} back={placeOf(merchantId)} />
      <Screen>
        <Segmented<'paid' | 'all'>
          label={t`Show`}
          value={which}
          options={[
            { value: 'paid', label: t`Paid` },
            { value: 'all', label: t`All orders` },
          ]}
          onChange={setWhich}
        />
        <FormError>{failure?.text}</FormError>
        {items === null && failure === null ? <SkeletonRows /> : null}
        {items?.length === 0 ? (
          <EmptyState icon={ReceiptText} title={<Trans>Nothing was sold yet</Trans>}>
            <Trans>Every payment stands here as soon as it is made.</Trans>
          </EmptyState>
        ) : null}
        {items === null || items.length === 0 ? null : (
          <SectionCard>
            {items.map((order) => (
              <SaleRow key={order.orderId} order={order} />
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
