import { Trans, useLingui } from '@lingui/react/macro';
import { Landmark, Ticket, UsersRound } from 'lucide-react';
import { Route, Switch } from 'wouter';
import { ListRow, RowIcon, Screen, SectionCard, TopBar } from '../../ui/index.ts';
import { BankFiles } from './BankFiles.tsx';
import { Clerks } from './Clerks.tsx';
import { Vouchers } from './Vouchers.tsx';

function Menu() {
  const { t } = useLingui();
  return (
    <>
      <TopBar title={t`Money in and out`} back="/me/operator" />
      <Screen>
        <SectionCard>
          <ListRow
            to="/me/operator/rails/vouchers"
            title={<Trans>Vouchers</Trans>}
            subtitle={<Trans>Print codes that are sold or given away</Trans>}
            start={<RowIcon icon={Ticket} hue="amber" />}
          />
          <ListRow
            to="/me/operator/rails/bank"
            title={<Trans>Bank files</Trans>}
            subtitle={<Trans>Take in statements, pay out, settle what nobody knows</Trans>}
            start={<RowIcon icon={Landmark} hue="blue" />}
          />
          <ListRow
            to="/me/operator/rails/desk"
            title={<Trans>Cash desk</Trans>}
            subtitle={<Trans>Who works there</Trans>}
            start={<RowIcon icon={UsersRound} hue="green" />}
          />
        </SectionCard>
      </Screen>
    </>
  );
}

/** The ways in and out, for operators. */
export default function OperateRails() {
  return (
    <Switch>
      <Route path="/me/operator/rails/vouchers" component={Vouchers} />
      <Route path="/me/operator/rails/bank" component={BankFiles} />
      <Route path="/me/operator/rails/desk" component={Clerks} />
      <Route component={Menu} />
    </Switch>
  );
}
