import { Redirect, Route, Switch } from 'wouter';
import { ServerPage } from './ServerPage.tsx';

export default function CityDetail() {
  return (
    <Switch>
      <Route path="/city/server" component={ServerPage} />
      <Route>
        <Redirect to="/city" replace />
      </Route>
    </Switch>
  );
}
