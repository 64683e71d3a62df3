import { Trans, useLingui } from '@lingui/react/macro';
import { MonitorSmartphone } from 'lucide-react';
import { useCallback } from 'react';
import { useLocation } from 'wouter';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Button, ButtonLink, FormError, Note, Skeleton, showToast } from '../../ui/index.ts';
import { FullScreen } from './FullScreen.tsx';

type Scanned = Awaited<ReturnType<typeof api.identity.scanQrSignIn>>;

function Question({ ticket, device, address }: Scanned) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const task = useTask();

  async function answer(allow: boolean): Promise<void> {
    const succeeded = await task.run(async () => {
      await api.identity.answerQrSignIn({ ticket, allow });
    });
    if (!succeeded) return;
    showToast(allow ? t`The other device is signed in.` : t`The other device was not signed in.`);
    navigate('/me/devices', { replace: true });
  }

  return (
    <>
      <Note icon={<MonitorSmartphone aria-hidden="true" className="size-8 text-accent-text" />}>
        <p dir="auto" className="text-lg font-semibold">
          {device.name}
        </p>
        <p className="text-sm text-muted">{address}</p>
      </Note>
      <p className="text-muted">
        <Trans>
          It will read and write as you until you sign it out. Allow it only if the device is in
          front of you.
        </Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
      <div className="flex flex-col gap-2">
        <Button wide busy={task.busy} onClick={() => void answer(true)}>
          <Trans>Sign this device in</Trans>
        </Button>
        <Button wide tone="danger" onClick={() => void answer(false)}>
          <Trans>It is not mine</Trans>
        </Button>
      </div>
    </>
  );
}

/** The phone read the code of a new device: here its owner decides. */
export default function ApproveSignIn() {
  const { t } = useLingui();
  const code = location.hash.slice(1);
  const ask = useCallback(() => api.identity.scanQrSignIn({ code }), [code]);
  const { data, failure } = useAnswer(ask);
  return (
    <FullScreen title={t`Sign in another device?`}>
      <FormError>{failure?.text}</FormError>
      {data === null && failure === null ? <Skeleton className="h-24" /> : null}
      {data === null ? null : <Question {...data} />}
      {failure === null ? null : (
        <ButtonLink to="/discover/scan" tone="soft" wide>
          <Trans>Scan again</Trans>
        </ButtonLink>
      )}
    </FullScreen>
  );
}
