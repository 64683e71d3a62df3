import { useLingui } from '@lingui/react/macro';
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { FormError, part, Screen, SkeletonRows, TopBar } from '../../ui/index.ts';
import MerchantsPage from './MerchantsPage.tsx';
import { merchantsRoot } from './place.ts';
import { mineOf, useMerchants, type Mine } from './use-merchants.ts';

export type PageProps = { mine: Mine };

const pages: readonly [string, ComponentType<PageProps>][] = [
  ['', part<PageProps>(() => import('./MerchantHome.tsx'))],
  ['till', part<PageProps>(() => import('./till/Till.tsx'))],
  ['sales', part<PageProps>(() => import('./SalesPage.tsx'))],
  ['day', part<PageProps>(() => import('./DayPage.tsx'))],
  ['code', part<PageProps>(() => import('./CodePage.tsx'))],
  ['pay', part<PageProps>(() => import('./PayPersonPage.tsx'))],
  ['staff', part<PageProps>(() => import('./StaffPage.tsx'))],
  ['shifts', part<PageProps>(() => import('./ShiftsPage.tsx'))],
  ['settings', part<PageProps>(() => import('./SettingsPage.tsx'))],
  ['api', part<PageProps>(() => import('./api/ApiPage.tsx'))],
  ['callbacks', part<PageProps>(() => import('./api/CallbacksPage.tsx'))],
  ['check', part<PageProps>(() => import('./api/CheckPage.tsx'))],
];
const OpenMerchant = part(() => import('./OpenMerchant.tsx'));
const SalePage = part<PageProps & { orderId: string }>(() => import('./SalePage.tsx'));

function OfMerchant({ merchantId }: { merchantId: string }) {
  const { t } = useLingui();
  const { data, failure } = useMerchants();
  if (data === null) {
    return (
      <>
        <TopBar title={t`My shops`} back={merchantsRoot} />
        <Screen>
          {failure === null ? <SkeletonRows /> : <FormError>{failure.text}</FormError>}
        </Screen>
      </>
    );
  }
  const mine = mineOf(data, merchantId);
  if (mine === null) return <Redirect to={merchantsRoot} replace />;
  const base = `${merchantsRoot}/${merchantId}`;
  return (
    <Switch>
      {pages.map(([name, Page]) => (
        <Route key={name} path={name === '' ? base : `${base}/${name}`}>
          <Page mine={mine} />
        </Route>
      ))}
      <Route path={`${base}/sales/:orderId`}>
        {({ orderId }) => <SalePage key={orderId} mine={mine} orderId={orderId} />}
      </Route>
      <Route>
        <Redirect to={base} replace />
      </Route>
    </Switch>
  );
}

/** Everything below the merchants’ own address. */
export default function MerchantPages() {
  return (
    <Switch>
      <Route path={merchantsRoot}>
        <MerchantsPage />
      </Route>
      <Route path={`${merchantsRoot}/new`}>
        <OpenMerchant />
      </Route>
      <Route path={`${merchantsRoot}/:merchantId/*?`}>
        {({ merchantId }) => <OfMerchant key={merchantId} merchantId={merchantId} />}
      </Route>
    </Switch>
  );
}
