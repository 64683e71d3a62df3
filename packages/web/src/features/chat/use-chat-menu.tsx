import { useLingui } from '@lingui/react/macro';
import {
  Archive,
  ArchiveRestore,
  Bell,
  BellOff,
  EyeOff,
  MailOpen,
  MessageCircleDashed,
  Pin,
  PinOff,
  Trash2,
} from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useClient } from '../../state/index.ts';
import type { MenuItem } from '../../ui/index.ts';
import { ClearDialog } from './ClearDialog.tsx';
import type { Summary } from './summaries.ts';

/** What can be done with a conversation from the list. */
export function useChatMenu(summary: Summary): { items: MenuItem[]; dialog: ReactNode } {
  const { t } = useLingui();
  const { commands } = useClient();
  const [isClearing, setClearing] = useState(false);
  const { id, pinned, muted, unread, markedUnread, archived, conversation } = summary;
  const isUnread = unread > 0 || markedUnread;
  const items: MenuItem[] = [
    {
      id: 'pin',
      label: pinned ? t`Unpin` : t`Pin to the top`,
      icon: pinned ? PinOff : Pin,
      run: () => void commands.setInbox(id, { pinned: !pinned }),
    },
    {
      id: 'mute',
      label: muted ? t`Unmute` : t`Mute`,
      icon: muted ? Bell : BellOff,
      run: () => void commands.setInbox(id, { muted: !muted }),
    },
    {
      id: 'unread',
      label: isUnread ? t`Mark as read` : t`Mark as unread`,
      icon: isUnread ? MailOpen : MessageCircleDashed,
      run: () =>
        void (isUnread
          ? commands.markRead(id, conversation.lastSeq)
          : commands.setInbox(id, { markedUnread: true })),
    },
    {
      id: 'archive',
      label: archived ? t`Take out of the archive` : t`Put into the archive`,
      icon: archived ? ArchiveRestore : Archive,
      run: () => void commands.setInbox(id, { archived: !archived }),
    },
    {
      id: 'hide',
      label: t`Hide until something new`,
      icon: EyeOff,
      run: () => void commands.setInbox(id, { hidden: true }),
    },
    {
      id: 'clear',
      label: t`Clear history`,
      icon: Trash2,
      tone: 'danger',
      run: () => setClearing(true),
    },
  ];
  const dialog = <ClearDialog id={id} open={isClearing} onClose={() => setClearing(false)} />;
  return { items, dialog };
}
