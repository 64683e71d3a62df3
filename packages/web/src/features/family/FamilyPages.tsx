import { isUuid } from '@plaza/base';
import { Redirect, Route, Switch } from 'wouter';
import { part } from '../../ui/part.tsx';
import FamilyPage from './FamilyPage.tsx';

const GivePage = part(() => import('./GivePage.tsx'));
const CardPage = part<{ id: string }>(() => import('./CardPage.tsx'));

/** Everything about family cards. */
export default function FamilyPages() {
  return (
    <Switch>
      <Route path="/me/wallet/family">
        <FamilyPage />
      </Route>
      <Route path="/me/wallet/family/give">
        <GivePage />
      </Route>
      <Route path="/me/wallet/family/:id">
        {({ id }) =>
          isUuid(id) ? <CardPage key={id} id={id} /> : <Redirect to="/me/wallet/family" replace />
        }
      </Route>
    </Switch>
  );
}
