import {
  createIds,
  secureRandom,
  shiftedClock,
  type ClientId,
  type ShiftedClock,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import { eventList, type PersonCard, type ServerFrame } from '@plaza/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import {
  createInProcessBus,
  createOutbox,
  type Bus,
  type Outbox,
} from '../../kernel/events/index.ts';
import { createFiles, type Files } from '../../kernel/files/index.ts';
import { createValidator } from '../../kernel/rpc/index.ts';
import { createSync, type Sync } from '../sync/index.ts';
import {
  createAttachments,
  createChat,
  type Attachments,
  type Chat,
  type ChatDeps,
} from './index.ts';
import type { MaySend } from './types.ts';

export type Told = { name: string; seq?: number; payload: Record<string, unknown> };

/** A small city around the module: people, who may write to whom, and what their sockets got. */
export type City = {
  db: TestDatabase;
  clock: ShiftedClock;
  chat: Chat;
  sync: Sync;
  outbox: Outbox;
  files: Files;
  attachments: Attachments;
  bus: Bus;
  /** What the sockets of a person were told, in order. */
  told(personId: PersonId): Told[];
  /** Problems of events against the contract; must stay empty. */
  problems: unknown[];
  person(name?: string): PersonId;
  befriend(...people: PersonId[]): void;
  /** Overrides who may write to whom, without telling the chat. */
  rule(sender: PersonId, recipient: PersonId, verdict: MaySend): void;
  newId: <Id extends string>() => Id;
  /** Another process on the same database and bus, without sockets of its own. */
  another(): Chat;
  /** Another process with a bus and sockets of its own. */
  node(bus: Bus): { chat: Chat; told: City['told'] };
  close(): Promise<void>;
};

const base = join(import.meta.dirname, '..', '..');
export const chatSources = [
  { module: 'events', dir: join(base, 'kernel/events/migrations') },
  { module: 'files', dir: join(base, 'kernel/files/migrations') },
  { module: 'sync', dir: join(base, 'modules/sync/migrations') },
  { module: 'chat', dir: join(base, 'modules/chat/migrations') },
];

const validators = new Map(
  eventList.map(({ name, payload }) => [name, createValidator(payload)] as const),
);

function createWire() {
  const told = new Map<PersonId, Told[]>();
  const problems: unknown[] = [];
  const hub = {
    prepare: (frame: ServerFrame) => Buffer.from(JSON.stringify(frame)),
    deliver(people: Iterable<PersonId>, prepared: Buffer) {
      const frame = JSON.parse(prepared.toString()) as Told;
      const found = validators.get(frame.name)?.(frame.payload) ?? [`unknown ${frame.name}`];
      if (found.length > 0) problems.push(frame.name, ...found);
      for (const personId of people) {
        const list = told.get(personId) ?? [];
        list.push(frame);
        told.set(personId, list);
      }
    },
  };
  return { hub, problems, told: (personId: PersonId) => told.get(personId) ?? [] };
}

function createPeople(newId: City['newId']) {
  const cards = new Map<PersonId, PersonCard>();
  const friends = new Set<string>();
  const rules = new Map<string, MaySend>();
  const key = (a: PersonId, b: PersonId) => `${a} ${b}`;
  const mayWrite = (a: PersonId, b: PersonId): MaySend =>
    rules.get(key(a, b)) ?? (friends.has(key(a, b)) ? 'yes' : 'not_contact');
  return {
    cards,
    person(name = 'Someone') {
      const personId = newId<PersonId>();
      const handle = `p${personId.replaceAll('-', '').slice(-12)}`;
      const rest = { photoPath: null, region: '', signature: '' };
      cards.set(personId, { personId, handle, displayName: name, ...rest });
      return personId;
    },
    befriend(...people: PersonId[]) {
      for (const a of people) for (const b of people) if (a !== b) friends.add(key(a, b));
    },
    rule: (a: PersonId, b: PersonId, verdict: MaySend) => void rules.set(key(a, b), verdict),
    contacts: {
      mayWrite: async (a: PersonId, b: PersonId) => mayWrite(a, b),
      areContacts: async (a: PersonId, others: readonly PersonId[]) =>
        others.every((other) => friends.has(key(a, other))),
    },
    identity: {
      getCards: async (ids: readonly PersonId[]) =>
        new Map(ids.flatMap((id) => (cards.has(id) ? [[id, cards.get(id) as PersonCard]] : []))),
    },
  };
}

export async function createCity(givenBus?: Bus, over: Partial<ChatDeps> = {}): Promise<City> {
  const db = await testDatabase(chatSources);
  const clock = shiftedClock();
  const newId = createIds(clock, secureRandom);
  const log = { error() {}, warn() {} };
  const bus = givenBus ?? createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const wire = createWire();
  const people = createPeople(newId);
  const sync = createSync({ db, clock, bus, hub: wire.hub });
  const folder = await mkdtemp(join(tmpdir(), 'plaza-chat-'));
  const files = createFiles({ db, clock, newId, log, dir: folder });
  const attachments = createAttachments({ db, clock, files });
  const deps: ChatDeps = {
    ...{ files, attachments },
    ...{ db, clock, random: secureRandom, log, bus, outbox, hub: wire.hub, sync },
    ...{ identity: people.identity, contacts: people.contacts },
    ...{ newId, publicUrl: 'https://plaza.example', ...over },
  };
  const chat = createChat(deps);
  sync.start();
  chat.start();
  outbox.start();
  const others: Chat[] = [];
  function beside(over: Pick<ChatDeps, 'hub'> & Partial<ChatDeps>): Chat {
    const made = createChat({ ...deps, outbox: { add: outbox.add, react() {} }, ...over });
    others.push(made);
    return made;
  }
  return {
    ...{
      db,
      clock,
      chat,
      sync,
      outbox,
      files,
      attachments,
      bus,
      newId,
      problems: wire.problems,
      told: wire.told,
    },
    ...{ person: people.person, befriend: people.befriend, rule: people.rule },
    // Shares the bus but not the sockets: nothing is told twice.
    another: () => beside({ hub: { prepare: wire.hub.prepare, deliver() {} } }),
    node(nodeBus) {
      const { hub, told } = createWire();
      const made = beside({ hub, bus: nodeBus });
      made.start();
      return { chat: made, told };
    },
    async close() {
      await outbox.stop();
      for (const one of [chat, ...others]) await one.stop();
      sync.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The value of a yes; fails the test on a no. */
export function value<T>(outcome: { ok: true; value: T } | { ok: false; reason: string }): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** Sends a text; the client id is new unless it is given. */
export function say(
  city: City,
  from: PersonId,
  what: { to: ConversationId; text: string; clientId?: ClientId; by?: Chat },
) {
  return (what.by ?? city.chat).send({
    conversationId: what.to,
    senderId: from,
    clientId: what.clientId ?? city.newId<ClientId>(),
    message: { type: 'text', text: what.text },
  });
}

/** Opens the conversation of two friends. */
export async function openDirect(city: City, a: PersonId, b: PersonId): Promise<ConversationId> {
  const { head } = value(await city.chat.direct.open(a, b));
  return head.conversation.conversationId;
}

/** Makes a group of friends and waits until everybody knows of it. */
export async function openGroup(city: City, people: readonly PersonId[]): Promise<ConversationId> {
  const [creator, ...memberIds] = people as [PersonId, ...PersonId[]];
  const clientId = city.newId<ClientId>();
  const outcome = await city.chat.groups.create(creator, { clientId, name: 'Group', memberIds });
  await city.outbox.settle();
  return value(outcome).head.conversation.conversationId;
}
