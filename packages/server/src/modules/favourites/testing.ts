import {
  createIds,
  secureRandom,
  shiftedClock,
  type ClientId,
  type ConversationId,
  type FileId,
  type PersonId,
} from '@plaza/base';
import { eventList, type MessageBody, type PersonCard, type ServerFrame } from '@plaza/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import { createValidator, type Caller } from '../../kernel/rpc/index.ts';
import { createAttachments, createChat } from '../chat/index.ts';
import { createSync } from '../sync/index.ts';
import { createFavourites } from './index.ts';

const base = join(import.meta.dirname, '..', '..');
const sources = ['kernel/events', 'kernel/files', 'modules/sync', 'modules/chat']
  .concat('modules/favourites')
  .map((path) => ({ module: path.split('/')[1] as string, dir: join(base, path, 'migrations') }));

const validators = new Map(
  eventList.map(({ name, payload }) => [name, createValidator(payload)] as const),
);

/** The value of a yes; fails the test on a no. */
export function value<T>(outcome: { ok: true; value: T } | { ok: false; reason: string }): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

async function openKernel() {
  const db = await testDatabase(sources);
  const clock = shiftedClock();
  const newId = createIds(clock, secureRandom);
  const log = { error() {}, warn() {} };
  const dir = await mkdtemp(join(tmpdir(), 'plaza-favourites-'));
  const problems: unknown[] = [];
  const hub = {
    prepare: (frame: ServerFrame) => Buffer.from(JSON.stringify(frame)),
    deliver(_people: Iterable<PersonId>, prepared: Buffer) {
      const frame = JSON.parse(prepared.toString()) as { name: string; payload: unknown };
      const found = validators.get(frame.name)?.(frame.payload) ?? [`unknown ${frame.name}`];
      if (found.length > 0) problems.push(frame.name, ...found);
    },
  };
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const files = createFiles({ db, clock, newId, log, dir });
  return { db, clock, random: secureRandom, newId, log, dir, problems, hub, bus, outbox, files };
}

type Kernel = Awaited<ReturnType<typeof openKernel>>;

function openModules(kernel: Kernel) {
  const cards = new Map<PersonId, PersonCard>();
  const identity = {
    getCards: async (ids: PersonId[]) =>
      new Map([...cards].filter(([personId]) => ids.includes(personId))),
  };
  const contacts = { mayWrite: async () => 'yes' as const, areContacts: async () => true };
  const sync = createSync(kernel);
  const publicUrl = 'https://plaza.example';
  const attachments = createAttachments(kernel);
  const chat = createChat({ ...kernel, sync, identity, contacts, attachments, publicUrl });
  const favourites = createFavourites({ ...kernel, sync, identity, chat });
  return { cards, sync, chat, favourites };
}

/** People who may all write to each other, a chat, and what they keep of it. */
export async function openFavourites() {
  const kernel = await openKernel();
  const { db, newId, outbox, files, dir } = kernel;
  const modules = openModules(kernel);
  const { chat, sync } = modules;
  sync.start();
  chat.start();
  outbox.start();

  return {
    ...kernel,
    ...modules,
    person: () => newId<PersonId>(),
    async group([creator, ...memberIds]: readonly PersonId[]): Promise<ConversationId> {
      const input = { clientId: newId<ClientId>(), name: 'Group', memberIds };
      const made = value(await chat.groups.create(creator as PersonId, input));
      await outbox.settle();
      return made.head.conversation.conversationId;
    },
    async send(senderId: PersonId, conversationId: ConversationId, message: MessageBody) {
      const key = { senderId, conversationId, clientId: newId<ClientId>() };
      return value(await chat.send({ ...key, message })).seq;
    },
    /** A picture that its owner may send. */
    async photo(ownerId: PersonId): Promise<{ fileId: FileId; message: MessageBody }> {
      const image = { kind: 'image', width: 40, height: 30, contentType: 'image/png' } as const;
      const bytes = Buffer.from(newId());
      const fileId = await files.put(bytes, { purpose: 'chat', ownerId, ...image });
      const facts = { width: 40, height: 30, sizeBytes: 36, placeholder: '', caption: 'Lake' };
      const message = {
        type: 'photo',
        fileId,
        thumbId: null,
        ...facts,
        isOriginal: false,
      } as const;
      return { fileId, message };
    },
    async reads(personId: PersonId, fileId: FileId): Promise<boolean> {
      const file = await files.describe(fileId);
      return file !== null && (await files.mayRead(file, { personId } as Caller));
    },
    async close(): Promise<void> {
      await outbox.stop();
      await chat.stop();
      sync.stop();
      await db.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type TestFavourites = Awaited<ReturnType<typeof openFavourites>>;
