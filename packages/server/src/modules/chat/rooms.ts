import type { ConversationId, PersonId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import type { Audience } from './store/members.ts';

/** Who is in a conversation, as far as this process knows; null while it is being read. */
export type Room<Waiting> = {
  audience: Audience | null;
  /** Everybody who is in now. */
  everybody: PersonId[];
  /** Entries after this one go to everybody: nobody joined or left later. */
  steadyAfterSeq: number;
  waiting: Waiting[];
};

const maxRooms = 50_000;
const maxSeats = 1_000_000;

export function emptyRoom<Waiting>(first: Waiting): Room<Waiting> {
  return { audience: null, everybody: [], steadyAfterSeq: 0, waiting: [first] };
}

export function furnish(room: Room<unknown>, audience: Audience): void {
  const { members } = audience;
  room.audience = audience;
  room.everybody = members.flatMap((m) => (m.leftSeq === null ? [m.personId] : []));
  room.steadyAfterSeq = members.reduce((top, m) => Math.max(top, m.joinedSeq, m.leftSeq ?? 0), 0);
}

type Stretch = Audience['members'][number];

/** What an entry says about who is in; null when it says nothing of it. */
function stretchesOf({ seq, body }: Entry, members: readonly Stretch[]): Stretch[] | null {
  // The entry that adds people is the first that they see, the one that ends it the last.
  if (body.type === 'membersAdded') {
    return body.people.map(({ personId }) => ({ personId, joinedSeq: seq - 1, leftSeq: null }));
  }
  if (body.type !== 'memberLeft' && body.type !== 'memberRemoved') return null;
  const { personId } = body.person;
  const former = members.find((member) => member.personId === personId);
  return former === undefined ? null : [{ ...former, leftSeq: seq }];
}

/**
 * Takes a change of the members over from the entry that tells it, where nothing lies between it
 * and what is known: then they need not be read again, which in a large group that grows costs
 * more than all else. False: read them again.
 */
export function follow(room: Room<unknown>, told: { version: number; entry: Entry }): boolean {
  const { audience } = room;
  if (audience === null || told.version !== audience.version + 1) return false;
  const changed = stretchesOf(told.entry, audience.members);
  if (changed === null) return false;
  const ids = new Set(changed.map(({ personId }) => personId));
  const others = audience.members.filter(({ personId }) => !ids.has(personId));
  furnish(room, { version: told.version, members: [...others, ...changed] });
  return true;
}

/** Those whose stretch of membership holds the entry. */
export function recipients(room: Room<unknown>, seq: number): PersonId[] {
  if (seq > room.steadyAfterSeq) return room.everybody;
  const members = room.audience?.members ?? [];
  return members
    .filter(({ joinedSeq, leftSeq }) => joinedSeq < seq && (leftSeq === null || seq <= leftSeq))
    .map(({ personId }) => personId);
}

/** Readers of an entry, apart by whether an earlier one is in their stretch as well. */
export function divide(
  room: Room<unknown>,
  readers: PersonId[],
  seq: number,
): [knowing: PersonId[], others: PersonId[]] {
  if (seq > room.steadyAfterSeq) return [readers, []];
  const knowing = new Set(recipients(room, seq));
  return [readers.filter((id) => knowing.has(id)), readers.filter((id) => !knowing.has(id))];
}

/** Rooms in the order of their last use, bounded by their number and by the people in them. */
export function createRooms<Waiting>() {
  const rooms = new Map<ConversationId, Room<Waiting>>();
  let seats = 0;

  function forget(conversationId: ConversationId, room: Room<Waiting>): void {
    if (rooms.get(conversationId) !== room) return;
    rooms.delete(conversationId);
    seats -= room.audience?.members.length ?? 0;
  }

  return {
    size: () => rooms.size,
    find(conversationId: ConversationId): Room<Waiting> | undefined {
      const room = rooms.get(conversationId);
      if (room === undefined) return undefined;
      rooms.delete(conversationId);
      rooms.set(conversationId, room);
      return room;
    },
    put: (conversationId: ConversationId, room: Room<Waiting>) =>
      void rooms.set(conversationId, room),
    forget,
    /**
     * Counts a room that was furnished, and forgets others if there are too many; `before` is with
     * how many people it was counted already.
     */
    count(room: Room<Waiting>, before = 0): void {
      seats += (room.audience?.members.length ?? 0) - before;
      for (const [oldId, old] of rooms) {
        if (rooms.size <= maxRooms && seats <= maxSeats) return;
        // One that is being read has something waiting: it is young anyway.
        if (old.audience !== null) forget(oldId, old);
      }
    },
  };
}
