import type { ConversationId, PersonId } from '@plaza/base';
import type { ServerFrame } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Unsubscribe } from '../../kernel/events/index.ts';
import { selectAudience, type Audience } from './store/members.ts';
import { entryTopic, typingTopic, type ToldEntry, type ToldTyping } from './types.ts';

const maxRooms = 50_000;
const maxSeats = 1_000_000;
/** In larger groups typing is noise, and costs as much as a message. */
export const maxTypingMembers = 200;

export type DeliveryDeps = {
  db: Pick<Database, 'query'>;
  bus: Pick<Bus, 'subscribe'>;
  hub: {
    prepare(frame: ServerFrame): Buffer;
    deliver(people: Iterable<PersonId>, prepared: Buffer): void;
  };
  log: { warn(fields: object, text: string): void };
};

/** Brings what was committed to the sockets of this process. */
export type Delivery = { start(): void; stop(): void; rooms(): number };

type Told = ToldEntry | ToldTyping;

type Room = {
  /** Null while it is read. */
  audience: Audience | null;
  /** Everybody, when nobody left and no entry is older than a joining. */
  everybody: PersonId[];
  steadyAfterSeq: number;
  waiting: Told[];
};

function recipients(room: Room, seq: number): PersonId[] {
  if (seq > room.steadyAfterSeq) return room.everybody;
  const members = room.audience?.members ?? [];
  return members
    .filter(({ joinedSeq, leftSeq }) => joinedSeq < seq && (leftSeq === null || seq <= leftSeq))
    .map(({ personId }) => personId);
}

function settle(room: Room, audience: Audience): void {
  room.audience = audience;
  const { members } = audience;
  room.everybody = members.flatMap((m) => (m.leftSeq === null ? [m.personId] : []));
  room.steadyAfterSeq = members.reduce((top, m) => Math.max(top, m.joinedSeq, m.leftSeq ?? 0), 0);
}

export function createDelivery({ db, bus, hub, log }: DeliveryDeps): Delivery {
  /** The least recently used first. */
  const rooms = new Map<ConversationId, Room>();
  let seats = 0;
  const unsubscribe: Unsubscribe[] = [];

  function forget(conversationId: ConversationId, room: Room): void {
    if (rooms.get(conversationId) !== room) return;
    rooms.delete(conversationId);
    seats -= room.audience?.members.length ?? 0;
  }

  function makeSpace(): void {
    for (const [conversationId, room] of rooms) {
      if (rooms.size <= maxRooms && seats <= maxSeats) return;
      // One that is being read has something waiting: it is young anyway.
      if (room.audience !== null) forget(conversationId, room);
    }
  }

  function hand(room: Room, told: Told): void {
    if ('entry' in told) {
      const { conversationId, entry } = told;
      const payload = { conversationId, entry };
      const frame = hub.prepare({ t: 'event', name: 'chat.entryAppended', payload });
      hub.deliver(recipients(room, entry.seq), frame);
      return;
    }
    const { conversationId, personId } = told;
    if (room.everybody.length > maxTypingMembers) return;
    const payload = { conversationId, personId };
    const frame = hub.prepare({ t: 'event', name: 'chat.typed', payload });
    hub.deliver(
      room.everybody.filter((other) => other !== personId),
      frame,
    );
  }

  /** Reads who is in until that is at least as new as everything that waits, then hands it out. */
  async function load(conversationId: ConversationId, room: Room): Promise<void> {
    for (;;) {
      const oldest = room.waiting.reduce(
        (least, told) => ('entry' in told ? Math.min(least, told.entry.seq) : least),
        Number.MAX_SAFE_INTEGER,
      );
      const audience = await selectAudience(db, conversationId, oldest);
      if (room.waiting.some(({ version }) => version > audience.version)) continue;
      settle(room, audience);
      seats += audience.members.length;
      for (const told of room.waiting) hand(room, told);
      room.waiting = [];
      makeSpace();
      return;
    }
  }

  function receive(told: Told): void {
    const { conversationId } = told;
    const known = rooms.get(conversationId);
    if (known?.audience && known.audience.version >= told.version) {
      rooms.delete(conversationId);
      rooms.set(conversationId, known);
      hand(known, told);
      return;
    }
    if (known !== undefined && known.audience === null) {
      known.waiting.push(told);
      return;
    }
    if (known !== undefined) forget(conversationId, known);
    const room: Room = { audience: null, everybody: [], steadyAfterSeq: 0, waiting: [told] };
    rooms.set(conversationId, room);
    load(conversationId, room).catch((error: unknown) => {
      // Nothing is lost: clients see the gap and pull it from the log.
      log.warn({ err: error, conversationId }, 'the members of a conversation could not be read');
      forget(conversationId, room);
    });
  }

  return {
    start() {
      if (unsubscribe.length > 0) return;
      unsubscribe.push(
        bus.subscribe(`${entryTopic}.*`, (message) => receive(message as ToldEntry)),
        bus.subscribe(`${typingTopic}.*`, (message) => receive(message as ToldTyping)),
      );
    },
    stop() {
      for (const end of unsubscribe.splice(0)) end();
    },
    rooms: () => rooms.size,
  };
}
