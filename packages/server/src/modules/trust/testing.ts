import {
  createIds,
  secureRandom,
  shiftedClock,
  type CaseId,
  type ClientId,
  type ConversationId,
  type FileId,
  type PersonId,
} from '@plaza/base';
import type { MethodInput, ReportSubject } from '@plaza/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPasswords } from '../../kernel/auth/index.ts';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import { createLimits } from '../../kernel/limits/index.ts';
import type { Caller, Outcome } from '../../kernel/rpc/index.ts';
import { createAttachments, createChat } from '../chat/index.ts';
import { createIdentity } from '../identity/index.ts';
import { createOperator } from '../operator/index.ts';
import { createSync } from '../sync/index.ts';
import { createNewcomers, createTrust } from './index.ts';

const base = join(import.meta.dirname, '..', '..');
const sources = ['kernel/events', 'kernel/files']
  .concat(['sync', 'identity', 'operator', 'chat', 'trust'].map((name) => `modules/${name}`))
  .map((path) => ({ module: path.split('/')[1] as string, dir: join(base, path, 'migrations') }));

/** The value of an outcome that the test expects to be a yes. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** The reason of an outcome, or `yes`. */
export function reason(outcome: Outcome<unknown, string>): string {
  return outcome.ok ? 'yes' : outcome.reason;
}

const hub = { prepare: () => Buffer.alloc(0), deliver: () => undefined };
const log = { error() {}, warn() {} };
const password = 'tram-lemon-71-quiet';
const desk = { device: { name: 'Desk', kind: 'desktop' }, address: '198.51.100.9' } as const;
const publicUrl = 'https://plaza.example';

async function openPlace() {
  const clock = shiftedClock();
  const dir = await mkdtemp(join(tmpdir(), 'plaza-trust-'));
  return { db: await testDatabase(sources), clock, dir };
}

type Place = Awaited<ReturnType<typeof openPlace>>;

/** One process of a city: trust with the real modules that it acts on. */
function openProcess({ db, clock, dir }: Place) {
  const random = secureRandom;
  const newId = createIds(clock, random);
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const runs = new Map<string, () => Promise<void>>();
  const jobs = {
    every: (name: string, _cron: string, run: () => Promise<void>) => void runs.set(name, run),
    waiting: async () => 0,
  };
  const files = createFiles({ db, clock, newId, log, dir });
  const sync = createSync({ db, clock, bus, hub });
  const kernel = { db, clock, random, newId, log, bus, outbox, hub, jobs, files, sync };
  const passwords = createPasswords({ random });
  const place = { publicUrl, relyingParty: null, demo: false };
  const identity = createIdentity({ ...kernel, ...place, passwords });
  const operator = createOperator({
    giveReasons: (tx, given) => trust.giveReasons(tx, given),
    ...{ ...kernel, publicUrl, limits: createLimits({ clock, factor: 1 }) },
    ...{ control: identity.control, getCards: identity.getCards },
    vitals: {
      ...{ version: '0', embedded: false, bus: bus.kind },
      ...{ memoryBytes: () => 0, sockets: () => 0 },
      chat: async () => ({ conversations: 0, messages: 0 }),
    },
  });
  const contacts = { mayWrite: async () => 'yes' as const, areContacts: async () => true };
  const attachments = createAttachments(kernel);
  const chat = createChat({ ...kernel, identity, contacts, attachments, publicUrl });
  const trust = createTrust({
    ...{ ...kernel, identity, control: identity.control, audit: operator.audit },
    chat: {
      getHead: chat.heads.get,
      getEntries: chat.reading.getEntries,
      removeMessage: async (id, seq) => void (await chat.moderate.remove(id, seq)),
      dissolve: async (id) => void (await chat.moderate.dissolve(id)),
    },
    // Posts are reported in the test of the whole server.
    moments: { evidenceOf: async () => null, remove: async () => undefined },
    liftFreeze: async () => undefined,
  });
  const newcomers = createNewcomers({ ...kernel, identity, limits: { factor: 1 } });
  chat.start();
  sync.start();
  outbox.start();
  return {
    ...{ ...kernel, identity, chat, trust, newcomers },
    /** Runs a job as if its time had come. */
    run: async (name: string) => runs.get(name)?.(),
    async stop() {
      await outbox.stop();
      await chat.stop();
      sync.stop();
    },
  };
}

