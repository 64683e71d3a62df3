import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type {
  Conversation,
  Entry,
  EntryBody,
  Head,
  InboxItem,
  MethodInput,
  PersonCard,
  PersonalEvent,
  PersonalEventName,
} from '@plaza/contract';

// A small model of what the server promises about chats, for the properties of this package.

export type Seat = { inbox: InboxItem; changedAt: number; hidden: Set<number> };
type Rules = Pick<
  Conversation,
  'adminIds' | 'announcement' | 'muteAll' | 'joinApproval' | 'timerSeconds' | 'dissolved'
>;
export type Room = {
  id: ConversationId;
  entries: Entry[];
  seats: Map<PersonId, Seat>;
  rules: Rules;
};

export type Told =
  | { to: PersonId; name: string; payload: unknown }
  | { to: PersonId; name: string; seq: number; at: string; payload: unknown };

export type Model = {
  readonly rooms: ReadonlyMap<ConversationId, Room>;
  personal(id: PersonId): readonly PersonalEvent[];
  addPerson(id: PersonId): void;
  addRoom(id: ConversationId, people: readonly PersonId[]): void;
  append(id: ConversationId, from: PersonId, clientId: ClientId | null, body: EntryBody): Entry;
  leave(id: ConversationId, person: PersonId): void;
  setInbox(id: ConversationId, person: PersonId, change: Partial<InboxItem>): InboxItem;
  head(id: ConversationId, viewer: PersonId): Head;
  heads(viewer: PersonId, since: number): { heads: Head[]; mark: number };
  entries(input: MethodInput<'chat.listEntries'>, viewer: PersonId): EntryPage;
  some(id: ConversationId, viewer: PersonId, seqs: readonly number[]): Entry[];
  /** Appends that an entry changed; `change` gives it as it is from now on. */
  change(id: ConversationId, changed: Changed): void;
  /** Appends what the group's rules are from now on. */
  rule(id: ConversationId, by: PersonId, ruling: { body: EntryBody; rules: Partial<Rules> }): void;
  hide(id: ConversationId, person: PersonId, seqs: number[]): void;
  /** Forgets the personal log up to here: whoever is behind needs a snapshot. */
  trim(id: PersonId, upTo: number): void;
  trimmedTo(id: PersonId): number;
};

export type EntryPage = { entries: Entry[]; targets: Entry[] };
export type Changed = {
  by: PersonId;
  seq: number;
  how: Extract<EntryBody, { type: 'changed' }>['how'];
  change: (entry: Entry) => Entry;
};

export const cardOf = (personId: PersonId): PersonCard => ({
  personId,
  handle: `h${personId.slice(-4)}`,
  displayName: `Person ${personId.slice(-4)}`,
  photoPath: null,
  region: '',
  signature: '',
});

type City = {
  rooms: Map<ConversationId, Room>;
  logs: Map<PersonId, PersonalEvent[]>;
  trimmed: Map<PersonId, number>;
  /** Rises with every change: what watermarks are made of. */
  turn: number;
  tell: (told: Told) => void;
  nowIso: () => string;
};

const roomOf = ({ rooms }: City, id: ConversationId) => rooms.get(id) as Room;
const seatOf = (room: Room, person: PersonId) => room.seats.get(person) as Seat;
const lastOf = (room: Room, seat: Seat) =>
  Math.min(room.entries.length, seat.inbox.leftSeq ?? Infinity);

const blank = ({ seq, senderId, clientId, at }: Entry, body: EntryBody): Entry => ({
  ...{ seq, senderId, clientId, at, body },
});

/** An entry as one viewer sees it now. */
function presented(city: City, seat: Seat, entry: Entry): Entry {
  if (seat.hidden.has(entry.seq)) return blank(entry, { type: 'hidden' });
  const isOver = entry.expiresAt !== undefined && entry.expiresAt <= city.nowIso();
  return isOver ? blank(entry, { type: 'expired' }) : entry;
}

function visible(city: City, room: Room, seat: Seat): Entry[] {
  const { joinedSeq, clearedSeq } = seat.inbox;
  return room.entries
    .slice(Math.max(joinedSeq, clearedSeq), lastOf(room, seat))
    .map((entry) => presented(city, seat, entry));
}

const isFor = (entry: Entry, person: PersonId) =>
  entry.body.type === 'message' &&
  entry.body.message.type === 'text' &&
  (entry.body.message.mentions ?? []).includes(person);

function counted(city: City, room: Room, person: PersonId): InboxItem {
  const seat = seatOf(room, person);
  const unread = visible(city, room, seat).filter(
    ({ seq, senderId, body }) =>
      seq > seat.inbox.readSeq && senderId !== person && body.type === 'message',
  );
  const mentionSeqs = unread.filter((entry) => isFor(entry, person)).map(({ seq }) => seq);
  return {
    ...seat.inbox,
    unread: Math.min(100, unread.length),
    mentionSeqs: mentionSeqs.slice(0, 20),
    unreadAtSeq: lastOf(room, seat),
  };
}

