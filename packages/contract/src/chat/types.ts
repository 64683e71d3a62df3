import { Type, type Static } from 'typebox';
import { personCard } from '../people.ts';
import {
  conversationId,
  nullable,
  object,
  oneOf,
  personId,
  sequence,
  text,
  timestamp,
} from '../schema.ts';
import { announcementText, entry, groupName, timerSeconds } from './entries.ts';
import { maxTextLength } from './messages.ts';
import { roles } from './permissions.ts';

/** Members of a group unless the operator says otherwise, and the most that they may say. */
export const maxGroupMembers = 500;
export const mostGroupMembers = 10_000;
export const maxAdmins = 3;
/** A group of up to so many takes people in directly; a larger one invites them. */
export const directAddLimit = 40;

export const announcement = object({
  /** The entry that announced it. */
  seq: sequence,
  byId: personId,
  text: announcementText,
  at: timestamp,
});
export type Announcement = Static<typeof announcement>;

export const conversation = object({
  conversationId,
  /** An archive is what its one member imported; nobody writes to it. */
  kind: oneOf(['direct', 'group', 'archive']),
  /** The group's name; null in a direct conversation and in a group without one. */
  name: nullable(groupName),
  ownerId: nullable(personId),
  adminIds: Type.Array(personId, { maxItems: maxAdmins }),
  memberCount: Type.Integer({ minimum: 0 }),
  /** The other person of a direct conversation. */
  peer: nullable(personCard),
  /** Some members of a group, for its drawn picture and its name when it has none. */
  faces: Type.Array(personCard, { maxItems: 9 }),
  announcement: nullable(announcement),
  /** Only owner and admins may write. */
  muteAll: Type.Boolean(),
  /** Additions by members wait for owner or admins. */
  joinApproval: Type.Boolean(),
  timerSeconds,
  dissolved: Type.Boolean(),
  lastSeq: sequence,
  /** The newest entry that is not a change of another. */
  lastEntry: nullable(entry),
});
export type Conversation = Static<typeof conversation>;

/** So many voice messages are remembered as heard one by one; older ones all count as heard. */
export const maxHeard = 50;

/** What is mine about a conversation. Always sent whole; the newest replaces the older. */
export const inboxItem = object({
  conversationId,
  /** I see entries after `joinedSeq` … */
  joinedSeq: sequence,
  /** … up to `leftSeq`, null while I am a member. */
  leftSeq: nullable(sequence),
  /** I cleared everything up to here on all my devices. */
  clearedSeq: sequence,
  /** I have read up to here. */
  readSeq: sequence,
  /** Messages of others after `readSeq` that were in the log when it ended at `unreadAtSeq`. */
  unread: Type.Integer({ minimum: 0, description: 'Counted up to 100.' }),
  unreadAtSeq: sequence,
  /** The unread messages up to `unreadAtSeq` that mention me; the first 20. */
  mentionSeqs: Type.Array(sequence, { maxItems: 20 }),
  /** The newest announcement that I have confirmed as read. */
  announcementReadSeq: sequence,
  pinned: Type.Boolean(),
  /** What calls for my attention. `muted` is true unless it is `all`. */
  notify: oneOf(['all', 'mentions', 'nothing']),
  muted: Type.Boolean(),
  /** Kept in the archive folder of the list. */
  archived: Type.Boolean(),
  markedUnread: Type.Boolean(),
  /** Voice messages that I heard: all up to here … */
  heardToSeq: sequence,
  /** … and these after it, the oldest first. */
  heardSeqs: Type.Array(sequence, { maxItems: maxHeard }),
  /** Taken off the list until something new happens after this entry; null: on the list. */
  hiddenSeq: nullable(sequence),
  draft: Type.String({ maxLength: maxTextLength }),
});
export type InboxItem = Static<typeof inboxItem>;

export const head = object({ conversation, inbox: inboxItem });
export type Head = Static<typeof head>;

export const member = object({
  person: personCard,
  role: oneOf(roles),
  /** The name that this person has in this group; empty: their own. */
  nickname: text(40, 0),
  joinedSeq: sequence,
});
export type Member = Static<typeof member>;
