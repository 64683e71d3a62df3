import type { State } from '@plaza/client';
import type { Conversation, Member } from '@plaza/contract';
import { useState, type ReactNode } from 'react';
import { LeaveDialog } from '../LeaveDialog.tsx';
import { MembersDialog } from '../MembersDialog.tsx';
import { RenameDialog } from '../RenameDialog.tsx';
import { AnnouncementDialog } from './AnnouncementDialog.tsx';
import { DissolveDialog } from './DissolveDialog.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { NicknameDialog } from './NicknameDialog.tsx';
import { RequestsDialog } from './RequestsDialog.tsx';
import { RolesDialog } from './RolesDialog.tsx';

export type GroupDialog =
  | 'rename'
  | 'leave'
  | 'members'
  | 'announcement'
  | 'nickname'
  | 'link'
  | 'requests'
  | 'admins'
  | 'owner'
  | 'dissolve';

type Props = { conversation: Conversation; state: State; members: readonly Member[] | null };

function dialogOf(which: GroupDialog, props: Props, onClose: () => void): ReactNode {
  const { conversation, state, members } = props;
  const common = { conversation, onClose };
  switch (which) {
    case 'rename':
      return <RenameDialog {...common} />;
    case 'leave':
      return <LeaveDialog {...common} />;
    case 'members':
      return <MembersDialog {...common} state={state} members={members} />;
    case 'announcement':
      return <AnnouncementDialog {...common} state={state} />;
    case 'nickname': {
      const mine = members?.find(({ person }) => person.personId === state.me?.personId);
      return <NicknameDialog {...common} nickname={mine?.nickname ?? ''} />;
    }
    case 'link':
      return <LinkDialog {...common} />;
    case 'requests':
      return <RequestsDialog {...common} />;
    case 'dissolve':
      return <DissolveDialog {...common} />;
    default:
      return <RolesDialog {...common} state={state} members={members} what={which} />;
  }
}

/** The dialogs of a group: one at a time. */
export function useGroupDialogs(props: Props) {
  const [which, setWhich] = useState<GroupDialog | null>(null);
  const dialog = which === null ? null : dialogOf(which, props, () => setWhich(null));
  return { dialog, open: setWhich };
}