function touch(city: City, seat: Seat): void {
  city.turn += 1;
  seat.changedAt = city.turn;
}

function tellPersonal(
  city: City,
  to: PersonId,
  { name, payload }: { name: PersonalEventName; payload: unknown },
): void {
  const log = city.logs.get(to) ?? [];
  city.logs.set(to, log);
  const event = { seq: (log.at(-1)?.seq ?? 0) + 1, name, payload, at: city.nowIso() };
  log.push(event);
  city.tell({ to, ...event });
}

function headOf(city: City, id: ConversationId, viewer: PersonId): Head {
  const room = roomOf(city, id);
  const seat = seatOf(room, viewer);
  const members = [...room.seats].filter(([, { inbox }]) => inbox.leftSeq === null);
  return {
    conversation: {
      conversationId: id,
      kind: 'group',
      name: null,
      ownerId: members[0]?.[0] ?? null,
      ...(seat.inbox.leftSeq === null ? room.rules : newRules),
      memberCount: members.length,
      peer: null,
      faces: members.slice(0, 9).map(([person]) => cardOf(person)),
      lastSeq: lastOf(room, seat),
      lastEntry: visible(city, room, seat).findLast(({ body }) => body.type !== 'changed') ?? null,
    },
    inbox: counted(city, room, viewer),
  };
}

type Written = Pick<Entry, 'senderId' | 'clientId' | 'body'>;

function expiryOf(city: City, room: Room, { body }: Written): Pick<Entry, 'expiresAt'> {
  const { timerSeconds } = room.rules;
  if (timerSeconds === null || body.type !== 'message') return {};
  const overMs = Date.parse(city.nowIso()) + timerSeconds * 1_000;
  return { expiresAt: new Date(overMs).toISOString() };
}

function write(city: City, room: Room, written: Written): Entry {
  const expiry = expiryOf(city, room, written);
  const entry = { seq: room.entries.length + 1, ...written, at: city.nowIso(), ...expiry };
  room.entries.push(entry);
  for (const [person, seat] of room.seats) {
    if (seat.inbox.leftSeq !== null) continue;
    touch(city, seat);
    const { body } = entry;
    const target = body.type === 'changed' ? room.entries[body.seq - 1] : undefined;
    const about = target === undefined ? {} : { target };
    const payload = { conversationId: room.id, entry, ...about };
    city.tell({ to: person, name: 'chat.entryAppended', payload });
  }
  return entry;
}

type SetInbox = { id: ConversationId; person: PersonId; change: Partial<InboxItem> };

function setInbox(city: City, { id, person, change }: SetInbox): InboxItem {
  const room = roomOf(city, id);
  const seat = seatOf(room, person);
  const { inbox } = seat;
  const upTo = lastOf(room, seat);
  seat.inbox = {
    ...inbox,
    ...change,
    readSeq: Math.max(inbox.readSeq, Math.min(change.readSeq ?? 0, upTo)),
    clearedSeq: Math.max(inbox.clearedSeq, Math.min(change.clearedSeq ?? 0, upTo)),
  };
  touch(city, seat);
  const next = counted(city, room, person);
  tellPersonal(city, person, { name: 'chat.inboxChanged', payload: { inbox: next } });
  return next;
}

function addRoom(city: City, id: ConversationId, people: readonly PersonId[]): void {
  const room: Room = { id, entries: [], seats: new Map(), rules: newRules };
  city.rooms.set(id, room);
  for (const person of people) {
    const seat = { inbox: newInbox(id), changedAt: 0, hidden: new Set<number>() };
    room.seats.set(person, seat);
    touch(city, seat);
  }
  for (const person of people) {
    const head = headOf(city, id, person);
    // The log keeps no message: it would outlive its recall there.
    const payload = { head: { ...head, conversation: { ...head.conversation, lastEntry: null } } };
    tellPersonal(city, person, { name: 'chat.conversationJoined', payload });
  }
}

function leave(city: City, id: ConversationId, person: PersonId): void {
  const room = roomOf(city, id);
  if (room.seats.get(person)?.inbox.leftSeq !== null) return;
  room.rules = { ...room.rules, adminIds: room.rules.adminIds.filter((one) => one !== person) };
  const body: EntryBody = { type: 'memberLeft', person: cardOf(person) };
  const { seq } = write(city, room, { senderId: person, clientId: null, body });
  setInbox(city, { id, person, change: { leftSeq: seq } });
}

function change(city: City, id: ConversationId, changed: Changed): void {
  const room = roomOf(city, id);
  const { seq, how, by } = changed;
  const known = room.entries[seq - 1];
  if (known?.body.type !== 'message') return;
  if (known.expiresAt !== undefined && known.expiresAt <= city.nowIso()) return;
  const now = changed.change(known);
  room.entries[seq - 1] = now;
  if (how === 'recalled') tellLeft(city, room, now);
  write(city, room, { senderId: by, clientId: null, body: { type: 'changed', seq, how } });
}

