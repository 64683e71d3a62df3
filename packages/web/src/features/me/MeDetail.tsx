import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { part } from '../../ui/part.tsx';
import { Favourites } from '../favourites/index.ts';
import { Operator } from '../operator/index.ts';
import { MerchantPages } from '../merchants/index.ts';
import { WalletPages } from '../pay/index.ts';
import { StickerPages } from '../stickers/index.ts';
import { MyReports } from '../trust/index.ts';

const MyCode = part<{ back: string }>(() => import('./MyCode.tsx'));
const pages: readonly [string, ComponentType][] = [
  ['/me/profile', part(() => import('./Profile.tsx'))],
  ['/me/code', () => <MyCode back="/me" />],
  ['/me/security', part(() => import('./Security.tsx'))],
  ['/me/security/password', part(() => import('./ChangePassword.tsx'))],
  ['/me/security/codes', part(() => import('./RenewCodes.tsx'))],
  ['/me/devices', part(() => import('./Devices.tsx'))],
  ['/me/privacy', part(() => import('./Privacy.tsx'))],
  ['/me/appearance', part(() => import('./AppearancePage.tsx'))],
  ['/me/data', part(() => import('./MyData.tsx'))],
  ['/me/favourites', Favourites],
  ['/me/plans', part(() => import('./Plans.tsx'))],
  ['/me/notifications', part(() => import('./Notifications.tsx'))],
  ['/me/import', part(() => import('./Import.tsx'))],
  ['/me/reports', MyReports],
  ['/me/stickers/*?', StickerPages],
  ['/me/about', part(() => import('./About.tsx'))],
  ['/me/wallet/*?', WalletPages],
  ['/me/merchants/*?', MerchantPages],
  ['/me/operator/*?', Operator],
];

export default function MeDetail() {
  return (
    <Switch>
      {pages.map(([path, Page]) => (
        <Route key={path} path={path}>
          <Page />
        </Route>
      ))}
      <Route>
        <Redirect to="/me" replace />
      </Route>
    </Switch>
  );
}
