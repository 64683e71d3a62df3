export { ChatDetail } from './ChatDetail.tsx';
export { ChatList } from './ChatList.tsx';
export { ConversationAvatar } from './ConversationAvatar.tsx';
export { personName, titleOf } from './names.ts';
export { orThrow } from './or-throw.ts';
export { foldName } from './text.ts';
