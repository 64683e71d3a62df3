import { Trans, useLingui } from '@lingui/react/macro';
import type { MerchantId } from '@plaza/base';
import {
  CalendarDays,
  Clock,
  Code,
  QrCode,
  ReceiptText,
  Send,
  Settings,
  Store,
  UsersRound,
} from 'lucide-react';
import { useCallback } from 'react';
import { formatAmount } from '../../i18n/format.ts';
import { currencyWord, formatMoney } from '../../i18n/money.ts';
import { api, useAnswer } from '../../state/index.ts';
import {
  ButtonLink,
  FormError,
  ListRow,
  Note,
  RowIcon,
  Screen,
  SectionCard,
  Skeleton,
  TopBar,
} from '../../ui/index.ts';
import type { PageProps } from './MerchantPages.tsx';
import { placeOf } from './place.ts';
import { RecentSales } from './RecentSales.tsx';

function Balances({ merchantId, name }: { merchantId: MerchantId; name: string }) {
  const ask = useCallback(
    async () => (await api.merchants.getBalances({ merchantId })).balances,
    [merchantId],
  );
  const { data, failure } = useAnswer(ask);
  if (data === null) {
    return failure === null ? (
      <Skeleton className="h-[7rem] rounded-3xl" />
    ) : (
      <FormError>{failure.text}</FormError>
    );
  }
  return (
    <>
      {data.map(({ currency, scale, availableMinor, heldMinor }) => {
        const held = formatMoney({ currency, scale, amountMinor: heldMinor });
        return (
          <div
            key={currency}
            className="hero edge flex flex-col gap-1 rounded-3xl p-[20px] shadow-float"
          >
            <p className="text-sm">
              <bdi>{name}</bdi>
            </p>
            <p className="flex flex-wrap items-baseline gap-x-2">
              <bdi className="text-[min(2.25rem,11vw)] font-bold tracking-tight tabular-nums">
                {formatAmount({ amountMinor: availableMinor, scale })}
              </bdi>
              <span>{currencyWord(currency)}</span>
            </p>
            {heldMinor === 0 ? null : (
              <p className="text-sm">
                <Trans>Promised and not taken yet: {held}</Trans>
              </p>
            )}
          </div>
        );
      })}
    </>
  );
}

/** A shop: what it has, and everything that can be done with it. */
export default function MerchantHome({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchant, can } = mine;
  const { merchantId, name, mchid } = merchant;
  const to = (page: string) => placeOf(merchantId, page);
  return (
    <>
      <TopBar title={name} subtitle={t`Shop number ${mchid}`} back="/me/merchants" />
      <Screen>
        {merchant.state === 'closed' ? (
          <Note tone="warn">
            <Trans>This shop is closed: it takes no money.</Trans>
          </Note>
        ) : null}
        {can('read') ? <Balances merchantId={merchantId} name={name} /> : null}
        {merchant.state === 'open' ? (
          <ButtonLink wide to={to('till')} icon={<Store aria-hidden="true" className="size-5" />}>
            <Trans>Open the till</Trans>
          </ButtonLink>
        ) : null}
        <SectionCard>
          <ListRow
            to={to('sales')}
            title={<Trans>Sales</Trans>}
            start={<RowIcon icon={ReceiptText} hue="green" />}
          />
          <ListRow
            to={to('code')}
            title={<Trans>Code to hang up</Trans>}
            subtitle={<Trans>Print it once; customers type the amount</Trans>}
            start={<RowIcon icon={QrCode} hue="violet" />}
          />
          {can('read') ? (
            <ListRow
              to={to('day')}
              title={<Trans>Daily statement</Trans>}
              start={<RowIcon icon={CalendarDays} hue="blue" />}
            />
          ) : null}
          {can('payOut') ? (
            <ListRow
              to={to('pay')}
              title={<Trans>Pay somebody</Trans>}
              subtitle={<Trans>From the money of the shop</Trans>}
              start={<RowIcon icon={Send} hue="green" />}
            />
          ) : null}
          <ListRow
            to={to('shifts')}
            title={<Trans>Shifts</Trans>}
            start={<RowIcon icon={Clock} hue="amber" />}
          />
          <ListRow
            to={to('staff')}
            title={<Trans>Staff</Trans>}
            start={<RowIcon icon={UsersRound} hue="teal" />}
          />
          {can('edit') ? (
            <ListRow
              to={to('settings')}
              title={<Trans>Settings of the shop</Trans>}
              start={<RowIcon icon={Settings} hue="pink" />}
            />
          ) : null}
          {can('develop') ? (
            <ListRow
              to={to('api')}
              title={<Trans>For developers</Trans>}
              subtitle={<Trans>Keys, apps and callbacks of a web shop</Trans>}
              start={<RowIcon icon={Code} hue="violet" />}
            />
          ) : null}
        </SectionCard>
        <RecentSales mine={mine} count={4} />
      </Screen>
    </>
  );
}
