import { useLingui } from '@lingui/react/macro';
import { Copy, Trash2 } from 'lucide-react';
import { useClient } from '../../state/index.ts';
import { showToast, type MenuItem } from '../../ui/index.ts';
import type { MessageRow } from './rows.ts';

/** What can be done with a message. */
export function useMessageMenu({ text, send }: MessageRow): MenuItem[] {
  const { t } = useLingui();
  const { commands } = useClient();
  const items: MenuItem[] = [];
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text ?? '');
      showToast(t`The message was copied.`);
    } catch {
      showToast(t`This browser does not allow copying.`);
    }
  }
  if (text !== null) items.push({ id: 'copy', label: t`Copy`, icon: Copy, run: () => void copy() });
  if (send !== null && (send.state === 'failed' || send.state === 'waiting')) {
    items.push({
      id: 'discard',
      label: t`Delete`,
      icon: Trash2,
      tone: 'danger',
      run: () => void commands.discard(send.clientId),
    });
  }
  return items;
}
