import { isUuid, type TransferId } from '@plaza/base';
import type { ComponentType } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { part } from '../../ui/part.tsx';
import { PayCodePage } from '../codes/index.ts';
import { FamilyPages } from '../family/index.ts';
import { CashOutPage, DeskPage, LimitsPage, TopUpPage } from '../rails/index.ts';
import WalletPage from './WalletPage.tsx';

const pages: readonly [string, ComponentType][] = [
  ['/me/wallet', WalletPage],
  ['/me/wallet/send', part(() => import('./WalletSendPage.tsx'))],
  ['/me/wallet/code', PayCodePage],
  ['/me/wallet/statement', part(() => import('./StatementPage.tsx'))],
  ['/me/wallet/months', part(() => import('./MonthsPage.tsx'))],
  ['/me/wallet/top-up', TopUpPage],
  ['/me/wallet/cash-out', CashOutPage],
  ['/me/wallet/desk', DeskPage],
  ['/me/wallet/limits', LimitsPage],
  ['/me/wallet/pin', part(() => import('./PinPage.tsx'))],
  ['/me/wallet/pin/change', part(() => import('./PinChangePage.tsx'))],
  ['/me/wallet/pin/forgot', part(() => import('./PinForgotPage.tsx'))],
  ['/me/wallet/pin/reset', part(() => import('./PinResetPage.tsx'))],
];
const Receipt = part<{ id: TransferId }>(() => import('./ReceiptPage.tsx'));

/** Everything below the wallet’s own address. */
export default function WalletPages() {
  return (
    <Switch>
      {pages.map(([path, Page]) => (
        <Route key={path} path={path}>
          <Page />
        </Route>
      ))}
      <Route path="/me/wallet/family/*?">
        <FamilyPages />
      </Route>
      <Route path="/me/wallet/transfer/:id">
        {({ id }) =>
          isUuid(id) ? (
            <Receipt key={id} id={id as TransferId} />
          ) : (
            <Redirect to="/me/wallet" replace />
          )
        }
      </Route>
      <Route>
        <Redirect to="/me/wallet" replace />
      </Route>
    </Switch>
  );
}
