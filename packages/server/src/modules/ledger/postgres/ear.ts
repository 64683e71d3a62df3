import type { Clock } from '@plaza/base';
import type { Database } from '../../../kernel/db/index.ts';
import { listenTo } from './store/requests.ts';

const retryMs = 1_000;

export type EarDeps = {
  db: Pick<Database, 'connect'>;
  clock: Clock;
  channels: readonly string[];
  /** A message came; or, with null, some may have been missed. */
  onNotice(channel: string | null): void;
};

/** Hears what other processes announce. What it misses is found by those who look now and then. */
export function createEar(deps: EarDeps): { start(): void; stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  let client: Awaited<ReturnType<Database['connect']>> | null = null;
  let running: Promise<void> | null = null;

  async function listen(): Promise<void> {
    const fresh = await deps.db.connect();
    client = fresh;
    const ended = new Promise<void>((resolve) => void fresh.once('end', resolve));
    fresh.on('notification', ({ channel }) => deps.onNotice(channel));
    try {
      if (signal.aborted) return;
      await listenTo(fresh, deps.channels);
      deps.onNotice(null);
      await ended;
    } finally {
      await fresh.end().catch(() => undefined);
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await listen().catch(() => undefined);
      if (!signal.aborted) await deps.clock.sleep(retryMs, signal).catch(() => undefined);
    }
  }

  return {
    start() {
      running ??= run();
    },
    async stop() {
      stopping.abort();
      await client?.end().catch(() => undefined);
      await running;
    },
  };
}
