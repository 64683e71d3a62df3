import { Trans, useLingui } from '@lingui/react/macro';
import { formatDateTime } from '../../i18n/format.ts';
import { Button, Dialog } from '../../ui/index.ts';

type ResetSecretProps = { secret: string; readyAt: string; onClose(): void };

/** The one-time secret of a reset, shown once, with the moment from which it works. */
export function ResetSecret({ secret, readyAt, onClose }: ResetSecretProps) {
  const { t } = useLingui();
  const ready = formatDateTime(readyAt);
  return (
    <Dialog
      open
      firm
      onClose={onClose}
      title={t`Keep this secret`}
      actions={
        <Button onClick={onClose}>
          <Trans>I keep it</Trans>
        </Button>
      }
    >
      <p className="text-muted">
        <Trans>It is shown only now. Open “You cannot sign in?” and type it there.</Trans>
      </p>
      <p dir="ltr" className="edge rounded-2xl bg-field p-4 font-mono text-sm break-all select-all">
        {secret}
      </p>
      <p className="font-medium">
        <Trans>Works from: {ready}</Trans>
      </p>
    </Dialog>
  );
}
