import { Redirect, Route, Switch } from 'wouter';
import { MomentsDetail } from '../moments/index.ts';
import { MyCode } from '../me/index.ts';
import Scan from './Scan.tsx';

export default function DiscoverDetail() {
  return (
    <Switch>
      <Route path="/discover/moments/*?" component={MomentsDetail} />
      <Route path="/discover/scan" component={Scan} />
      <Route path="/discover/code">
        <MyCode back="/discover" />
      </Route>
      <Route>
        <Redirect to="/discover" replace />
      </Route>
    </Switch>
  );
}
