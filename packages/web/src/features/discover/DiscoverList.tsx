import { Trans, useLingui } from '@lingui/react/macro';
import { QrCode, ScanLine, UserPlus } from 'lucide-react';
import { useLocation } from 'wouter';
import { MomentsRow } from './MomentsRow.tsx';
import { ListRow, RowIcon, Screen, SectionCard, TopBar } from '../../ui/index.ts';

export default function DiscoverList() {
  const { t } = useLingui();
  const [path] = useLocation();
  return (
    <>
      <TopBar title={t`Discover`} large />
      <Screen>
        <SectionCard>
          <MomentsRow selected={path.startsWith('/discover/moments')} />
        </SectionCard>
        <SectionCard>
          <ListRow
            to="/discover/scan"
            selected={path === '/discover/scan'}
            title={<Trans>Scan</Trans>}
            subtitle={<Trans>A shop, a person, a group, or a new device</Trans>}
            start={<RowIcon icon={ScanLine} hue="blue" />}
          />
          <ListRow
            to="/discover/code"
            selected={path === '/discover/code'}
            title={<Trans>My code</Trans>}
            subtitle={<Trans>For others to find you</Trans>}
            start={<RowIcon icon={QrCode} hue="violet" />}
          />
        </SectionCard>
        <SectionCard>
          <ListRow
            to="/contacts/add"
            title={<Trans>Find somebody</Trans>}
            subtitle={<Trans>By handle or code</Trans>}
            start={<RowIcon icon={UserPlus} hue="green" />}
          />
        </SectionCard>
      </Screen>
    </>
  );
}
