import { lazy, type ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { MyCode } from './MyCode.tsx';
import { Operator } from '../operator/index.ts';

const pages: readonly [string, ComponentType][] = [
  ['/me/profile', lazy(() => import('./Profile.tsx'))],
  ['/me/code', () => <MyCode back="/me" />],
  ['/me/security', lazy(() => import('./Security.tsx'))],
  ['/me/security/password', lazy(() => import('./ChangePassword.tsx'))],
  ['/me/security/codes', lazy(() => import('./RenewCodes.tsx'))],
  ['/me/devices', lazy(() => import('./Devices.tsx'))],
  ['/me/privacy', lazy(() => import('./Privacy.tsx'))],
  ['/me/appearance', lazy(() => import('./AppearancePage.tsx'))],
  ['/me/data', lazy(() => import('./MyData.tsx'))],
  ['/me/about', lazy(() => import('./About.tsx'))],
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
