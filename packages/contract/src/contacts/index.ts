import { Type, type Static } from 'typebox';
import { event } from '../event.ts';
import { changing, reading, readingMuch } from '../limits.ts';
import { command, query } from '../method.ts';
import { handle, personCard } from '../people.ts';
import { nothing, nullable, object, oneOf, personId, text, timestamp } from '../schema.ts';

const tags = Type.Array(text(20), { maxItems: 20, uniqueItems: true });

export const contact = object({
  person: personCard,
  /** The name that only I see; null shows the person's own. */
  remark: nullable(text(40)),
  tags,
  starred: Type.Boolean(),
  /** I blocked this person: nothing of theirs reaches me. */
  blocked: Type.Boolean(),
  /** False when only the block is left: the person is not in my list of contacts. */
  listed: Type.Boolean(),
  /** Kept to chat with only: neither of us sees anything of the other’s Moments. */
  chatOnly: Type.Boolean(),
  /** I hide my Moments from this person. */
  hideMine: Type.Boolean(),
  /** I do not want this person’s Moments in my feed. */
  hideTheirs: Type.Boolean(),
  since: timestamp,
});
export type Contact = Static<typeof contact>;

export const contactRequest = object({
  requestId: text(60),
  direction: oneOf(['incoming', 'outgoing']),
  person: personCard,
  reason: text(200, 0),
  via: oneOf(['handle', 'code', 'group']),
  state: oneOf(['pending', 'accepted', 'ignored', 'withdrawn', 'lapsed']),
  createdAt: timestamp,
});
export type ContactRequest = Static<typeof contactRequest>;

export const contactPrivacy = object({
  findableByHandle: Type.Boolean(),
  findableByCode: Type.Boolean(),
});
export type ContactPrivacy = Static<typeof contactPrivacy>;

/** How the viewer stands to another person; what the screen offers follows from it. */
export const relation = oneOf(['self', 'stranger', 'request_sent', 'request_received', 'contact']);

const viewed = object({
  person: personCard,
  relation,
  contact: nullable(contact),
  request: nullable(contactRequest),
});

/** A finding is a try at enumeration: few, and slow. */
const finding = {
  person: { count: 30, perSeconds: 600 },
  address: { count: 120, perSeconds: 600 },
};

