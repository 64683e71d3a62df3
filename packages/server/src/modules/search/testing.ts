import {
  createIds,
  secureRandom,
  shiftedClock,
  type ClientId,
  type ShiftedClock,
  type ConversationId,
  type PersonId,
} from '@plaza/base';
import type { MessageBody, PersonCard } from '@plaza/contract';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox, type Outbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import { createChat, type Chat } from '../chat/index.ts';
import { createSync } from '../sync/index.ts';
import { createSearch, type Search } from './index.ts';
import type { MessagesInput } from './messages.ts';

/** People who may all write to each other, a chat, and a search that follows it. */
export type Town = {
  db: TestDatabase;
  clock: ShiftedClock;
  chat: Chat;
  search: Search;
  outbox: Outbox;
  /** Another process that would fill the index. */
  another(): Search;
  person(name?: string): PersonId;
  newId: <Id extends string>() => Id;
  direct(a: PersonId, b: PersonId): Promise<ConversationId>;
  group(people: readonly PersonId[], name?: string): Promise<ConversationId>;
  /** Sends a message, or a text; answers its sequence. */
  say(from: PersonId, to: ConversationId, what: string | MessageBody): Promise<number>;
  /** The texts of everything that somebody finds now, page by page. */
  find(viewer: PersonId, what: string | Partial<MessagesInput>): Promise<string[]>;
  /** Waits until everything is followed and indexed. */
  settle(): Promise<void>;
  close(): Promise<void>;
};

const base = join(import.meta.dirname, '..', '..');
export const townSources = ['kernel/events', 'kernel/files', 'modules/sync', 'modules/chat']
  .concat('modules/search')
  .map((path) => ({
    module: path.split('/')[1] as string,
    dir: join(base, path, 'migrations'),
  }));

/** The value of a yes; fails the test on a no. */
export function value<T>(outcome: { ok: true; value: T } | { ok: false; reason: string }): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

function createPeople(newId: Town['newId']) {
  const cards = new Map<PersonId, PersonCard>();
  return {
    person(displayName = 'Someone'): PersonId {
      const personId = newId<PersonId>();
      const rest = { photoPath: null, region: '', signature: '' };
      cards.set(personId, { personId, handle: `p${cards.size}`, displayName, ...rest });
      return personId;
    },
    identity: {
      getCards: async (ids: PersonId[]) =>
        new Map(ids.flatMap((id) => (cards.has(id) ? [[id, cards.get(id) as PersonCard]] : []))),
    },
    contacts: {
      mayWrite: async () => 'yes' as const,
      areContacts: async () => true,
    },
  };
}

async function readAll(
  search: Search,
  viewer: PersonId,
  what: string | Partial<MessagesInput>,
): Promise<string[]> {
  const input = { query: '', ...(typeof what === 'string' ? { query: what } : what) };
  const texts: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = value(await search.messages(viewer, { ...input, cursor }));
    for (const { entry } of page.hits) {
      const message = entry.body.type === 'message' ? entry.body.message : null;
      texts.push(message !== null && 'text' in message ? message.text : (message?.type ?? '?'));
    }
    if (page.next === null) return texts;
    cursor = page.next;
  }
}

export async function openTown(): Promise<Town> {
  const db = await testDatabase(townSources);
  const clock = shiftedClock();
  const newId = createIds(clock, secureRandom);
  const log = { error() {}, warn() {} };
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const hub = { prepare: () => Buffer.alloc(0), deliver() {} };
  const people = createPeople(newId);
  // Nothing here sends a file.
  const files = createFiles({ db, clock, newId, log, dir: join(tmpdir(), 'plaza-no-files') });
  const kernel = { db, clock, random: secureRandom, log, bus, outbox, hub, newId, files };
  const sync = createSync({ db, clock, bus, hub });
  const chat = createChat({ ...kernel, ...people, sync, publicUrl: 'https://plaza.example' });
  const create = (of: Chat) => createSearch({ ...kernel, identity: people.identity, chat: of });
  const search = create(chat);
  const opened = [search];
  chat.start();
  outbox.start();
  search.start();

  return {
    ...{ db, clock, chat, search, outbox, newId },
    another() {
      // It hears of what is gone by the first process.
      const made = create({ ...chat, onEntryGone() {} });
      opened.push(made);
      made.start();
      return made;
    },
    person: people.person,
    async direct(a, b) {
      return value(await chat.direct.open(a, b)).head.conversation.conversationId;
    },
    async group([creator, ...memberIds], name = 'Group') {
      const input = { clientId: newId<ClientId>(), name, memberIds };
      const made = value(await chat.groups.create(creator as PersonId, input));
      await outbox.settle();
      return made.head.conversation.conversationId;
    },
    async say(senderId, conversationId, what) {
      const message: MessageBody = typeof what === 'string' ? { type: 'text', text: what } : what;
      const key = { senderId, conversationId, clientId: newId<ClientId>() };
      return value(await chat.send({ ...key, message })).seq;
    },
    find: (viewer, what) => readAll(search, viewer, what),
    async settle() {
      await outbox.settle();
      await search.settle();
    },
    async close() {
      for (const one of opened) await one.stop();
      await outbox.stop();
      await chat.stop();
      await db.close();
    },
  };
}