/** Who has left hears by the personal log that a message is gone. */
function tellLeft(city: City, room: Room, { seq, body }: Entry): void {
  for (const [person, { inbox }] of room.seats) {
    if (inbox.leftSeq === null || seq > inbox.leftSeq || seq <= inbox.joinedSeq) continue;
    const payload = { conversationId: room.id, seqs: [seq], body };
    tellPersonal(city, person, { name: 'chat.messagesGone', payload });
  }
}

function hide(city: City, id: ConversationId, { to, seqs }: { to: PersonId; seqs: number[] }) {
  const room = roomOf(city, id);
  const seat = seatOf(room, to);
  // What is not there yet cannot be deleted.
  if (seqs.some((seq) => seq > lastOf(room, seat))) return;
  // A change is no message; without it devices would not learn of it.
  if (seqs.some((seq) => room.entries[seq - 1]?.body.type === 'changed')) return;
  for (const seq of seqs) seat.hidden.add(seq);
  touch(city, seat);
  tellPersonal(city, to, { name: 'chat.messagesHidden', payload: { conversationId: id, seqs } });
}

function pageOf(
  seen: Entry[],
  { after, before, around, limit = 60 }: MethodInput<'chat.listEntries'>,
): Entry[] {
  if (after !== undefined) return seen.filter(({ seq }) => seq > after).slice(0, limit);
  if (around !== undefined) {
    const low = around - Math.floor(limit / 2);
    return seen.filter(({ seq }) => seq > low && seq <= low + limit);
  }
  return seen.filter(({ seq }) => seq < (before ?? Infinity)).slice(-limit);
}

function listEntries(
  city: City,
  input: MethodInput<'chat.listEntries'>,
  viewer: PersonId,
): EntryPage {
  const room = roomOf(city, input.conversationId);
  const seen = visible(city, room, seatOf(room, viewer));
  const entries = pageOf(seen, input);
  const there = new Set(entries.map(({ seq }) => seq));
  const changed = entries.flatMap(({ body }) => (body.type === 'changed' ? [body.seq] : []));
  const targets = seen.filter(({ seq }) => changed.includes(seq) && !there.has(seq));
  return { entries, targets };
}

export function createModel(tell: (told: Told) => void, nowIso: () => string): Model {
  const maps = { rooms: new Map(), logs: new Map(), trimmed: new Map() };
  const city: City = { ...maps, turn: 0, tell, nowIso };
  const trimmedTo = (id: PersonId) => city.trimmed.get(id) ?? 0;
  return {
    rooms: city.rooms,
    personal: (id) => (city.logs.get(id) ?? []).filter(({ seq }) => seq > trimmedTo(id)),
    addPerson: (id) => void city.logs.set(id, []),
    addRoom: (id, people) => addRoom(city, id, people),
    append: (id, senderId, clientId, body) =>
      write(city, roomOf(city, id), { senderId, clientId, body }),
    leave: (id, person) => leave(city, id, person),
    setInbox: (id, person, change) => setInbox(city, { id, person, change }),
    head: (id, viewer) => headOf(city, id, viewer),
    heads(viewer, since) {
      const moved = [...city.rooms.values()]
        .filter(({ seats }) => (seats.get(viewer)?.changedAt ?? -1) > since)
        .map(({ id }) => headOf(city, id, viewer));
      return { heads: moved, mark: city.turn };
    },
    entries: (input, viewer) => listEntries(city, input, viewer),
    some(id, viewer, seqs) {
      const room = roomOf(city, id);
      return visible(city, room, seatOf(room, viewer)).filter(({ seq }) => seqs.includes(seq));
    },
    change: (id, changed) => change(city, id, changed),
    rule(id, by, { body, rules }) {
      const room = roomOf(city, id);
      room.rules = { ...room.rules, ...rules };
      write(city, room, { senderId: by, clientId: null, body });
    },
    hide: (id, to, seqs) => hide(city, id, { to, seqs }),
    trim: (id, upTo) => void city.trimmed.set(id, upTo),
    trimmedTo,
  };
}

const newRules: Rules = {
  adminIds: [],
  announcement: null,
  muteAll: false,
  joinApproval: false,
  timerSeconds: null,
  dissolved: false,
};

function newInbox(conversationId: ConversationId): InboxItem {
  return {
    conversationId,
    joinedSeq: 0,
    leftSeq: null,
    clearedSeq: 0,
    readSeq: 0,
    unread: 0,
    unreadAtSeq: 0,
    mentionSeqs: [],
    announcementReadSeq: 0,
    pinned: false,
    notify: 'all',
    muted: false,
    archived: false,
    markedUnread: false,
    heardToSeq: 0,
    heardSeqs: [],
    hiddenSeq: null,
    draft: '',
  };
}
