import { Trans, useLingui } from '@lingui/react/macro';
import { RefreshCw, Smartphone } from 'lucide-react';
import { Button, FormError, Skeleton } from '../../ui/index.ts';
import { QrCode } from '../../ui/QrCode.tsx';
import { EntranceCard } from './EntranceCard.tsx';
import { useQrSignIn, type QrSignIn } from './use-qr-sign-in.ts';

function Code({ now, again }: { now: QrSignIn; again(): void }) {
  const { t } = useLingui();
  switch (now.state) {
    case 'starting':
      return <Skeleton className="aspect-square w-full" />;
    case 'waiting':
      return <QrCode text={now.qrText} label={t`Code for signing in with your phone`} />;
    case 'scanned':
      return (
        <div className="flex flex-col items-center gap-3 py-10 text-center">
          <Smartphone aria-hidden="true" className="size-12 text-accent-text" />
          <p className="text-lg font-semibold">
            <Trans>Now confirm on your phone</Trans>
          </p>
        </div>
      );
    case 'declined':
    case 'expired':
      return (
        <div className="flex flex-col items-center gap-4 py-8 text-center">
          <p className="font-semibold">
            {now.state === 'declined' ? (
              <Trans>The phone said no.</Trans>
            ) : (
              <Trans>This code is over.</Trans>
            )}
          </p>
          <Button icon={<RefreshCw aria-hidden="true" className="size-5" />} onClick={again}>
            <Trans>Make a new code</Trans>
          </Button>
        </div>
      );
    case 'failed':
      return (
        <>
          <FormError>{now.text}</FormError>
          <Button tone="soft" onClick={again}>
            <Trans>Try again</Trans>
          </Button>
        </>
      );
  }
}

/** A new device shows a code; a phone that is signed in reads and confirms it. */
export default function PhoneSignIn() {
  const { t } = useLingui();
  const { now, again } = useQrSignIn();
  return (
    <EntranceCard title={t`Sign in with your phone`} back="/sign-in">
      <div aria-live="polite" className="mx-auto w-full max-w-64">
        <Code now={now} again={again} />
      </div>
      <ol className="flex list-decimal flex-col gap-1.5 ps-5 text-muted">
        <li>
          <Trans>Open Plaza on a phone where you are signed in.</Trans>
        </li>
        <li>
          <Trans>Go to Discover, then Scan.</Trans>
        </li>
        <li>
          <Trans>Point the camera at this code and confirm.</Trans>
        </li>
      </ol>
    </EntranceCard>
  );
}
