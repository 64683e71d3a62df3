import type { ConversationId, PersonId } from '@plaza/base';
import type { ServerFrame } from '@plaza/contract';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Unsubscribe } from '../../kernel/events/index.ts';
import { createRooms, divide, emptyRoom, follow, furnish, recipients, type Room } from './rooms.ts';
import { selectAudience } from './store/members.ts';
import { entryTopic, typingTopic, type ToldEntry, type ToldTyping } from './types.ts';

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

/** Each round waits for a change that came during the last one: more than a few never happen. */
const maxRounds = 20;

type Told = ToldEntry | ToldTyping;

/**
 * Gives a frame to all of an entry's readers; with it goes what the entry changed, but not to those
 * who joined after that: they get the frame without.
 */
function handEntry(hub: DeliveryDeps['hub'], room: Room<Told>, told: ToldEntry): void {
  const { conversationId, entry, target } = told;
  const name = 'chat.entryAppended';
  const readers = recipients(room, entry.seq);
  const plain = { conversationId, entry };
  if (target === undefined) {
    hub.deliver(readers, hub.prepare({ t: 'event', name, payload: plain }));
    return;
  }
  const [knowing, others] = divide(room, readers, target.seq);
  if (knowing.length > 0) {
    hub.deliver(knowing, hub.prepare({ t: 'event', name, payload: { ...plain, target } }));
  }
  if (others.length > 0) hub.deliver(others, hub.prepare({ t: 'event', name, payload: plain }));
}

function hand(hub: DeliveryDeps['hub'], room: Room<Told>, told: Told): void {
  if ('entry' in told) {
    handEntry(hub, room, told);
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

/** Entries of several processes overtake each other: who left so shortly before is still told. */
const overtaking = 32;

function oldestOf(waiting: readonly Told[]): number {
  const seqs = waiting.flatMap((told) => ('entry' in told ? [told.entry.seq] : []));
  return Math.min(Number.MAX_SAFE_INTEGER, ...seqs);
}

export function createDelivery({ db, bus, hub, log }: DeliveryDeps): Delivery {
  const rooms = createRooms<Told>();
  const unsubscribe: Unsubscribe[] = [];

  /** Reads who is in until that is at least as new as everything that waits, then hands it out. */
  async function load(conversationId: ConversationId, room: Room<Told>): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      const fromSeq = Math.max(0, oldestOf(room.waiting) - overtaking);
      const audience = await selectAudience(db, conversationId, fromSeq);
      if (room.waiting.some(({ version }) => version > audience.version)) continue;
      furnish(room, audience);
      for (const told of room.waiting.splice(0)) hand(hub, room, told);
      rooms.count(room);
      return;
    }
    throw new Error('the membership is older than what was told of it');
  }

  function open(told: Told): void {
    const { conversationId } = told;
    const room = emptyRoom(told);
    rooms.put(conversationId, room);
    load(conversationId, room).catch((error: unknown) => {
      // Nothing is lost: clients see the gap and pull it from the log.
      log.warn({ err: error, conversationId }, 'the members of a conversation could not be read');
      rooms.forget(conversationId, room);
    });
  }

  function receive(told: Told): void {
    const room = rooms.find(told.conversationId);
    const before = room?.audience?.members.length ?? 0;
    if (room === undefined) open(told);
    else if (room.audience === null) room.waiting.push(told);
    else if (room.audience.version >= told.version) hand(hub, room, told);
    else if ('entry' in told && follow(room, told)) {
      rooms.count(room, before);
      hand(hub, room, told);
    } else {
      rooms.forget(told.conversationId, room);
      open(told);
    }
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
    rooms: rooms.size,
  };
}
