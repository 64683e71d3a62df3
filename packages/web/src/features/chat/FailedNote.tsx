import { Trans, useLingui } from '@lingui/react/macro';
import type { Send } from '@plaza/client';
import { explain } from '../../i18n/refusals.ts';
import { useClient } from '../../state/index.ts';

const action = 'min-h-11 rounded-lg px-2 font-semibold underline underline-offset-4';

/** Why a message was not sent, and what can be done about it. Nothing is lost meanwhile. */
export function FailedNote({ send }: { send: Send }) {
  const { t } = useLingui();
  const { commands } = useClient();
  if (send.state !== 'failed') return null;
  const reason =
    send.failure === 'expired'
      ? t`There was no connection for a week.`
      : explain({ error: send.failure ?? 'internal' });
  return (
    <div className="flex flex-wrap items-center justify-end gap-x-2 text-end text-sm text-danger">
      <span>
        <Trans>Not sent.</Trans> {reason}
      </span>
      <span className="flex">
        <button type="button" className={action} onClick={() => void commands.retry(send.clientId)}>
          <Trans>Try again</Trans>
        </button>
        <button
          type="button"
          className={action}
          onClick={() => void commands.discard(send.clientId)}
        >
          <Trans>Delete</Trans>
        </button>
      </span>
    </div>
  );
}