export const contactsMethods = {
  findByHandle: query('contacts.findByHandle', {
    summary: 'Finds a person by exact handle, unless they switched that off.',
    input: object({ handle }),
    output: viewed,
    refusals: ['person_not_found'],
    auth: 'person',
    limit: finding,
  }),
  findByCode: query('contacts.findByCode', {
    summary: 'Finds the person whose personal code was scanned or opened.',
    input: object({ code: text(60) }),
    output: viewed,
    refusals: ['code_unknown'],
    auth: 'person',
    limit: finding,
  }),
  getPerson: query('contacts.getPerson', {
    summary: 'A person as the viewer may see them: contacts, requests and shared groups only.',
    input: object({ personId }),
    output: viewed,
    refusals: ['person_not_found'],
    auth: 'person',
    limit: reading,
  }),
  getMyCode: query('contacts.getMyCode', {
    summary: 'The text of my personal QR code.',
    input: nothing,
    output: object({ code: text(60), qrText: text(300) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  renewMyCode: command('contacts.renewMyCode', {
    summary: 'Makes a new personal code; the old one ends.',
    input: nothing,
    output: object({ code: text(60), qrText: text(300) }),
    refusals: [],
    auth: 'person',
    limit: { person: { count: 10, perSeconds: 600 } },
  }),
  list: query('contacts.list', {
    summary: 'All contacts and blocks of the viewer.',
    input: nothing,
    output: object({ contacts: Type.Array(contact) }),
    refusals: [],
    auth: 'person',
    limit: readingMuch,
  }),
  listRequests: query('contacts.listRequests', {
    summary: 'Requests of the last 30 days, to me and by me.',
    input: nothing,
    output: object({ requests: Type.Array(contactRequest) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  sendRequest: command('contacts.sendRequest', {
    summary: 'Asks to become contacts, with a reason; at most 20 a day.',
    input: object({
      personId,
      reason: text(200, 0),
      via: oneOf(['handle', 'code', 'group']),
      /** The scanned code, which proves `via: "code"`. */
      code: Type.Optional(text(60)),
    }),
    output: object({ state: oneOf(['requested', 'accepted']) }),
    refusals: [
      'person_not_found',
      'already_contacts',
      'request_limit_reached',
      'contact_limit_reached',
      'self_action',
    ],
    auth: 'person',
    limit: changing,
  }),
  answerRequest: command('contacts.answerRequest', {
    summary: 'Accepts or quietly ignores a request; the asker is told only of an acceptance.',
    input: object({
      requestId: text(60),
      accept: Type.Boolean(),
      remark: Type.Optional(nullable(text(40))),
      tags: Type.Optional(tags),
    }),
    output: nothing,
    refusals: ['request_unknown', 'contact_limit_reached'],
    auth: 'person',
    limit: changing,
  }),
  withdrawRequest: command('contacts.withdrawRequest', {
    summary: 'Takes back a request that waits.',
    input: object({ requestId: text(60) }),
    output: nothing,
    refusals: ['request_unknown'],
    auth: 'person',
    limit: changing,
  }),
  update: command('contacts.update', {
    summary: 'Changes remark, tags or star of a contact, and what we see of each other’s Moments.',
    input: object({
      personId,
      remark: Type.Optional(nullable(text(40))),
      tags: Type.Optional(tags),
      starred: Type.Optional(Type.Boolean()),
      chatOnly: Type.Optional(Type.Boolean()),
      hideMine: Type.Optional(Type.Boolean()),
      hideTheirs: Type.Optional(Type.Boolean()),
    }),
    output: object({ contact }),
    refusals: ['not_contact'],
    auth: 'person',
    limit: changing,
  }),
  block: command('contacts.block', {
    summary: 'Blocks a person: their messages and requests reach me no more; they are not told.',
    input: object({ personId }),
    output: object({ contact }),
    refusals: ['person_not_found', 'self_action'],
    auth: 'person',
    limit: changing,
  }),
  unblock: command('contacts.unblock', {
    summary: 'Lifts the block; they are contacts again only if they still were.',
    input: object({ personId }),
    output: nothing,
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  remove: command('contacts.remove', {
    summary: 'Deletes a contact on both sides of sending: neither can write until a new request.',
    input: object({ personId }),
    output: nothing,
    refusals: ['not_contact'],
    auth: 'person',
    limit: changing,
  }),
  setPrivacy: command('contacts.setPrivacy', {
    summary: 'Switches by which ways strangers find me.',
    input: contactPrivacy,
    output: contactPrivacy,
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
  getPrivacy: query('contacts.getPrivacy', {
    summary: 'By which ways strangers find me.',
    input: nothing,
    output: contactPrivacy,
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
} as const;

export const contactsEvents = {
  contactChanged: event('contacts.contactChanged', {
    channel: 'personal',
    summary: 'A contact or block of mine is new or changed; carries all of it.',
    payload: object({ contact }),
  }),
  contactRemoved: event('contacts.contactRemoved', {
    channel: 'personal',
    summary: 'A person is no longer in my list, neither as contact nor as block.',
    payload: object({ personId }),
  }),
  requestChanged: event('contacts.requestChanged', {
    channel: 'personal',
    summary: 'A request to me or by me is new or changed; carries all of it.',
    payload: object({ request: contactRequest }),
  }),
  privacyChanged: event('contacts.privacyChanged', {
    channel: 'personal',
    summary: 'My ways of being found changed.',
    payload: contactPrivacy,
  }),
} as const;
