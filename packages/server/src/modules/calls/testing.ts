import {
  createIds,
  secureRandom,
  shiftedClock,
  type CallId,
  type ConversationId,
  type PersonId,
  type SeatId,
} from '@plaza/base';
import type { EventPayload, PersonCard, ServerFrame } from '@plaza/contract';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import type { Outcome } from '../../kernel/rpc/index.ts';
import { createChat } from '../chat/index.ts';
import { createSync } from '../sync/index.ts';
import { createCalls } from './index.ts';

const base = join(import.meta.dirname, '..', '..');
const sources = [
  'kernel/events',
  'kernel/files',
  'modules/sync',
  'modules/chat',
  'modules/calls',
].map((path) => ({ module: path.split('/')[1] as string, dir: join(base, path, 'migrations') }));

/** The value of an outcome that the test expects to be a yes. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** The reason of an outcome, or `yes`. */
export function reason(outcome: Outcome<unknown, string>): string {
  return outcome.ok ? 'yes' : outcome.reason;
}

const log = { error() {}, warn() {} };
export const relays = {
  stunUrls: ['stun:turn.example:3478'],
  turnUrls: ['turn:turn.example:3478?transport=udp'],
  turnSecret: 'a secret of the test city',
};

type Told = { name: string; payload: EventPayload<'calls.changed' | 'calls.signalled'> };

function createWire() {
  const told = new Map<PersonId, Told[]>();
  const hub = {
    prepare: (frame: ServerFrame) => Buffer.from(JSON.stringify(frame)),
    deliver(people: Iterable<PersonId>, prepared: Buffer) {
      const frame = JSON.parse(prepared.toString()) as Told;
      for (const id of people) told.set(id, [...(told.get(id) ?? []), frame]);
    },
  };
  return { hub, told: (personId: PersonId) => told.get(personId) ?? [] };
}

/** What the module stands on: everybody may write to everybody, but for who is blocked. */
async function createPlace() {
  const db = await testDatabase(sources);
  const clock = shiftedClock();
  const newId = createIds(clock, secureRandom);
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const wire = createWire();
  const files = createFiles({ db, clock, newId, log, dir: join(tmpdir(), 'plaza-calls') });
  const sync = createSync({ db, clock, bus, hub: wire.hub });
  const blocks = new Set<string>();
  const contacts = {
    mayWrite: async (a: PersonId, b: PersonId) =>
      blocks.has(`${b} ${a}`) ? ('blocked' as const) : ('yes' as const),
    areContacts: async () => true,
  };
  const card = (personId: PersonId): PersonCard => {
    const handle = `p${personId.replaceAll('-', '').slice(-12)}`;
    return {
      personId,
      handle,
      displayName: 'Somebody',
      photoPath: null,
      region: '',
      signature: '',
    };
  };
  const identity = {
    getCards: async (ids: PersonId[]) => new Map(ids.map((id) => [id, card(id)])),
  };
  const kernel = { db, clock, random: secureRandom, newId, log, bus, outbox, files, sync };
  const chat = createChat({
    ...{ ...kernel, hub: wire.hub, identity, contacts },
    publicUrl: 'https://plaza.example',
  });
  const block = (owner: PersonId, other: PersonId) => void blocks.add(`${owner} ${other}`);
  return { kernel, hub: wire.hub, told: wire.told, identity, contacts, chat, block };
}

/** Notes for whom closed apps would ring. */
function createPush() {
  const rung: string[] = [];
  const push = {
    ring: async ({ calleeIds }: { calleeIds: readonly PersonId[] }) =>
      void rung.push(...calleeIds.map((id) => `ring ${id}`)),
    ringOver: async ({ calleeIds }: { calleeIds: readonly PersonId[] }) =>
      void rung.push(...calleeIds.map((id) => `over ${id}`)),
  };
  return { rung, push };
}

/** Conversations, made the short way. */
function createTalks({ chat, kernel }: Awaited<ReturnType<typeof createPlace>>) {
  const { outbox, newId } = kernel;
  return {
    async direct(a: PersonId, b: PersonId): Promise<ConversationId> {
      const { conversationId } = must(await chat.direct.ensure(a, b));
      await outbox.settle();
      return conversationId;
    },
    async group(...people: PersonId[]): Promise<ConversationId> {
      const [creator, ...memberIds] = people as [PersonId, ...PersonId[]];
      const asked = { clientId: newId<never>(), name: 'Group', memberIds };
      const made = must(await chat.groups.create(creator, asked));
      await outbox.settle();
      return made.head.conversation.conversationId;
    },
    /** What the log says of calls. */
    async bodies(viewerId: PersonId, conversationId: ConversationId) {
      await outbox.settle();
      const range = { after: 0, limit: 100 };
      const read = must(await chat.reading.listEntries(viewerId, conversationId, range));
      return read.entries.map(({ body }) => body).filter(({ type }) => type.startsWith('call'));
    },
  };
}

/** A small city around the module. */
export async function createCity() {
  const place = await createPlace();
  const { kernel, chat } = place;
  const { db, clock, outbox, newId } = kernel;
  const { rung, push } = createPush();
  const refusedNewcomers = new Set<PersonId>();
  const deps = {
    ...{ ...kernel, hub: place.hub, identity: place.identity, contacts: place.contacts },
    ...{ chat, push, relays },
    jobs: { every() {} },
    newcomers: { take: async (id: PersonId) => !refusedNewcomers.has(id) },
  };
  const calls = createCalls(deps);
  chat.start();
  calls.open();
  outbox.start();

  return {
    ...{ db, clock, chat, calls, outbox, rung, refusedNewcomers, newId, told: place.told },
    ...createTalks(place),
    person: () => newId<PersonId>(),
    block: place.block,
    /** Another process on the same database. */
    another: () => createCalls({ ...deps, outbox: { add: outbox.add, react() {} } }),
    order: (conversationId: ConversationId, invite: PersonId[] = []) => ({
      ...{ conversationId, invite, media: 'voice' as const },
      callId: newId<CallId>(),
      seatId: newId<SeatId>(),
    }),
    seat: () => newId<SeatId>(),
    async close() {
      await outbox.stop();
      await calls.close();
      await chat.stop();
      await db.close();
    },
  };
}

export type City = Awaited<ReturnType<typeof createCity>>;
