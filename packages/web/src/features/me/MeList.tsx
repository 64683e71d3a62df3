import { Trans, useLingui } from '@lingui/react/macro';
import {
  AlarmClock,
  Bell,
  Bookmark,
  Database,
  Flag,
  FolderInput,
  Info,
  KeyRound,
  LogOut,
  MonitorSmartphone,
  Palette,
  QrCode,
  ShieldCheck,
  Sticker,
  UserRound,
  WalletCards,
  Wrench,
} from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { signOut, useMe } from '../../state/session.ts';
import { useTask } from '../../state/use-task.ts';
import {
  Avatar,
  Button,
  Dialog,
  FormError,
  IconLink,
  ListRow,
  RowIcon,
  Screen,
  SectionCard,
  TopBar,
} from '../../ui/index.ts';
import { WalletSummary } from '../pay/index.ts';
import { DeletionNote } from './DeletionNote.tsx';

function Card() {
  const { t } = useLingui();
  const me = useMe();
  return (
    <div className="edge flex items-center gap-[4px] rounded-2xl bg-surface p-[8px]">
      <Link
        to="/me/profile"
        className="flex min-w-0 flex-1 items-center gap-[12px] rounded-xl p-[8px] hover:bg-hover"
      >
        <Avatar id={me.personId} name={me.displayName} photoPath={me.photoPath} size="l" />
        <span className="flex min-w-0 flex-col">
          <span className="text-lg font-semibold">
            <bdi>{me.displayName}</bdi>
          </span>
          <span className="text-sm text-muted">
            <bdi>@{me.handle}</bdi>
          </span>
        </span>
      </Link>
      <IconLink
        to="/me/code"
        label={t`My code`}
        icon={<QrCode aria-hidden="true" className="size-6" />}
      />
    </div>
  );
}

function SignOutRow() {
  const { t } = useLingui();
  const [isOpen, setOpen] = useState(false);
  const task = useTask();
  return (
    <>
      <ListRow
        title={<Trans>Sign out</Trans>}
        tone="danger"
        start={<RowIcon icon={LogOut} hue="red" />}
        onClick={() => setOpen(true)}
      />
      <Dialog
        open={isOpen}
        onClose={() => setOpen(false)}
        title={t`Sign out of this device?`}
        actions={
          <>
            <Button tone="plain" onClick={() => setOpen(false)}>
              <Trans>Cancel</Trans>
            </Button>
            <Button tone="danger" busy={task.busy} onClick={() => void task.run(signOut)}>
              <Trans>Sign out</Trans>
            </Button>
          </>
        }
      >
        <p className="text-muted">
          <Trans>
            What this device keeps of your chats is erased here. On the server everything stays.
            Messages that were not sent yet are lost.
          </Trans>
        </p>
        <FormError>{task.failure?.text}</FormError>
      </Dialog>
    </>
  );
}

/** The root of the Me tab. */
export default function MeList() {
  const { t } = useLingui();
  const { role } = useMe();
  const [path] = useLocation();
  const at = (to: string) => ({ to, selected: path === to || path.startsWith(`${to}/`) });
  return (
    <>
      <TopBar title={t`Me`} large />
      <Screen>
        <Card />
        <WalletSummary />
        <DeletionNote />
        <SectionCard>
          <ListRow
            {...at('/me/wallet')}
            title={<Trans>Wallet</Trans>}
            start={<RowIcon icon={WalletCards} hue="violet" />}
          />
          <ListRow
            {...at('/me/favourites')}
            title={<Trans>Favourites</Trans>}
            start={<RowIcon icon={Bookmark} hue="amber" />}
          />
          <ListRow
            {...at('/me/plans')}
            title={<Trans>Planned and reminders</Trans>}
            start={<RowIcon icon={AlarmClock} hue="blue" />}
          />
          <ListRow
            {...at('/me/stickers')}
            title={<Trans>Stickers</Trans>}
            start={<RowIcon icon={Sticker} hue="amber" />}
          />
        </SectionCard>
        <SectionCard>
          <ListRow
            {...at('/me/profile')}
            title={<Trans>Profile</Trans>}
            start={<RowIcon icon={UserRound} hue="violet" />}
          />
          <ListRow
            {...at('/me/security')}
            title={<Trans>Sign-in and security</Trans>}
            start={<RowIcon icon={KeyRound} hue="amber" />}
          />
          <ListRow
            {...at('/me/devices')}
            title={<Trans>Devices</Trans>}
            start={<RowIcon icon={MonitorSmartphone} hue="blue" />}
          />
          <ListRow
            {...at('/me/privacy')}
            title={<Trans>Privacy</Trans>}
            start={<RowIcon icon={ShieldCheck} hue="green" />}
          />
        </SectionCard>
        <SectionCard>
          <ListRow
            {...at('/me/notifications')}
            title={<Trans>Notifications</Trans>}
            start={<RowIcon icon={Bell} hue="red" />}
          />
          <ListRow
            {...at('/me/appearance')}
            title={<Trans>Language and appearance</Trans>}
            start={<RowIcon icon={Palette} hue="pink" />}
          />
          <ListRow
            {...at('/me/data')}
            title={<Trans>My data</Trans>}
            start={<RowIcon icon={Database} hue="teal" />}
          />
          <ListRow
            {...at('/me/import')}
            title={<Trans>Import chats</Trans>}
            start={<RowIcon icon={FolderInput} hue="green" />}
          />
          <ListRow
            {...at('/me/reports')}
            title={<Trans>Reports and decisions</Trans>}
            start={<RowIcon icon={Flag} hue="red" />}
          />
          {role === 'operator' ? (
            <ListRow
              {...at('/me/operator')}
              title={<Trans>Operate this server</Trans>}
              start={<RowIcon icon={Wrench} hue="violet" />}
            />
          ) : null}
          <ListRow
            {...at('/me/about')}
            title={<Trans>About Plaza</Trans>}
            start={<RowIcon icon={Info} hue="blue" />}
          />
        </SectionCard>
        <SectionCard>
          <SignOutRow />
        </SectionCard>
      </Screen>
    </>
  );
}
