import type { ConversationId } from '@plaza/base';
import type { Bus } from '../../kernel/events/index.ts';
import type { Presenter } from './present.ts';
import { entryTopic, type StoredEntry, type ToldEntry } from './types.ts';

/** Tells every process of committed entries. */
export type Tell = {
  entry(told: ToldEntry): void;
  /** The same for entries that the server itself wrote, which name people by id. */
  stored(
    conversationId: ConversationId,
    version: number,
    entries: readonly StoredEntry[],
  ): Promise<void>;
};

export function createTell(bus: Pick<Bus, 'publish'>, presenter: Presenter): Tell {
  const entry = (told: ToldEntry) => bus.publish(`${entryTopic}.${told.conversationId}`, told);
  return {
    entry,
    async stored(conversationId, version, entries) {
      for (const presented of await presenter.entries(entries)) {
        entry({ conversationId, version, entry: presented });
      }
    },
  };
}
