import { part } from '../../ui/part.tsx';

export { ConversationAvatar } from './ConversationAvatar.tsx';
export { personName, titleOf } from './names.ts';
export { orThrow } from './or-throw.ts';
export { foldName } from './text.ts';

export const ChatList = part(() => import('./ChatList.tsx'));
export const ChatDetail = part(() => import('./ChatDetail.tsx'));
