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

export function createModel(tell: (told: Told) => void, nowIso: () => string): Model {
  const rooms = new Map<ConversationId, Room>();
  const personal = new Map<PersonId, PersonalEvent[]>();
  const trimmed = new Map<PersonId, number>();
  let turn = 0;

  const roomOf = (id: ConversationId) => rooms.get(id) as Room;
  const lastOf = (room: Room, seat: Seat) =>
    Math.min(room.entries.length, seat.inbox.leftSeq ?? Infinity);

  function visible(room: Room, seat: Seat): Entry[] {
    const { joinedSeq, clearedSeq } = seat.inbox;
    const low = Math.max(joinedSeq, clearedSeq);
    return room.entries.slice(low, lastOf(room, seat));
  }

  function counted(room: Room, seat: Seat, person: PersonId): InboxItem {
    const unread = visible(room, seat).filter(
      ({ seq, senderId, body }) =>
        seq > seat.inbox.readSeq && senderId !== person && body.type === 'message',
    ).length;
    return { ...seat.inbox, unread: Math.min(100, unread), unreadAtSeq: lastOf(room, seat) };
  }

  function tellPersonal(to: PersonId, name: PersonalEventName, payload: unknown): void {
    const log = personal.get(to) ?? [];
    personal.set(to, log);
    const event = { seq: (log.at(-1)?.seq ?? 0) + 1, name, payload, at: nowIso() };
    log.push(event);
    tell({ to, ...event });
  }

  function headOf(id: ConversationId, viewer: PersonId): Head {
    const room = roomOf(id);
    const seat = room.seats.get(viewer) as Seat;
    const lastSeq = lastOf(room, seat);
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
        lastSeq,
        lastEntry: visible(room, seat).at(-1) ?? null,
      },
      inbox: counted(room, seat, viewer),
    };
  }

  function write(room: Room, senderId: PersonId, clientId: ClientId | null, body: EntryBody) {
    const seq = room.entries.length + 1;
    const entry: Entry = { seq, senderId, clientId, body, at: nowIso() };
    room.entries.push(entry);
    turn += 1;
    for (const [person, seat] of room.seats) {
      if (seat.inbox.leftSeq !== null) continue;
      seat.changedAt = turn;
      const payload = { conversationId: room.id, entry };
      tell({ to: person, name: 'chat.entryAppended', payload });
    }
    return entry;
  }

  function setInbox(id: ConversationId, person: PersonId, change: Partial<InboxItem>): InboxItem {
    const room = roomOf(id);
    const seat = room.seats.get(person) as Seat;
    const { inbox } = seat;
    const upTo = lastOf(room, seat);
    seat.inbox = {
      ...inbox,
      ...change,
      readSeq: Math.max(inbox.readSeq, Math.min(change.readSeq ?? 0, upTo)),
      clearedSeq: Math.max(inbox.clearedSeq, Math.min(change.clearedSeq ?? 0, upTo)),
    };
    turn += 1;
    seat.changedAt = turn;
    const next = counted(room, seat, person);
    tellPersonal(person, 'chat.inboxChanged', { inbox: next });
    return next;
  }

  return {
    rooms,
    setInbox,
    personal: (id) => (personal.get(id) ?? []).filter(({ seq }) => seq > (trimmed.get(id) ?? 0)),
    addPerson: (id) => void personal.set(id, []),
    addRoom(id, people) {
      const room: Room = { id, entries: [], seats: new Map() };
      rooms.set(id, room);
      turn += 1;
      for (const person of people) {
        room.seats.set(person, { inbox: newInbox(id), changedAt: turn });
      }
      for (const person of people) {
        tellPersonal(person, 'chat.conversationJoined', { head: headOf(id, person) });
      }
    },
    append: (id, from, clientId, body) => write(roomOf(id), from, clientId, body),
    leave(id, person) {
      const room = roomOf(id);
      if (room.seats.get(person)?.inbox.leftSeq !== null) return;
      const { seq } = write(room, person, null, { type: 'memberLeft', person: cardOf(person) });
      setInbox(id, person, { leftSeq: seq });
    },
    head: headOf,
    heads(viewer, since) {
      const moved = [...rooms.values()]
        .filter(({ seats }) => (seats.get(viewer)?.changedAt ?? -1) > since)
        .map(({ id }) => headOf(id, viewer));
      return { heads: moved, mark: turn };
    },
    entries({ conversationId, after, before, around, limit = 60 }, viewer) {
      const room = roomOf(conversationId);
      const seen = visible(room, room.seats.get(viewer) as Seat);
      if (after !== undefined) return seen.filter(({ seq }) => seq > after).slice(0, limit);
      if (around !== undefined) {
        const low = around - Math.floor(limit / 2);
        return seen.filter(({ seq }) => seq > low && seq <= low + limit);
      }
      return seen.filter(({ seq }) => seq < (before ?? Infinity)).slice(-limit);
    },
    trim: (id, upTo) => void trimmed.set(id, upTo),
    trimmedTo: (id) => trimmed.get(id) ?? 0,
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
