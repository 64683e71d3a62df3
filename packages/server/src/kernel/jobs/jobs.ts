import { assert, type Clock } from '@plaza/base';
import { EventEmitter } from 'node:events';
import { parseCronItems, run, type ParsedCronItem, type Runner } from 'graphile-worker';
import type { Database } from '../db/index.ts';
import type { Log } from '../log/index.ts';
import { createLibrary } from './library.ts';
import * as store from './store.ts';
import type { Jobs } from './types.ts';
import { createWorkerLeases } from './worker-leases.ts';

export type JobsDeps = {
  db: Database;
  clock: Clock;
  log: Log;
  /** How many jobs this process runs at the same time; each may hold a connection of the pool. */
  concurrency?: number;
};

type Task = (payload: unknown) => Promise<void>;

/** Jobs on graphile-worker, whose tables live in a schema of their own, `graphile_worker`. */
export function createJobs({ db, clock, log, concurrency = 2 }: JobsDeps): Jobs {
  const tasks = new Map<string, Task>();
  const cron: ParsedCronItem[] = [];
  const leases = createWorkerLeases({ db, clock, log });
  const library = createLibrary({ db, log, concurrency });
  let runner: Runner | null = null;

  const report = (what: string) => (error: unknown) => log.error({ err: error }, what);

  function define(name: string, task: Task): void {
    assert(runner === null, `the job ${name} is defined after the start`);
    assert(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z]*)+$/.test(name), `not a name of a job: ${name}`);
    assert(!tasks.has(name), `the job ${name} is defined twice`);
    tasks.set(name, logFailures(log, name, task));
  }

  async function start(): Promise<void> {
    assert(runner === null, 'the jobs are started twice');
    await library.ensureSchema();
    await leases.start();
    const events = new EventEmitter();
    events.on('worker:create', ({ worker }: { worker: { workerId: string } }) => {
      leases.hold(worker.workerId).catch(report('a worker could not be marked as alive'));
    });
    runner = await run({
      ...library.options(),
      ...{ events, concurrency, pollInterval: 2_000 },
      taskList: Object.fromEntries([...tasks].map(([name, task]) => [name, task])),
      parsedCronItems: cron,
    });
    runner.promise.catch(report('the jobs stopped'));
  }

  return {
    define: (name, task) => define(name, task as Task),
    async add(tx, name, payload, options = {}) {
      assert(tasks.has(name), `there is no job ${name}`);
      await library.ensureSchema();
      await store.addJob(tx ?? db, { name, payload, ...options });
    },
    async cancel(tx, key) {
      await library.ensureSchema();
      await store.removeJob(tx ?? db, key);
    },
    every(name, match, task) {
      define(name, task);
      cron.push(...parseCronItems([{ task: name, match, identifier: name }]));
    },
    start,
    async stop() {
      await runner?.stop();
      runner = null;
      await leases.stop();
      await library.close();
    },
    async waiting() {
      await library.ensureSchema();
      return await store.countWaiting(db);
    },
  };
}

function logFailures(log: Log, name: string, task: Task): Task {
  return async (payload) => {
    try {
      await task(payload);
    } catch (error) {
      log.error({ err: error, job: name }, 'a job failed and is tried again');
      throw error;
    }
  };
}
