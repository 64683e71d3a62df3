import { i18n, type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Bot, Monitor, Smartphone, Tablet, type LucideIcon } from 'lucide-react';
import type { Session } from '@plaza/contract';
import { formatMoment } from '../../i18n/format.ts';
import { Button, ListRow } from '../../ui/index.ts';

const icons: Record<Session['device']['kind'], LucideIcon> = {
  phone: Smartphone,
  tablet: Tablet,
  desktop: Monitor,
  program: Bot,
};

const ways: Record<Session['signedInBy'], MessageDescriptor> = {
  password: msg`by password`,
  passkey: msg`by passkey`,
  qr: msg`by a scanned code`,
  recovery: msg`by a recovery code`,
  reset: msg`by a reset`,
  demo: msg`as a person of the demo city`,
  sign_up: msg`when the account was made`,
};

type DeviceRowProps = { session: Session; busy: boolean; onSignOut?: () => void };

export function DeviceRow({ session, busy, onSignOut }: DeviceRowProps) {
  const { device, address, lastSeenAt, signedInBy, current } = session;
  const Icon = icons[device.kind];
  const seen = formatMoment(lastSeenAt);
  const details = [address, i18n._(ways[signedInBy])].filter((part) => part !== '').join(' · ');
  return (
    <ListRow
      start={<Icon aria-hidden="true" className="size-6 shrink-0 text-muted" />}
      title={device.name}
      subtitle={
        <>
          {details}
          <br />
          {current ? (
            <span className="font-medium text-good">
              <Trans>This device</Trans>
            </span>
          ) : (
            <Trans>Last seen: {seen}</Trans>
          )}
        </>
      }
      end={
        onSignOut === undefined ? null : (
          <Button tone="danger" busy={busy} onClick={onSignOut}>
            <Trans>Sign out</Trans>
          </Button>
        )
      }
    />
  );
}
