import {
  createIds,
  seededRandom,
  manualClock,
  type CommentId,
  type FileId,
  type PersonId,
  type PostId,
} from '@plaza/base';
import { momentsLaw, type MomentsLaw } from '@plaza/base/moments';
import {
  eventList,
  type MethodInput,
  type PersonCard,
  type PostRef,
  type ServerFrame,
} from '@plaza/contract';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import { createValidator, type Caller } from '../../kernel/rpc/index.ts';
import { createContacts } from '../contacts/index.ts';
import { createSync } from '../sync/index.ts';
import type { FeedTuning } from './candidates.ts';
import { createMoments, usualTuning } from './index.ts';

const src = join(import.meta.dirname, '..', '..');
const sources = ['kernel/events', 'kernel/files', 'modules/sync', 'modules/contacts']
  .concat('modules/moments')
  .map((path) => ({ module: path.split('/')[1] as string, dir: join(src, path, 'migrations') }));

const validators = new Map(
  eventList.map(({ name, payload }) => [name, createValidator(payload)] as const),
);

/** The value of a yes; fails the test on a no. */
export function value<T>(outcome: { ok: true; value: T } | { ok: false; reason: string }): T {
  if (!outcome.ok) throw new Error(`refused: ${outcome.reason}`);
  return outcome.value;
}

export const reasonOf = (outcome: { ok: true } | { ok: false; reason: string }) =>
  outcome.ok ? 'ok' : outcome.reason;

export type ToldTo = { personId: PersonId; name: string; payload: unknown };

async function openKernel() {
  const db = await testDatabase(sources);
  const clock = manualClock();
  const random = seededRandom(1);
  const newId = createIds(clock, random);
  const log = { error() {}, warn() {} };
  const dir = await mkdtemp(join(tmpdir(), 'plaza-moments-'));
  const problems: unknown[] = [];
  const told: ToldTo[] = [];
  const hub = {
    prepare: (frame: ServerFrame) => Buffer.from(JSON.stringify(frame)),
    deliver(people: Iterable<PersonId>, prepared: Buffer) {
      const { name, payload } = JSON.parse(prepared.toString()) as Omit<ToldTo, 'personId'>;
      const found = validators.get(name)?.(payload) ?? [`unknown ${name}`];
      if (found.length > 0) problems.push(name, ...found);
      for (const personId of people) told.push({ personId, name, payload });
    },
  };
  const bus = createInProcessBus({ log });
  const outbox = createOutbox({ db, clock, newId, log });
  const files = createFiles({ db, clock, newId, log, dir });
  // Who has just brought a file may post it, as chat lets who uploaded to send.
  files.allow('chat', (file, caller) => file.ownerId === caller?.personId && !file.claimedAt);
  return { db, clock, random, newId, log, dir, problems, told, hub, bus, outbox, files };
}

type Kernel = Awaited<ReturnType<typeof openKernel>>;

function openModules(kernel: Kernel, law: MomentsLaw, tuning: FeedTuning) {
  const cards = new Map<PersonId, PersonCard>();
  const muteWords = new Map<PersonId, string[]>();
  const people = {
    getCards: async (ids: readonly PersonId[]) =>
      new Map(ids.flatMap((id) => (cards.has(id) ? [[id, cards.get(id) as PersonCard]] : []))),
    findByHandle: async () => null,
    onProfileChanged: () => undefined,
  };
  const sync = createSync(kernel);
  const contacts = createContacts({
    ...{ ...kernel, sync, people, jobs: { every: () => undefined } },
    ...{ sharesGroup: async () => false, publicUrl: 'https://plaza.example' },
  });
  // Chat follows the relations of people; here nobody does.
  kernel.outbox.react('contacts.relationChanged', async () => undefined);
  const moments = createMoments({
    ...{ ...kernel, identity: people, contacts, law, tuning },
    alertRulesOf: async (id) => ({ quietHours: null, muteWords: muteWords.get(id) ?? [] }),
  });
  return { cards, muteWords, sync, contacts, moments };
}

type Posted = Partial<Omit<MethodInput<'moments.createPost'>, 'postId'>>;

/** People, what they keep of each other, and their Moments. */
export async function openMoments(law = momentsLaw, tuning = usualTuning) {
  const kernel = await openKernel();
  const { db, newId, outbox, files, dir, told } = kernel;
  const modules = openModules(kernel, law, tuning);
  const { moments, cards } = modules;
  moments.start();
  outbox.start();

  return {
    ...kernel,
    ...modules,
    person(name = 'anybody'): PersonId {
      const personId = newId<PersonId>();
      const rest = { photoPath: null, region: '', signature: '' };
      cards.set(personId, { personId, handle: `p_${cards.size}`, displayName: name, ...rest });
      return personId;
    },
    async post(authorId: PersonId, posted: Posted = {}): Promise<PostRef> {
      const usual = { text: 'Hello', attachment: null, place: null, mentions: [] };
      const postId = newId<PostId>();
      const input = { ...usual, audience: { kind: 'all' } as const, ...posted, postId };
      value(await moments.createPost(authorId, input));
      return { authorId, postId };
    },
    async comment(byId: PersonId, post: PostRef, text: string, replyToId: CommentId | null = null) {
      const commentId = newId<CommentId>();
      return moments.comment(byId, { ...post, commentId, text, replyToId });
    },
    /** A picture that its owner may post. */
    async photo(ownerId: PersonId) {
      const label = { contentType: 'image/png', purpose: 'chat', ownerId, width: 4, height: 3 };
      const bytes = new TextEncoder().encode(newId());
      const fileId = await files.put(bytes, { ...label, kind: 'image' });
      const facts = { width: 4, height: 3, sizeBytes: bytes.length, placeholder: '' };
      return { fileId, thumbId: null, ...facts };
    },
    async reads(personId: PersonId, fileId: FileId): Promise<boolean> {
      const file = await files.describe(fileId);
      return file !== null && (await files.mayRead(file, { personId } as Caller));
    },
    /** What devices were told since the last look. */
    async heard(): Promise<ToldTo[]> {
      await outbox.settle();
      return told.splice(0);
    },
    async close() {
      moments.stop();
      await outbox.stop();
      await db.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type TestMoments = Awaited<ReturnType<typeof openMoments>>;
