import {
  createIds,
  secureRandom,
  shiftedClock,
  type PayKey,
  type PersonId,
  type TransferId,
} from '@plaza/base';
import { eventList, type Approval, type ServerFrame } from '@plaza/contract';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPasswords } from '../../kernel/auth/index.ts';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import { createValidator, type Outcome } from '../../kernel/rpc/index.ts';
import { createChat } from '../chat/index.ts';
import { createContacts } from '../contacts/index.ts';
import { createIdentity } from '../identity/index.ts';
import { createMemoryLedger, createPostgresLedger, type LedgerDriver } from '../ledger/index.ts';
import type { LedgerFeed } from '../ledger/index.ts';
import { createOperator } from '../operator/index.ts';
import { createSync } from '../sync/index.ts';
import { createApprovals } from './approval/index.ts';
import type { CurrencyProfile } from './currencies.ts';
import type { PayDeps } from './deps.ts';
import { createPay, type Pay } from './service.ts';

const src = join(import.meta.dirname, '..', '..');
const migrations = (folder: string, name: string) => ({
  module: folder === 'kernel' ? `kernel_${name}` : name,
  dir: join(src, folder, name, 'migrations'),
});
const sources = [
  migrations('kernel', 'events'),
  migrations('kernel', 'files'),
  ...['identity', 'contacts', 'chat', 'sync', 'operator', 'ledger', 'pay'].map((name) =>
    migrations('modules', name),
  ),
];

export const pin = '730582';
export const byPin: Approval = { kind: 'pin', pin };
export const hourMs = 3_600_000;

/** The value of an outcome that the test expects to be a yes. */
export function must<T>(outcome: Outcome<T, string>): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

/** The reason of an outcome that the test expects to be a no. */
export function reason(outcome: Outcome<unknown, string>): string {
  return outcome.ok ? 'yes' : outcome.reason;
}

const validators = new Map(
  eventList.map(({ name, payload }) => [name, createValidator(payload)] as const),
);

async function openKernel(more: readonly string[]) {
  const db = await testDatabase([...sources, ...more.map((name) => migrations('modules', name))]);
  const clock = shiftedClock();
  const newId = createIds(clock, secureRandom);
  const problems: unknown[] = [];
  const note = (fields: object) => void problems.push(fields);
  const log = { error: note, warn: note, info: () => undefined };
  const hub = {
    prepare: (frame: ServerFrame) => Buffer.from(JSON.stringify(frame)),
    deliver(_people: Iterable<PersonId>, prepared: Buffer) {
      const frame = JSON.parse(prepared.toString()) as { name: string; payload: unknown };
      const found = validators.get(frame.name)?.(frame.payload) ?? [`unknown ${frame.name}`];
      if (found.length > 0) problems.push(frame.name, ...found);
    },
    count: () => 0,
  };
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log, random: secureRandom });
  const jobs = { every: () => undefined, waiting: async () => 0 };
  const metrics = { gauge: () => undefined };
  const passwords = createPasswords({ random: secureRandom });
  const kernel = { db, clock, newId, log, hub, bus, outbox, jobs, metrics, passwords };
  return { ...kernel, random: secureRandom, skip: clock.skip, problems };
}

type Kernel = Awaited<ReturnType<typeof openKernel>>;

function openNeighbours(kernel: Kernel) {
  const sync = createSync({ ...kernel, jobs: kernel.jobs });
  // Nobody uploads anything here.
  const files = createFiles({ ...kernel, dir: join(tmpdir(), 'plaza-pay-no-files') });
  const publicUrl = 'https://plaza.example';
  const place = { publicUrl, relyingParty: null, demo: true };
  const identity = createIdentity({ ...kernel, ...place, sync, files });
  const contacts = createContacts({
    ...{ ...kernel, sync, people: identity, publicUrl },
    sharesGroup: async () => false,
  });
  const chat = createChat({ ...kernel, sync, identity, contacts, files, publicUrl });
  const operator = createOperator({
    giveReasons: async () => undefined,
    ...{ ...kernel, control: identity.control, getCards: identity.getCards, publicUrl },
    limits: { report: () => [], factor: 1 },
    vitals: {
      ...{ version: '0', embedded: true, bus: 'in-process', memoryBytes: () => 0 },
      ...{ sockets: () => 0, chat: async () => ({ conversations: 0, messages: 0 }) },
    },
  });
  const approvals = createApprovals({ ...kernel, sync, identity });
  return { sync, identity, contacts, chat, operator, approvals };
}

type AnyLedger = LedgerDriver & LedgerFeed;

async function openLedger(kernel: Kernel, kind: 'memory' | 'postgres') {
  if (kind === 'memory') {
    const ledger = createMemoryLedger(kernel);
    return { ledger, settle: async () => ledger.pulse(), stop: async () => ledger.destroy() };
  }
  const ledger = createPostgresLedger({
    ...{ db: kernel.db, clock: kernel.clock, random: kernel.random, log: kernel.log },
  });
  ledger.start();
  return { ledger, settle: ledger.settle, stop: ledger.stop };
}

type Neighbours = ReturnType<typeof openNeighbours>;
type Sent = Parameters<Pay['sendTransfer']>[1];

