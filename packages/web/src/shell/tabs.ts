import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  BookUser,
  Building2,
  CircleUserRound,
  Compass,
  MessageCircle,
  type LucideIcon,
} from 'lucide-react';
import { lazy, type ComponentType } from 'react';

export type TabId = 'chats' | 'contacts' | 'discover' | 'city' | 'me';

export type Tab = {
  id: TabId;
  path: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  /** The first pane, at the tab's own path. */
  List: ComponentType;
  /** The second pane, at any path below it. */
  Detail: ComponentType;
};

/** Each pane is a file of its own, fetched when its tab is opened. */
export const tabs: readonly Tab[] = [
  {
    id: 'chats',
    path: '/chats',
    label: msg`Chats`,
    icon: MessageCircle,
    List: lazy(async () => ({ default: (await import('../features/chat/index.ts')).ChatList })),
    Detail: lazy(async () => ({ default: (await import('../features/chat/index.ts')).ChatDetail })),
  },
  {
    id: 'contacts',
    path: '/contacts',
    label: msg`Contacts`,
    icon: BookUser,
    List: lazy(async () => ({
      default: (await import('../features/contacts/index.ts')).ContactsList,
    })),
    Detail: lazy(async () => ({
      default: (await import('../features/contacts/index.ts')).ContactsDetail,
    })),
  },
  {
    id: 'discover',
    path: '/discover',
    label: msg`Discover`,
    icon: Compass,
    List: lazy(() => import('../features/discover/DiscoverList.tsx')),
    Detail: lazy(() => import('../features/discover/DiscoverDetail.tsx')),
  },
  {
    id: 'city',
    path: '/city',
    label: msg`City`,
    icon: Building2,
    List: lazy(() => import('../features/city/CityList.tsx')),
    Detail: lazy(() => import('../features/city/CityDetail.tsx')),
  },
  {
    id: 'me',
    path: '/me',
    label: msg`Me`,
    icon: CircleUserRound,
    List: lazy(() => import('../features/me/MeList.tsx')),
    Detail: lazy(() => import('../features/me/MeDetail.tsx')),
  },
];