/** Reports, decisions and appeals, on a database of its own. */
export async function openTrust() {
  const place = await openPlace();
  const processes = [openProcess(place)];
  const city = processes[0]!;
  const { db, newId, identity, chat, files, outbox, trust } = city;
  let count = 0;

  async function person(name = 'Ana'): Promise<PersonId> {
    count += 1;
    const handle = `${name.toLowerCase()}_${count}`;
    // People of a demo need no secret, which would cost time here.
    const added = { handle, displayName: name, locale: 'en', demo: true } as const;
    return db.tx(async (tx) => must(await identity.createPerson(tx, added)));
  }

  /** Somebody who signed up a moment ago. */
  async function newcomer(): Promise<PersonId> {
    count += 1;
    const asked = { handle: `new_${count}`, displayName: 'New', password, locale: 'en' } as const;
    const signedUp = must(await identity.signUp({ ...asked, ...desk }));
    return signedUp.me.personId;
  }

  return {
    ...{ ...city, clock: place.clock, person, newcomer },
    async operator(of?: PersonId): Promise<PersonId> {
      const personId = of ?? (await person('Olga'));
      await db.tx(async (tx) => void (await identity.control.makeOperator(tx, personId)));
      return personId;
    },
    async group([creator, ...memberIds]: readonly PersonId[]): Promise<ConversationId> {
      const input = { clientId: newId<ClientId>(), name: 'Market', memberIds };
      const made = must(await chat.groups.create(creator as PersonId, input));
      await outbox.settle();
      return made.head.conversation.conversationId;
    },
    async say(senderId: PersonId, conversationId: ConversationId, text: string): Promise<number> {
      const key = { senderId, conversationId, clientId: newId<ClientId>() };
      return must(await chat.send({ ...key, message: { type: 'text', text } })).seq;
    },
    async showPhoto(senderId: PersonId, conversationId: ConversationId) {
      const image = { kind: 'image', width: 40, height: 30, contentType: 'image/png' } as const;
      const bytes = Buffer.from(newId());
      const fileId = await files.put(bytes, { purpose: 'chat', ownerId: senderId, ...image });
      const facts = { width: 40, height: 30, sizeBytes: 36, placeholder: '', caption: '' };
      const about = { fileId, thumbId: null, ...facts, isOriginal: false };
      const key = { senderId, conversationId, clientId: newId<ClientId>() };
      const sent = must(await chat.send({ ...key, message: { type: 'photo', ...about } }));
      return { fileId, seq: sent.seq };
    },
    async reads(caller: Pick<Caller, 'personId' | 'role'>, fileId: FileId): Promise<boolean> {
      const file = await files.describe(fileId);
      return file !== null && (await files.mayRead(file, caller as Caller));
    },
    report: (reporterId: PersonId, subject: ReportSubject, caseId = newId<CaseId>()) =>
      trust.report(reporterId, { caseId, subject, category: 'scam', note: 'Please look' }),
    /** Another process of the same city. */
    another() {
      const made = openProcess(place);
      processes.push(made);
      return made;
    },
    async close(): Promise<void> {
      for (const each of processes) await each.stop();
      await db.close();
      await rm(place.dir, { recursive: true, force: true });
    },
  };
}

export type TestTrust = Awaited<ReturnType<typeof openTrust>>;

type Measure = MethodInput<'trust.decideCase'>['measure'];

/** A decision with reasons. */
export function decisionOf(caseId: CaseId, measure: Measure) {
  return { caseId, measure, facts: 'It asked for money.', ground: 'House rules, 4' };
}
