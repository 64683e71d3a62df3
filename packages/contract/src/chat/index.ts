export { editHours, recallMinutes } from './change-methods.ts';
export {
  maxNamedPeople,
  maxReactionKinds,
  timers,
  type Entry,
  type EntryBody,
  type LinkPreview,
  type Poll,
  type Reaction,
} from './entries.ts';
export { chatEvents } from './events.ts';
export { fileIdsOf } from './files.ts';
export {
  maxCaptionLength,
  maxFileBytes,
  maxMentions,
  maxMergedItems,
  maxTextLength,
  maxVoiceMs,
  type MergedItem,
  type MessageBody,
  type ShownMessage,
  type TextMessage,
} from './messages.ts';
export { chatMethods } from './methods.ts';
export type { Preferences, Reminder, Schedule } from './own-methods.ts';
export {
  groupActions,
  groupPermissions,
  mayInGroup,
  roles,
  type GroupAction,
  type Role,
} from './permissions.ts';
export {
  directAddLimit,
  maxAdmins,
  maxHeard,
  maxGroupMembers,
  mostGroupMembers,
  type Announcement,
  type Conversation,
  type Head,
  type InboxItem,
  type Member,
} from './types.ts';
export { textsOf } from './words.ts';
