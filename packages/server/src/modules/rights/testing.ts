import { createIds, manualClock, secureRandom } from '@plaza/base';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPasswords } from '../../kernel/auth/index.ts';
import { testDatabase } from '../../kernel/db/testing.ts';
import { createInProcessBus, createOutbox } from '../../kernel/events/index.ts';
import { createFiles } from '../../kernel/files/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import { createJobs } from '../../kernel/jobs/index.ts';
import { createLog } from '../../kernel/log/index.ts';
import { createContacts } from '../contacts/index.ts';
import { createIdentity } from '../identity/index.ts';
import { createSync } from '../sync/index.ts';
import { createRights } from './service.ts';

const src = join(import.meta.dirname, '..', '..');
const sources = [
  ...['events', 'files'].map((name) => ({ module: name, dir: `${src}/kernel/${name}/migrations` })),
  ...['identity', 'sync', 'contacts', 'rights'].map((name) => ({
    module: name,
    dir: `${src}/modules/${name}/migrations`,
  })),
];

/** Rights over real modules, on a database of its own; `extra` are more holdings. */
export async function openTestRights({ extra = [] }: { extra?: DataHolding[] } = {}) {
  const db = await testDatabase(sources);
  const folder = await mkdtemp(join(tmpdir(), 'plaza-rights-'));
  const clock = manualClock();
  const random = secureRandom;
  const passwords = createPasswords({ random });
  const newId = createIds(clock, random);
  const lines: string[] = [];
  const log = createLog({ level: 'error', destination: { write: (line) => lines.push(line) } });
  const bus = createInProcessBus({ log });
  const hub = { prepare: () => Buffer.alloc(0), deliver: () => undefined };
  const sync = createSync({ db, clock, bus, hub });
  const outbox = createOutbox({ db, clock, newId, log, random });
  const jobs = createJobs({ db, clock, log });
  const files = createFiles({ db, clock, newId, log, dir: folder });
  const common = { db, clock, random, newId, log, bus, sync, outbox, jobs, files };
  const place = { publicUrl: 'https://plaza.example', relyingParty: null };
  const identity = createIdentity({ ...common, ...place, passwords, demo: false });
  const contacts = createContacts({
    ...{ ...common, ...place, people: identity },
    sharesGroup: async () => false,
  });
  const holdings = [identity.holding, contacts.holding, sync.holding, ...extra];
  const rights = createRights({
    ...{ ...common, accounts: identity, holdings },
    writers: {
      planted: async (zip, { me, id }) => void (await zip.add('part.txt', `${id} of ${me.handle}`)),
    },
  });

  /** Somebody without a secret, as in a demo city. */
  async function newPerson(handle: string, locale: 'en' | 'es' | 'zh' = 'en') {
    const person = { handle, displayName: handle.toUpperCase(), locale, demo: true };
    const outcome = await db.tx((tx) => identity.createPerson(tx, person));
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.value;
  }

  return {
    ...{ ...common, identity, contacts, rights, lines, newPerson },
    async [Symbol.asyncDispose]() {
      await jobs.stop();
      await outbox.stop();
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type TestRights = Awaited<ReturnType<typeof openTestRights>>;
