import type { Clock, ConversationId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus, Unsubscribe } from '../../kernel/events/index.ts';
import type { DataHolding } from '../../kernel/holdings/index.ts';
import type { Metrics } from '../../kernel/metrics/index.ts';
import type { Chat, EntryGone, ToldEntry } from '../chat/index.ts';
import { blockOf } from './fill.ts';
import { createGroupSearch, type GroupsDeps } from './groups.ts';
import { createSearchHolding } from './holding.ts';
import { createIndexer, type Indexer } from './indexer.ts';
import { createMessageSearch } from './messages.ts';
import { insertStale, isSettled } from './store.ts';

export type SearchDeps = {
  db: Database;
  clock: Clock;
  bus: Pick<Bus, 'subscribe' | 'onGap'>;
  log: { warn(fields: object, text: string): void };
  metrics?: Pick<Metrics, 'gauge'>;
  identity: GroupsDeps['identity'];
  chat: Pick<Chat, 'searching' | 'onEntryGone' | 'heads'>;
};

export type Search = {
  messages: ReturnType<typeof createMessageSearch>;
  groups: ReturnType<typeof createGroupSearch>;
  indexer: Pick<Indexer, 'lagMs' | 'isLeader'>;
  holding: DataHolding;
  start(): void;
  stop(): Promise<void>;
  /** For tests: resolves when everything written so far is found, and nothing else. */
  settle(): Promise<void>;
};

const settlePollMs = 20;

/** Contents are gone: their blocks are made anew without them. */
function dropGone({ db, chat }: Pick<SearchDeps, 'db' | 'chat'>): void {
  chat.onEntryGone(async ({ conversationId, seqs }: EntryGone) => {
    const blocks = new Set(seqs.map(blockOf));
    await insertStale(
      db,
      [...blocks].map((block) => ({ conversationId, block })),
    );
  });
}

export function createSearch(deps: SearchDeps): Search {
  const { db, clock, bus, chat, log, metrics } = deps;
  const { searching } = chat;
  const indexer = createIndexer({ db, clock, logs: searching, log });
  const unsubscribe: Unsubscribe[] = [];
  dropGone(deps);
  metrics?.gauge(
    'plaza_search_lag_seconds',
    'How long the oldest message waits to be found.',
    () => indexer.lagMs() / 1_000,
  );

  return {
    messages: createMessageSearch({ db, clock, searching }),
    groups: createGroupSearch(deps),
    indexer,
    holding: createSearchHolding({ db, searching }),
    start() {
      unsubscribe.push(
        bus.subscribe('conversation.*', (message) => {
          const { conversationId, entry } = message as ToldEntry;
          indexer.hear(conversationId, entry);
        }),
        bus.onGap(indexer.sweep),
      );
      indexer.start();
    },
    async stop() {
      for (const end of unsubscribe.splice(0)) end();
      await indexer.stop();
    },
    async settle() {
      indexer.sweep();
      let after: ConversationId | null = null;
      for (;;) {
        const moved = await searching.movedSince(new Date(0), after, 1_000);
        while (!(await isSettled(db, moved))) {
          indexer.sweep();
          await clock.sleep(settlePollMs);
        }
        after = moved.at(-1)?.conversationId ?? null;
        if (after === null) return;
      }
    },
  };
}
