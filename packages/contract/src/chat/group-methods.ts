import { Type } from 'typebox';
import { changing, guessing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { personCard } from '../people.ts';
import {
  conversationId,
  cursor,
  nothing,
  nullable,
  object,
  oneOf,
  personId,
  sequence,
  text,
  timestamp,
} from '../schema.ts';
import { announcementText, clientId, groupName, timerSeconds } from './entries.ts';
import { inviteId } from './messages.ts';
import { head, maxAdmins, member } from './types.ts';

const people = (most: number) =>
  Type.Array(personId, { minItems: 1, maxItems: most, uniqueItems: true });
const inGroup = ['conversation_unknown', 'not_group', 'not_member'] as const;
/** Changes of a group; one that was dissolved stays as it is. */
const ofGroup = [...inGroup, 'read_only'] as const;
const known = ['conversation_unknown'] as const;
const ofPerson = [...ofGroup, 'forbidden', 'person_not_found', 'self_action'] as const;
const changes = { auth: 'person', limit: changing } as const;
const reads = { auth: 'person', limit: reading } as const;
/** Secrets that open a group; the rate keeps them from being guessed. */
const opening = {
  auth: 'person',
  limit: { ...guessing, person: { count: 30, perSeconds: 600 } },
} as const;

const groupMethods = {
  createGroup: command('chat.createGroup', {
    summary: 'Starts a group with contacts; the same client id gives the same group.',
    input: object({ clientId, name: nullable(groupName), memberIds: people(39) }),
    output: object({ head }),
    refusals: ['not_contact', 'newcomer_limit'],
    auth: 'person',
    limit: { person: { count: 20, perSeconds: 600 } },
  }),
  addMembers: command('chat.addMembers', {
    summary:
      'Adds contacts of mine to a group. Up to 40 members they are in at once; a larger group ' +
      'invites them; with approval switched on, a member’s additions wait for a leader.',
    input: object({ conversationId, memberIds: people(40) }),
    output: object({
      head,
      added: Type.Array(personId),
      invited: Type.Array(personId),
      waiting: Type.Array(personId),
    }),
    refusals: [...ofGroup, 'not_contact', 'group_full'],
    ...changes,
  }),
  removeMember: command('chat.removeMember', {
    summary: 'A leader removes a member; only the owner removes an admin.',
    input: object({ conversationId, memberId: personId }),
    output: nothing,
    refusals: ofPerson,
    ...changes,
  }),
  leaveGroup: command('chat.leaveGroup', {
    summary:
      'Leaves a group; what was seen stays readable. An owner’s role passes to an admin, or to ' +
      'who has been in for the longest time.',
    input: object({ conversationId }),
    output: nothing,
    refusals: inGroup,
    ...changes,
  }),
  dissolveGroup: command('chat.dissolveGroup', {
    summary: 'The owner ends a group: nobody writes any more, what was seen stays readable.',
    input: object({ conversationId }),
    output: nothing,
    refusals: [...ofGroup, 'forbidden'],
    ...changes,
  }),
  renameGroup: command('chat.renameGroup', {
    summary: 'Renames a group; any member may.',
    input: object({ conversationId, name: groupName }),
    output: nothing,
    refusals: ofGroup,
    ...changes,
  }),
  setAdmins: command('chat.setAdmins', {
    summary: 'The owner says who the admins are, at most three.',
    input: object({
      conversationId,
      adminIds: Type.Array(personId, { maxItems: maxAdmins, uniqueItems: true }),
    }),
    output: nothing,
    refusals: ofPerson,
    ...changes,
  }),
  transferOwnership: command('chat.transferOwnership', {
    summary: 'The owner makes another member the owner.',
    input: object({ conversationId, memberId: personId }),
    output: nothing,
    refusals: ofPerson,
    ...changes,
  }),
  setGroup: command('chat.setGroup', {
    summary: 'Leaders let only leaders write, or let additions wait for them.',
    input: object({
      conversationId,
      muteAll: Type.Optional(Type.Boolean()),
      joinApproval: Type.Optional(Type.Boolean()),
    }),
    output: nothing,
    refusals: [...ofGroup, 'forbidden'],
    ...changes,
  }),
  setTimer: command('chat.setTimer', {
    summary: 'Messages sent from now on disappear after this time; null keeps them.',
    input: object({ conversationId, seconds: timerSeconds }),
    output: nothing,
    refusals: [...known, 'not_member', 'not_contact', 'blocked', 'forbidden', 'read_only'],
    ...changes,
  }),
  setNickname: command('chat.setNickname', {
    summary: 'My name in this group; empty: my own.',
    input: object({ conversationId, nickname: text(40, 0) }),
    output: nothing,
    refusals: ofGroup,
    ...changes,
  }),
  listMembers: query('chat.listMembers', {
    summary: 'The members of a conversation, owner first, then admins, 100 a page.',
    input: object({ conversationId, cursor: Type.Optional(cursor) }),
    output: object({ members: Type.Array(member, { maxItems: 100 }), next: nullable(cursor) }),
    refusals: known,
    ...reads,
  }),
  getMembers: query('chat.getMembers', {
    summary: 'Some members, by id: those whose names are on the screen; who is not in is left out.',
    input: object({ conversationId, memberIds: people(100) }),
    output: object({ members: Type.Array(member, { maxItems: 100 }) }),
    refusals: known,
    ...reads,
  }),
} as const;

const announcementMethods = {
  announce: command('chat.announce', {
    summary: 'Leaders put up an announcement that everybody confirms; empty takes it down.',
    input: object({ conversationId, text: announcementText }),
    output: nothing,
    refusals: [...ofGroup, 'forbidden'],
    ...changes,
  }),
  readAnnouncement: command('chat.readAnnouncement', {
    summary: 'I have read the announcement of this entry.',
    input: object({ conversationId, seq: sequence }),
    output: nothing,
    refusals: [...inGroup, 'announcement_unknown'],
    ...changes,
  }),
  listAnnouncementReads: query('chat.listAnnouncementReads', {
    summary: 'Who confirmed the present announcement; for leaders, 100 a page.',
    input: object({ conversationId, cursor: Type.Optional(cursor) }),
    output: object({
      readCount: Type.Integer({ minimum: 0 }),
      reads: Type.Array(object({ person: personCard, at: timestamp }), { maxItems: 100 }),
      next: nullable(cursor),
    }),
    refusals: [...inGroup, 'forbidden', 'announcement_unknown'],
    ...reads,
  }),
} as const;

/** Opens a group to whoever holds it. It travels in the fragment of a link, or in a QR code. */
const token = text(80);
const joinLink = object({ token, url: text(300), expiresAt: timestamp });
const joinAnswer = object({ state: oneOf(['joined', 'waiting']), head: nullable(head) });
const joinRefusals = ['link_unknown', 'group_full', 'link_full', 'newcomer_limit'] as const;

const joinMethods = {
  makeJoinLink: command('chat.makeJoinLink', {
    summary: 'Gives me a new link into a group, for 7 days; the one that I had no longer counts.',
    input: object({ conversationId }),
    output: joinLink,
    refusals: ofGroup,
    ...changes,
  }),
  revokeJoinLinks: command('chat.revokeJoinLinks', {
    summary: 'Ends my links into a group; a leader ends everybody’s.',
    input: object({ conversationId }),
    output: nothing,
    refusals: inGroup,
    ...changes,
  }),
  lookAtJoinLink: query('chat.lookAtJoinLink', {
    summary: 'What a link leads to, before joining.',
    input: object({ token }),
    output: object({
      name: nullable(groupName),
      memberCount: Type.Integer({ minimum: 0 }),
      inviter: personCard,
      joinApproval: Type.Boolean(),
      /** The group, when I am in it already. */
      conversationId: nullable(conversationId),
    }),
    refusals: ['link_unknown'],
    ...opening,
  }),
  joinByLink: command('chat.joinByLink', {
    summary: 'Joins by a link, or asks to, where leaders decide. Links stop at 200 members.',
    input: object({ token, reason: text(200, 0) }),
    output: joinAnswer,
    refusals: joinRefusals,
    ...opening,
  }),
  acceptInvite: command('chat.acceptInvite', {
    summary: 'Joins the group that I was invited into, or asks to, where leaders decide.',
    input: object({ conversationId, inviteId }),
    output: joinAnswer,
    refusals: ['invite_unknown', 'group_full'],
    ...changes,
  }),
  listJoinRequests: query('chat.listJoinRequests', {
    summary: 'Who waits to be let into a group; for leaders, the oldest 100.',
    input: object({ conversationId }),
    output: object({
      requests: Type.Array(
        object({
          person: personCard,
          /** Who added or invited them, or whose link it was. */
          inviter: nullable(personCard),
          reason: text(200, 0),
          at: timestamp,
        }),
        { maxItems: 100 },
      ),
    }),
    refusals: [...inGroup, 'forbidden'],
    ...reads,
  }),
  decideJoin: command('chat.decideJoin', {
    summary: 'A leader lets somebody in who waits, or does not.',
    input: object({ conversationId, personId, accept: Type.Boolean() }),
    output: nothing,
    refusals: [...ofGroup, 'forbidden', 'request_unknown', 'group_full'],
    ...changes,
  }),
  meetFaceToFace: command('chat.meetFaceToFace', {
    summary:
      'Everybody who types the same four digits at the same place within ten minutes is in one ' +
      'group. The place is a square of about a kilometre, or the network when there is none.',
    input: object({
      digits: Type.String({ pattern: '^[0-9]{4}$' }),
      /** Rounded by the device; only the square is kept, for ten minutes. */
      place: nullable(
        object({
          latitude: Type.Number({ minimum: -90, maximum: 90 }),
          longitude: Type.Number({ minimum: -180, maximum: 180 }),
        }),
      ),
    }),
    output: object({ head }),
    refusals: ['group_full', 'newcomer_limit'],
    auth: 'person',
    limit: { person: { count: 10, perSeconds: 600 }, address: { count: 200, perSeconds: 600 } },
  }),
} as const;

export const groupChatMethods = {
  ...groupMethods,
  ...announcementMethods,
  ...joinMethods,
} as const;
