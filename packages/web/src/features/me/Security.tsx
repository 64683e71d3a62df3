import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { KeyRound, TicketCheck } from 'lucide-react';
import { useMe } from '../../state/session.ts';
import { ListRow, RowIcon, SectionCard } from '../../ui/index.ts';
import { Page } from './Page.tsx';
import { Passkeys } from './Passkeys.tsx';
import { Resets } from './Resets.tsx';

export default function Security() {
  const { t } = useLingui();
  const { hasPassword, recoveryCodesLeft } = useMe();
  return (
    <Page title={t`Sign-in and security`}>
      <SectionCard>
        <ListRow
          to="/me/security/password"
          start={<RowIcon icon={KeyRound} hue="amber" />}
          title={hasPassword ? <Trans>Change the password</Trans> : <Trans>Set a password</Trans>}
        />
        <ListRow
          to="/me/security/codes"
          start={<RowIcon icon={TicketCheck} hue="green" />}
          title={<Trans>Recovery codes</Trans>}
          subtitle={plural(recoveryCodesLeft, { one: '# code left', other: '# codes left' })}
        />
      </SectionCard>
      <Passkeys />
      <Resets />
    </Page>
  );
}
