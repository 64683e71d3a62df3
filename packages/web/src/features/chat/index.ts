import { firstPart, part } from '../../ui/part.tsx';

export { ConversationAvatar } from './ConversationAvatar.tsx';
export { personName, titleOf } from './names.ts';
export { orThrow } from './or-throw.ts';
export { jumpTo } from './jumping.ts';
export { wordsOfMessage } from './kinds/words.ts';
export { previewWords } from './summaries.ts';
export { foldName } from './text.ts';

export const ChatList = firstPart(() => import('./ChatList.tsx'));
export const ChatDetail = part(() => import('./ChatDetail.tsx'));

export const JoinGroup = part<{ token: string }>(() => import('./groups/JoinGroup.tsx'));
