import type { ClientId } from '@plaza/base';
import { Type, type Static } from 'typebox';
import { callEnded, callMissed, callStarted } from '../calls/entries.ts';
import { personCard } from '../people.ts';
import { id, nullable, object, oneOf, personId, sequence, text, timestamp } from '../schema.ts';
import { shownMessage } from './messages.ts';

/** Chosen by the sender before the first try, so that a repeated send is one message. */
export const clientId = id<ClientId>('The sender’s own id of what is sent.');
export const groupName = text(60);
export const announcementText = text(2_000, 0);

/** Seconds after which messages disappear: an hour, a day, a week, ninety days. */
export const timers = [3_600, 86_400, 604_800, 7_776_000] as const;
export const timerSeconds = nullable(
  Type.Unsafe<(typeof timers)[number]>({ type: 'integer', enum: [...timers] }),
);

// What can happen in a conversation. Each is an entry of its gap-free log.
const created = object({ type: Type.Literal('created'), name: nullable(groupName) });
const joined = object({
  type: Type.Literal('membersAdded'),
  people: Type.Array(personCard, { minItems: 1, maxItems: 500 }),
  /** How they came, when a member did not simply add them. */
  via: Type.Optional(oneOf(['link', 'invite', 'faceToFace'])),
});
const removed = object({ type: Type.Literal('memberRemoved'), person: personCard });
/** Who leaves is not announced: screens show this to owner and admins only. */
const left = object({ type: Type.Literal('memberLeft'), person: personCard });
const renamed = object({ type: Type.Literal('renamed'), name: groupName });
const ownerChanged = object({ type: Type.Literal('ownerChanged'), person: personCard });
const roleChanged = object({
  type: Type.Literal('roleChanged'),
  person: personCard,
  role: oneOf(['admin', 'member']),
});
/** An empty text takes the announcement away. */
const announced = object({ type: Type.Literal('announced'), text: announcementText });
const muteAllSet = object({ type: Type.Literal('muteAllSet'), on: Type.Boolean() });
const joinApprovalSet = object({ type: Type.Literal('joinApprovalSet'), on: Type.Boolean() });
const timerSet = object({ type: Type.Literal('timerSet'), seconds: timerSeconds });
const nicknameSet = object({
  type: Type.Literal('nicknameSet'),
  person: personCard,
  nickname: text(40, 0),
});
const dissolved = object({
  type: Type.Literal('dissolved'),
  /** The city ended the group, not its owner, in whose name it stands; who decided is not told. */
  byCity: Type.Optional(Type.Literal(true)),
});
const message = object({ type: Type.Literal('message'), message: shownMessage });
/** A message whose sender had their account erased: its place stays, its text is gone. */
export const erased = object({ type: Type.Literal('erased') });
/** A message that its sender, or a leader of the group, took back. */
export const recalled = object({
  type: Type.Literal('recalled'),
  byId: personId,
  /** Moderation of the city took it away; who exactly is not told. */
  byCity: Type.Optional(Type.Literal(true)),
});
/** A message whose time was over. */
const expired = object({ type: Type.Literal('expired') });
/** A message that this viewer deleted for themselves. */
const hidden = object({ type: Type.Literal('hidden') });
/** An earlier entry is no longer what it was; how it is now is told along with this one. */
const changed = object({
  type: Type.Literal('changed'),
  seq: sequence,
  how: oneOf(['recalled', 'edited', 'reacted', 'voted', 'pollClosed', 'previewed']),
});

export const entryBody = Type.Union([
  message,
  changed,
  recalled,
  expired,
  hidden,
  erased,
  created,
  joined,
  removed,
  left,
  renamed,
  ownerChanged,
  roleChanged,
  announced,
  muteAllSet,
  joinApprovalSet,
  timerSet,
  nicknameSet,
  dissolved,
  callStarted,
  callEnded,
  callMissed,
]);
export type EntryBody = Static<typeof entryBody>;

/** One emoji, with modifiers and joiners. */
export const emoji = Type.String({ minLength: 1, maxLength: 16 });
/** At most so many different emoji under a message. */
export const maxReactionKinds = 20;
/** So many people are named per emoji or option; the count goes on. */
export const maxNamedPeople = 100;

export const reaction = object({
  emoji,
  count: Type.Integer({ minimum: 1 }),
  personIds: Type.Array(personId, { maxItems: maxNamedPeople }),
});
export type Reaction = Static<typeof reaction>;

const pollOption = object({
  count: Type.Integer({ minimum: 0 }),
  /** Empty in an anonymous poll. */
  personIds: Type.Array(personId, { maxItems: maxNamedPeople }),
});
export const poll = object({
  options: Type.Array(pollOption, { minItems: 2, maxItems: 10 }),
  voters: Type.Integer({ minimum: 0 }),
  closed: Type.Boolean(),
});
export type Poll = Static<typeof poll>;

/** What the server found behind a link; it asked, no device did. */
export const linkPreview = object({
  url: text(2_000),
  siteName: text(100, 0),
  title: text(300, 0),
  description: text(500, 0),
  /** Below `/media/`, kept by the city. */
  imageId: nullable(text(60)),
});
export type LinkPreview = Static<typeof linkPreview>;

/** One entry of a conversation's log, as every member who may see it sees it. */
export const entry = object({
  seq: sequence,
  /** Who did it. */
  senderId: personId,
  /** The id under which the sender sent it; null for what the server wrote. */
  clientId: nullable(clientId),
  body: entryBody,
  at: timestamp,
  // What later entries made of a message. Absent: nothing of the kind.
  editedAt: Type.Optional(timestamp),
  reactions: Type.Optional(Type.Array(reaction, { maxItems: maxReactionKinds })),
  poll: Type.Optional(poll),
  preview: Type.Optional(linkPreview),
  /** When it disappears; from then on devices and server show it as `expired`. */
  expiresAt: Type.Optional(timestamp),
});
export type Entry = Static<typeof entry>;
