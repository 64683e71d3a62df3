import type { ConversationId } from '@plaza/base';
import { part } from '../../ui/part.tsx';

export { useCalls } from './use-calls.ts';
export { useCall } from './state.ts';

/** Whatever is on the screen of a call: the sheet, the call itself, the bar above the chat. */
export const CallLayer = part(() => import('./CallLayer.tsx'));
/** Begins calls in a conversation. */
export const CallButtons = part<{ id: ConversationId }>(() => import('./CallButtons.tsx'));
export const CallPrivacy = part(() => import('./CallPrivacy.tsx'));