/** People who have a PIN, and points if the test says so. */
function createPeople({ db, clock, newId }: Kernel, around: Neighbours, pay: Pay) {
  let count = 0;
  let hash = '';

  async function topUp(personId: PersonId, amountMinor: number, actorId: PersonId | null = null) {
    const key = newId<PayKey>();
    const input = { actorId, key, personId, currency: 'points', amountMinor, reason: 'A gift' };
    return must(await pay.topUp(input));
  }

  /** Hashing a PIN takes long: all people of a test have the same one. */
  async function givePin(personId: PersonId): Promise<void> {
    if (hash !== '') {
      await db.query('insert into pay_pin (person_id, hash, changed_at) values ($1, $2, $3)', [
        ...[personId, hash, clock.now()],
      ]);
      return;
    }
    must(await around.approvals.createPin(personId, { pin, currentPassword: null }));
    const { rows } = await db.query<{ hash: string }>('select hash from pay_pin');
    hash = rows[0]?.hash ?? '';
  }

  async function person(name = 'Ana', points = 0): Promise<PersonId> {
    count += 1;
    const handle = `${name.toLowerCase()}_${count}`;
    const drawn = { handle, displayName: name, locale: 'en' as const, demo: true };
    const personId = must(await db.tx((tx) => around.identity.createPerson(tx, drawn)));
    await givePin(personId);
    if (points > 0) await topUp(personId, points);
    return personId;
  }

  return {
    ...{ person, topUp },
    /** Two people who may write to each other; the first one has points. */
    async pair(points = 10_000): Promise<[PersonId, PersonId]> {
      const [ana, ben] = [await person('Ana', points), await person('Ben')];
      await around.contacts.befriend(ana, ben);
      return [ana, ben];
    },
  };
}

/** What tests do and look at, in few words. */
function createCalls({ newId }: Kernel, { chat }: Neighbours, pay: Pay) {
  async function wallet(personId: PersonId) {
    const [first] = (await pay.getWallet(personId)).wallets;
    if (first === undefined) throw new Error('everybody has a wallet');
    return first;
  }

  async function statement(personId: PersonId) {
    return must(await pay.listStatement(personId, { currency: 'points' })).lines;
  }

  /** What a person has, available and held; their statement must say the same. */
  async function total(personId: PersonId): Promise<number> {
    const { availableMinor, heldMinor } = await wallet(personId);
    const lines = await statement(personId);
    const sum = lines.reduce((before, { money }) => before + money.amountMinor, 0);
    if (sum !== availableMinor) throw new Error(`has ${availableMinor}, and the lines say ${sum}`);
    return availableMinor + heldMinor;
  }

  /** What a person has where nothing may be held any more. */
  async function addsUp(personId: PersonId): Promise<number> {
    const { heldMinor } = await wallet(personId);
    if (heldMinor !== 0) throw new Error(`${heldMinor} is held`);
    return total(personId);
  }

  return {
    ...{ wallet, statement, total, addsUp },
    newKey: () => newId<PayKey>(),
    send(payerId: PersonId, payeeId: PersonId, over: Partial<Sent> = {}) {
      const usual = { key: newId<PayKey>(), amountMinor: 1_250, currency: 'points', note: 'Lunch' };
      return pay.sendTransfer(payerId, { ...usual, payeeId, approval: byPin, ...over });
    },
    accept: (personId: PersonId, transferId: TransferId, key = newId<PayKey>()) =>
      pay.acceptTransfer(personId, { key, transferId }),
    giveBack: (personId: PersonId, transferId: TransferId, key = newId<PayKey>()) =>
      pay.returnTransfer(personId, { key, transferId }),
    /** The messages of the conversation of two people, oldest first. */
    async messages(viewerId: PersonId, otherId: PersonId) {
      const { conversationId } = must(await chat.direct.open(viewerId, otherId)).head.conversation;
      const range = { after: 0, limit: 100 };
      const page = must(await chat.reading.listEntries(viewerId, conversationId, range));
      return page.entries.flatMap(({ body, senderId }) =>
        body.type === 'message' ? [{ ...body.message, senderId }] : [],
      );
    },
  };
}

/** The module with its real neighbours, and tables of flows, on a database of its own. */
export async function openTestPay(
  kind: 'memory' | 'postgres' = 'memory',
  flows: { migrations: readonly string[]; profiles?: readonly CurrencyProfile[] } = {
    migrations: [],
  },
) {
  const kernel = await openKernel(flows.migrations);
  const { db, outbox } = kernel;
  const neighbours = openNeighbours(kernel);
  const { chat, operator, sync } = neighbours;
  const books = await openLedger(kernel, kind);
  const ledger: AnyLedger = books.ledger;
  const deps: PayDeps = {
    ...kernel,
    ...neighbours,
    ledger,
    audit: operator.audit,
    giveReasons: async () => undefined,
  };
  const pay = createPay(deps, flows.profiles);
  sync.start();
  chat.start();
  outbox.start();
  pay.start();
  const others: Pay[] = [];
  return {
    ...{ ...kernel, ...neighbours, deps, pay, ledger },
    ...createPeople(kernel, neighbours, pay),
    ...createCalls(kernel, neighbours, pay),
    /** Everything that follows from what was done has happened. */
    async settle(): Promise<void> {
      await books.settle();
      await pay.settle();
      await outbox.settle();
    },
    /** Another process on the same database and ledger. */
    another(over: Partial<PayDeps> = {}, profiles = flows.profiles): Pay {
      const shared = { add: outbox.add, addMany: outbox.addMany, react() {} };
      const made = createPay({ ...deps, ...over, outbox: shared }, profiles);
      others.push(made);
      return made;
    },
    async [Symbol.asyncDispose]() {
      for (const one of [pay, ...others]) await one.stop();
      await books.stop();
      await outbox.stop();
      await chat.stop();
      sync.stop();
      await db.close();
    },
  };
}

export type TestPay = Awaited<ReturnType<typeof openTestPay>>;
