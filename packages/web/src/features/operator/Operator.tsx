import { Trans, useLingui } from '@lingui/react/macro';
import {
  Activity,
  BookOpenCheck,
  Flag,
  Gauge,
  Landmark,
  ScrollText,
  UsersRound,
} from 'lucide-react';
import { Redirect, Route, Switch } from 'wouter';
import { useMe } from '../../state/session.ts';
import { ListRow, part, RowIcon, Screen, SectionCard, TopBar } from '../../ui/index.ts';
import { OperateRails, Reconciliation } from '../rails/index.ts';
import { Cases } from '../trust/index.ts';
import { Audit } from './Audit.tsx';
import { Health } from './Health.tsx';
import { Limits } from './Limits.tsx';
import { People } from './People.tsx';
import { Person } from './Person.tsx';

const Books = part(() => import('./Books.tsx'));

function Menu() {
  const { t } = useLingui();
  return (
    <>
      <TopBar title={t`Operate this server`} back="/me" backOnPhone />
      <Screen>
        <SectionCard note={<Trans>Everything you do here is written in the log of actions.</Trans>}>
          <ListRow
            to="/me/operator/people"
            title={<Trans>People</Trans>}
            subtitle={<Trans>Devices, wallet, suspension, assisted reset</Trans>}
            start={<RowIcon icon={UsersRound} hue="violet" />}
          />
          <ListRow
            to="/me/operator/cases"
            title={<Trans>Reports</Trans>}
            subtitle={<Trans>What people reported, decisions, appeals</Trans>}
            start={<RowIcon icon={Flag} hue="red" />}
          />
          <ListRow
            to="/me/operator/books"
            title={<Trans>Books</Trans>}
            subtitle={<Trans>The money of the city, and whether it adds up</Trans>}
            start={<RowIcon icon={BookOpenCheck} hue="teal" />}
          />
          <ListRow
            to="/me/operator/rails"
            title={<Trans>Money in and out</Trans>}
            subtitle={<Trans>Vouchers, bank files, the cash desk</Trans>}
            start={<RowIcon icon={Landmark} hue="amber" />}
          />
          <ListRow
            to="/me/operator/health"
            title={<Trans>Health</Trans>}
            subtitle={<Trans>Database, memory, connections, jobs</Trans>}
            start={<RowIcon icon={Activity} hue="green" />}
          />
          <ListRow
            to="/me/operator/limits"
            title={<Trans>Limits</Trans>}
            subtitle={<Trans>How often each call is allowed, and refused</Trans>}
            start={<RowIcon icon={Gauge} hue="amber" />}
          />
          <ListRow
            to="/me/operator/audit"
            title={<Trans>Log of actions</Trans>}
            subtitle={<Trans>What operators did, to whom and why</Trans>}
            start={<RowIcon icon={ScrollText} hue="blue" />}
          />
        </SectionCard>
      </Screen>
    </>
  );
}

/** The console of the operator; the server judges every call again. */
export default function Operator() {
  const { role } = useMe();
  if (role !== 'operator') return <Redirect to="/me" replace />;
  return (
    <Switch>
      <Route path="/me/operator/people" component={People} />
      <Route path="/me/operator/people/:handle">
        {({ handle }) => <Person key={handle} handle={handle} />}
      </Route>
      <Route path="/me/operator/cases" component={Cases} />
      <Route path="/me/operator/books" component={Books} />
      <Route path="/me/operator/reconciliation" component={Reconciliation} />
      <Route path="/me/operator/rails" component={OperateRails} />
      <Route path="/me/operator/rails/:part" component={OperateRails} />
      <Route path="/me/operator/health" component={Health} />
      <Route path="/me/operator/limits" component={Limits} />
      <Route path="/me/operator/audit" component={Audit} />
      <Route component={Menu} />
    </Switch>
  );
}
