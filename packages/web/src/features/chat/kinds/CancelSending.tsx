import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useClient } from '../../../state/index.ts';
import type { MessageRow } from '../rows.ts';

/** Stops what is still on its way; nothing when it is there, or could not be sent. */
export function CancelSending({ row: { send } }: { row: MessageRow }) {
  const { t } = useLingui();
  const { commands } = useClient();
  if (send === null || send.state === 'failed' || send.state === 'sent') return null;
  return (
    <button
      type="button"
      aria-label={t`Cancel sending`}
      onClick={() => void commands.discard(send.clientId)}
      className="grid size-[44px] shrink-0 place-items-center rounded-full hover:bg-hover"
    >
      <X aria-hidden="true" className="size-5" />
    </button>
  );
}
