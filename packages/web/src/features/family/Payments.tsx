import { Trans } from '@lingui/react/macro';
import type { FamilyCardId } from '@plaza/base';
import type { FamilyPayment } from '@plaza/contract';
import { useCallback, useEffect } from 'react';
import { formatMoment } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { api } from '../../state/index.ts';
import { usePages } from '../../state/use-pages.ts';
import { Avatar, Button, FormError, ListRow, SectionCard, SkeletonRows } from '../../ui/index.ts';
import { useFamilyNews } from './use-family.ts';

function PaymentRow({ payment }: { payment: FamilyPayment }) {
  const { merchantId, merchant, description, money, refundedMinor, state, at } = payment;
  const back = formatMoney({ ...money, amountMinor: refundedMinor });
  const when = formatMoment(at);
  return (
    <ListRow
      start={<Avatar id={merchantId ?? merchant} name={merchant} shape="service" size="s" />}
      title={merchant}
      subtitle={
        <>
          {description === '' ? when : `${description} · ${when}`}
          {refundedMinor === 0 ? null : (
            <span className="block text-good">
              <Trans>{back} refunded</Trans>
            </span>
          )}
          {state === 'paid' ? null : (
            <span className="block">
              <Trans>Being paid …</Trans>
            </span>
          )}
        </>
      }
      end={<span className="font-semibold text-ink tabular-nums">{formatMoney(money)}</span>}
    />
  );
}

/** What was paid by a card: its giver and its holder see the same. */
export function Payments({ cardId, other }: { cardId: FamilyCardId; other: string }) {
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const asked = cursor === null ? { cardId } : { cardId, cursor };
      const { payments, next } = await api.family.listPayments(asked);
      return { items: payments, next };
    },
    [cardId],
  );
  const { items, failure, hasMore, busy, loadMore, reload } = usePages(fetchPage);
  const news = useFamilyNews();
  useEffect(() => {
    if (news > 0) reload();
  }, [news, reload]);
  if (items === null) {
    return failure === null ? <SkeletonRows count={3} /> : <FormError>{failure.text}</FormError>;
  }
  return (
    <>
      <SectionCard
        title={<Trans>Payments</Trans>}
        note={
          <Trans>
            <bdi>{other}</bdi> sees the same.
          </Trans>
        }
      >
        {items.length === 0 ? (
          <p className="p-[16px] text-muted">
            <Trans>Nothing was paid by this card yet.</Trans>
          </p>
        ) : null}
        {items.map((payment) => (
          <PaymentRow key={payment.paymentId} payment={payment} />
        ))}
      </SectionCard>
      {hasMore ? (
        <Button tone="soft" busy={busy} onClick={loadMore}>
          <Trans>Show more</Trans>
        </Button>
      ) : null}
    </>
  );
}
