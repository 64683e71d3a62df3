import { part } from '../../ui/part.tsx';

export const ContactsList = part(() => import('./ContactsList.tsx'));
export const ContactsDetail = part(() => import('./ContactsDetail.tsx'));
