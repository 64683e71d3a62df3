export { chatEvents } from './events.ts';
export { chatMethods } from './methods.ts';
export {
  maxGroupMembers,
  maxTextLength,
  type Conversation,
  type Entry,
  type EntryBody,
  type Head,
  type InboxItem,
  type Member,
  type MessageBody,
  type ShownMessage,
} from './types.ts';
