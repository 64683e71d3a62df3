import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type {
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

type Seat = { inbox: InboxItem; changedAt: number };
type Room = { id: ConversationId; entries: Entry[]; seats: Map<PersonId, Seat> };

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
  entries(input: MethodInput<'chat.listEntries'>, viewer: PersonId): Entry[];
  /** Forgets the personal log up to here: whoever is behind needs a snapshot. */
  trim(id: PersonId, upTo: number): void;
  trimmedTo(id: PersonId): number;
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

function visible(room: Room, seat: Seat): Entry[] {
  const { joinedSeq, clearedSeq } = seat.inbox;
  return room.entries.slice(Math.max(joinedSeq, clearedSeq), lastOf(room, seat));
}

function counted(room: Room, seat: Seat, person: PersonId): InboxItem {
  const unread = visible(room, seat).filter(
    ({ seq, senderId, body }) =>
      seq > seat.inbox.readSeq && senderId !== person && body.type === 'message',
  ).length;
  return { ...seat.inbox, unread: Math.min(100, unread), unreadAtSeq: lastOf(room, seat) };
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
      memberCount: members.length,
      peer: null,
      faces: members.slice(0, 9).map(([person]) => cardOf(person)),
      lastSeq: lastOf(room, seat),
      lastEntry: visible(room, seat).at(-1) ?? null,
    },
    inbox: counted(room, seat, viewer),
  };
}

type Written = Pick<Entry, 'senderId' | 'clientId' | 'body'>;

function write(city: City, room: Room, written: Written): Entry {
  const entry: Entry = { seq: room.entries.length + 1, ...written, at: city.nowIso() };
  room.entries.push(entry);
  for (const [person, seat] of room.seats) {
    if (seat.inbox.leftSeq !== null) continue;
    touch(city, seat);
    const payload = { conversationId: room.id, entry };
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
  const next = counted(room, seat, person);
  tellPersonal(city, person, { name: 'chat.inboxChanged', payload: { inbox: next } });
  return next;
}

function addRoom(city: City, id: ConversationId, people: readonly PersonId[]): void {
  const room: Room = { id, entries: [], seats: new Map() };
  city.rooms.set(id, room);
  for (const person of people) {
    const seat = { inbox: newInbox(id), changedAt: 0 };
    room.seats.set(person, seat);
    touch(city, seat);
  }
  for (const person of people) {
    const payload = { head: headOf(city, id, person) };
    tellPersonal(city, person, { name: 'chat.conversationJoined', payload });
  }
}

function leave(city: City, id: ConversationId, person: PersonId): void {
  const room = roomOf(city, id);
  if (room.seats.get(person)?.inbox.leftSeq !== null) return;
  const body: EntryBody = { type: 'memberLeft', person: cardOf(person) };
  const { seq } = write(city, room, { senderId: person, clientId: null, body });
  setInbox(city, { id, person, change: { leftSeq: seq } });
}

function listEntries(
  city: City,
  { conversationId, after, before, around, limit = 60 }: MethodInput<'chat.listEntries'>,
  viewer: PersonId,
): Entry[] {
  const room = roomOf(city, conversationId);
  const seen = visible(room, seatOf(room, viewer));
  if (after !== undefined) return seen.filter(({ seq }) => seq > after).slice(0, limit);
  if (around !== undefined) {
    const low = around - Math.floor(limit / 2);
    return seen.filter(({ seq }) => seq > low && seq <= low + limit);
  }
  return seen.filter(({ seq }) => seq < (before ?? Infinity)).slice(-limit);
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
    trim: (id, upTo) => void city.trimmed.set(id, upTo),
    trimmedTo,
  };
}

function newInbox(conversationId: ConversationId): InboxItem {
  return {
    conversationId,
    joinedSeq: 0,
    leftSeq: null,
    clearedSeq: 0,
    readSeq: 0,
    unread: 0,
    unreadAtSeq: 0,
    pinned: false,
    muted: false,
    markedUnread: false,
    hiddenSeq: null,
    draft: '',
  };
}
