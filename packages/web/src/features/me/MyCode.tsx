import { Trans, useLingui } from '@lingui/react/macro';
import { Copy, RefreshCw } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../state/calls.ts';
import { useMe } from '../../state/session.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { useTask } from '../../state/use-task.ts';
import { Avatar, Button, Dialog, FormError, Skeleton, showToast } from '../../ui/index.ts';
import { QrCode } from '../../ui/QrCode.tsx';
import { Page } from './Page.tsx';

const ask = () => api.contacts.getMyCode({});

export default function MyCode({ back }: { back: string }) {
  const { t } = useLingui();
  const me = useMe();
  const code = useAnswer(ask);
  const [isRenewing, setRenewing] = useState(false);
  const task = useTask();

  async function copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      showToast(t`The link was copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }

  async function renew(): Promise<void> {
    const succeeded = await task.run(async () => code.replace(await api.contacts.renewMyCode({})));
    if (succeeded) setRenewing(false);
  }

  return (
    <Page title={t`My code`} back={back} backOnPhone>
      <div className="edge mx-auto flex w-full max-w-sm flex-col gap-5 rounded-3xl bg-surface p-[20px] shadow-float">
        <div className="flex items-center gap-3">
          <Avatar id={me.personId} name={me.displayName} photoPath={me.photoPath} size="l" />
          <div className="min-w-0">
            <p className="text-lg font-semibold">
              <bdi>{me.displayName}</bdi>
            </p>
            <p className="text-sm text-muted">
              <bdi>@{me.handle}</bdi>
            </p>
          </div>
        </div>
        {code.data === null ? (
          <Skeleton className="aspect-square w-full" />
        ) : (
          <QrCode text={code.data.qrText} label={t`My code, for others to scan`} />
        )}
        <p className="text-center text-sm text-muted">
          <Trans>Whoever scans it can send you a request.</Trans>
        </p>
      </div>
      <FormError>{code.failure?.text}</FormError>
      <div className="flex flex-wrap justify-center gap-2">
        <Button
          tone="soft"
          disabled={code.data === null}
          icon={<Copy aria-hidden="true" className="size-5" />}
          onClick={() => void copy(code.data?.qrText ?? '')}
        >
          <Trans>Copy the link</Trans>
        </Button>
        <Button
          tone="plain"
          icon={<RefreshCw aria-hidden="true" className="size-5" />}
          onClick={() => setRenewing(true)}
        >
          <Trans>Make a new code</Trans>
        </Button>
      </div>
      <Dialog
        open={isRenewing}
        onClose={() => setRenewing(false)}
        title={t`Make a new code?`}
        actions={
          <Button busy={task.busy} onClick={() => void renew()}>
            <Trans>Make a new code</Trans>
          </Button>
        }
      >
        <p className="text-muted">
          <Trans>The present code and its link end at once, wherever they were shared.</Trans>
        </p>
        <FormError>{task.failure?.text}</FormError>
      </Dialog>
    </Page>
  );
}
