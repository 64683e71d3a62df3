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
import { CityDetail, CityList } from '../features/city/index.ts';
import { DiscoverDetail, DiscoverList } from '../features/discover/index.ts';
import { MeDetail, MeList } from '../features/me/index.ts';
import { part, type Part } from '../ui/part.tsx';

export type TabId = 'chats' | 'contacts' | 'discover' | 'city' | 'me';

export type Tab = {
  id: TabId;
  path: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  /** A list of rows from edge to edge; else a page of cards. */
  isList?: boolean;
  /** The first pane, at the tab's own path. */
  List: Part<object>;
  /** The second pane, at any path below it. */
  Detail: Part<object>;
};

const ofChat = () => import('../features/chat/index.ts');
const ofContacts = () => import('../features/contacts/index.ts');

const chat = {
  List: part(async () => ({ default: (await ofChat()).ChatList })),
  Detail: part(async () => ({ default: (await ofChat()).ChatDetail })),
};
const contacts = {
  List: part(async () => ({ default: (await ofContacts()).ContactsList })),
  Detail: part(async () => ({ default: (await ofContacts()).ContactsDetail })),
};
const discover = { List: DiscoverList, Detail: DiscoverDetail };
const city = { List: CityList, Detail: CityDetail };
const me = { List: MeList, Detail: MeDetail };

/** Each pane is a file of its own, fetched when its tab is opened. */
export const tabs: readonly Tab[] = [
  { id: 'chats', path: '/chats', label: msg`Chats`, icon: MessageCircle, isList: true, ...chat },
  {
    id: 'contacts',
    path: '/contacts',
    label: msg`Contacts`,
    icon: BookUser,
    isList: true,
    ...contacts,
  },
  { id: 'discover', path: '/discover', label: msg`Discover`, icon: Compass, ...discover },
  { id: 'city', path: '/city', label: msg`City`, icon: Building2, ...city },
  { id: 'me', path: '/me', label: msg`Me`, icon: CircleUserRound, ...me },
];
