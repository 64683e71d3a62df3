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
import { ChatDetail, ChatList } from '../features/chat/index.ts';
import { CityDetail, CityList } from '../features/city/index.ts';
import { ContactsDetail, ContactsList } from '../features/contacts/index.ts';
import { DiscoverDetail, DiscoverList } from '../features/discover/index.ts';
import { MeDetail, MeList } from '../features/me/index.ts';
import type { Part } from '../ui/part.tsx';

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

const chat = { List: ChatList, Detail: ChatDetail };
const contacts = { List: ContactsList, Detail: ContactsDetail };
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
