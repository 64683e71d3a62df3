import { Trans, useLingui } from '@lingui/react/macro';
import type { Wallet } from '@plaza/contract';
import { useState } from 'react';
import { currencyWord } from '../../../i18n/money.ts';
import { classNames, Note, Segmented, SkeletonRows, TopBar } from '../../../ui/index.ts';
import { useWallet } from '../../pay/index.ts';
import type { PageProps } from '../MerchantPages.tsx';
import { placeOf } from '../place.ts';
import { RecentSales } from '../RecentSales.tsx';
import type { Mine } from '../use-merchants.ts';
import { saleOf, TillAmount, type Typed } from './TillAmount.tsx';
import { TillOrder } from './TillOrder.tsx';
import { TillScan } from './TillScan.tsx';
import { useTill } from './use-till.ts';

const nothing: Typed = { text: '', description: '' };

function Desk({ mine, wallet }: { mine: Mine; wallet: Wallet }) {
  const till = useTill(mine);
  const [typed, setTyped] = useState(nothing);
  const { step, order } = till;
  const sale = saleOf(typed, wallet);
  const next = () => {
    setTyped(nothing);
    till.next();
  };
  if (step.at === 'order') {
    return <TillOrder till={{ ...till, next }} order={order ?? step.order} code={step.code} />;
  }
  if (step.at === 'scan' && sale !== null) return <TillScan till={till} sale={sale} />;
  return (
    <>
      <TillAmount
        wallet={wallet}
        typed={typed}
        onTyped={setTyped}
        busy={till.busy}
        onCode={till.showCode}
        onScan={till.scan}
      />
      {till.failure === null ? null : <Note tone="warn">{till.failure.text}</Note>}
    </>
  );
}

/** The till: how much, the code, and the sound of money. */
export default function TillPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { wallets } = useWallet();
  const [chosen, setChosen] = useState<string | null>(null);
  const wallet = wallets.find(({ currency }) => currency === chosen) ?? wallets[0];
  const { merchant } = mine;
  return (
    <>
      <TopBar
        title={merchant.name}
        documentTitle={t`Till`}
        subtitle={<Trans>Till</Trans>}
        back={placeOf(merchant.merchantId)}
      />
      <div className="ring-inside min-h-0 flex-1 overflow-y-auto">
        <div
          className={classNames(
            'mx-auto grid w-full max-w-5xl grid-cols-[minmax(0,1fr)] gap-6 px-[16px] py-5 pb-10',
            'info:grid-cols-[minmax(0,28rem)_minmax(0,1fr)] info:gap-10',
          )}
        >
          <div className="mx-auto flex w-full max-w-md flex-col gap-4">
            {merchant.state === 'closed' ? (
              <Note tone="warn">
                <Trans>This shop is closed: it takes no money.</Trans>
              </Note>
            ) : null}
            {wallets.length < 2 || wallet === undefined ? null : (
              <Segmented
                label={t`Currency`}
                value={wallet.currency}
                options={wallets.map(({ currency }) => ({
                  value: currency,
                  label: currencyWord(currency),
                }))}
                onChange={setChosen}
              />
            )}
            {wallet === undefined ? (
              <SkeletonRows />
            ) : (
              <Desk key={wallet.currency} mine={mine} wallet={wallet} />
            )}
          </div>
          <div className="mx-auto w-full max-w-md info:mx-0 info:max-w-none">
            <RecentSales mine={mine} count={6} />
          </div>
        </div>
      </div>
    </>
  );
}
