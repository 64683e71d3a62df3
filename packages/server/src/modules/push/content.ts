import {
  isQuietAt,
  isUnreadType,
  mayAlert,
  truncate,
  type AlertRules,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import { maxPushBytes, textsOf, type Entry } from '@plaza/contract';
import type { PushContent } from '@plaza/contract';
import type {
  PushDeps,
  ReminderFacts,
  RequestFacts,
  RingFacts,
  Slot,
  Subscription,
} from './types.ts';
import { minuteOfDay } from './wall-clock.ts';

type Said<Kind extends PushContent['kind']> = Omit<
  Extract<PushContent, { kind: Kind }>,
  'v' | 'locale'
>;
/** What is to be shown on one device; null: nothing, by the rules of its person. */
export type Composed = { [Kind in PushContent['kind']]: Said<Kind> }[PushContent['kind']] | null;

/** Of so many new messages the newest that asks for a sign is looked for. */
const maxLooked = 20;
const maxWords = 240;
const maxName = 80;

type Content = (slot: Slot, device: Subscription) => Promise<Composed>;

const cut = (text: string, length: number) => truncate(text.trim(), length);

/** Puts the parts together that every message has. */
export function toJson(
  { locale }: Pick<Subscription, 'locale'>,
  composed: NonNullable<Composed>,
): string {
  const json = JSON.stringify({ v: 1, locale, ...composed });
  if (Buffer.byteLength(json) <= maxPushBytes) return json;
  // Signs that take much room: what is left still says that there is something.
  const { words: _, ...rest } = { words: null, ...composed };
  return JSON.stringify({ v: 1, locale, ...rest, words: null });
}

type Reading = Pick<PushDeps, 'clock' | 'chat' | 'contacts'>;

const rulesOf = ({ chat }: Reading, personId: PersonId): Promise<AlertRules> =>
  chat.own.preferences.get(personId);

/** How the viewer calls somebody; null: they blocked them, or there is no such person. */
async function nameOf(
  { contacts }: Reading,
  viewerId: PersonId,
  personId: PersonId,
): Promise<string | null> {
  const found = await contacts.getPerson(viewerId, personId);
  if (!found.ok || found.value.contact?.blocked === true) return null;
  return cut(found.value.contact?.remark ?? found.value.person.displayName, maxName);
}

async function isQuiet(
  reading: Reading,
  { personId }: Slot,
  { timeZone }: Subscription,
): Promise<boolean> {
  const minute = minuteOfDay(reading.clock.now(), timeZone);
  return isQuietAt(await rulesOf(reading, personId), minute);
}

/** The newest of the messages that may give this person a sign at this hour. */
async function findAlerting(reading: Reading, slot: Slot, device: Subscription) {
  const { chat, clock } = reading;
  const { personId, slot: conversationId, fromSeq, wantedSeq } = slot;
  const got = await chat.heads.get(personId, conversationId as ConversationId);
  if (!got.ok) return null;
  const { conversation, inbox } = got.value.head;
  const first = Math.max(fromSeq, inbox.readSeq + 1, wantedSeq - maxLooked + 1);
  const count = Math.max(0, wantedSeq - first + 1);
  if (count === 0) return null;
  const seqs = Array.from({ length: count }, (_, index) => first + index);
  const entries = await chat.reading.getEntries(personId, conversation.conversationId, seqs);
  const rules = await rulesOf(reading, personId);
  const at = { rules, minute: minuteOfDay(clock.now(), device.timeZone) };
  const entry = entries.findLast(
    (each) => isForeign(each, personId) && mayAlert(alertOf(each, personId), inbox, at),
  );
  return entry === undefined ? null : { conversation, entry };
}

async function message(reading: Reading, slot: Slot, device: Subscription): Promise<Composed> {
  const found = await findAlerting(reading, slot, device);
  if (found === null) return null;
  const { conversation, entry } = found;
  const by = await nameOf(reading, slot.personId, entry.senderId);
  if (by === null) return null;
  const said = saidIn(entry);
  const isFull = device.level === 'full';
  const isNamed = device.level !== 'nothing';
  return {
    kind: 'message',
    ...{ conversationId: conversation.conversationId, seq: entry.seq },
    isGroup: conversation.kind === 'group',
    title: isNamed && conversation.name !== null ? cut(conversation.name, maxName) : null,
    by: isNamed ? by : null,
    what: isFull ? (said?.type ?? 'callMissed') : null,
    words: isFull && said !== null ? cut(textsOf(said).join(' '), maxWords) : null,
    mentionsMe: isNamed && alertOf(entry, slot.personId).mentionsMe,
    badge: await reading.chat.countBadge(slot.personId),
  };
}

async function ring(reading: Reading, slot: Slot, device: Subscription): Promise<Composed> {
  const { callerId, ...facts } = slot.facts as RingFacts;
  if (await isQuiet(reading, slot, device)) return null;
  const by = await nameOf(reading, slot.personId, callerId);
  if (by === null) return null;
  const expiresAt = slot.expiresAt.toISOString();
  return { kind: 'ring', ...facts, by: device.level === 'nothing' ? null : by, expiresAt };
}

async function request(reading: Reading, slot: Slot, device: Subscription): Promise<Composed> {
  if (await isQuiet(reading, slot, device)) return null;
  const by = await nameOf(reading, slot.personId, (slot.facts as RequestFacts).personId);
  return by === null ? null : { kind: 'request', by: device.level === 'nothing' ? null : by };
}

async function reminder(reading: Reading, slot: Slot, device: Subscription): Promise<Composed> {
  const { conversationId, seq, note } = slot.facts as ReminderFacts;
  if (await isQuiet(reading, slot, device)) return null;
  const entry = await reading.chat.reading.getEntry(slot.personId, conversationId, seq);
  const message = entry === null ? null : saidIn(entry);
  const said = message === null ? '' : textsOf(message).join(' ');
  const words = device.level === 'full' ? cut(note === '' ? said : note, maxWords) : null;
  return { kind: 'reminder', conversationId, seq, words };
}

/** What is shown was read elsewhere, or was taken back. */
async function taken({ chat }: Reading, slot: Slot): Promise<Composed> {
  const place = {
    conversationId: slot.slot as ConversationId,
    seq: slot.sentSeq,
    badge: await chat.countBadge(slot.personId),
  };
  return slot.want === 'gone' ? { kind: 'gone', ...place } : { kind: 'read', ...place };
}

const show = { message, ring, request, reminder };

/** Reads what a slot stands for as its person sees it now, and judges whether it gives a sign. */
export function createContent(reading: Reading): Content {
  return async (slot, device) => {
    if (slot.want === 'show') return show[slot.kind](reading, slot, device);
    if (slot.kind === 'message') return taken(reading, slot);
    // Requests and reminders are not closed from afar.
    if (slot.kind !== 'ring') return null;
    return { kind: 'ringOver', callId: (slot.facts as RingFacts).callId };
  };
}

function isForeign(entry: Entry, personId: PersonId): boolean {
  return isUnreadType(entry.body.type) && entry.senderId !== personId;
}

const saidIn = ({ body }: Entry) => (body.type === 'message' ? body.message : null);

function alertOf(entry: Entry, personId: PersonId) {
  const said = saidIn(entry);
  const { seq } = entry;
  const words = said === null ? '' : textsOf(said).join('\n');
  if (said?.type !== 'text') return { seq, mentionsMe: false, words };
  const mentionsMe = said.mentionsAll === true || said.mentions?.includes(personId) === true;
  return { seq, mentionsMe, words };
}
