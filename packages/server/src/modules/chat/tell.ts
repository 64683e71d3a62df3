import type { ConversationId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus } from '../../kernel/events/index.ts';
import type { Presenter } from './present.ts';
import { selectEntriesAt } from './store/entries.ts';
import { entryTopic, type StoredEntry, type ToldEntry } from './types.ts';

/** Tells every process of committed entries. */
export type Tell = {
  entry(told: ToldEntry): void;
  /**
   * The same for entries that the server itself wrote: people become cards, and with a change goes
   * what it changed, as it is now.
   */
  stored(
    conversationId: ConversationId,
    version: number,
    entries: readonly StoredEntry[],
  ): Promise<void>;
};

/** The places that these entries say have changed. */
export function targetsOf(entries: readonly Pick<StoredEntry, 'body'>[]): number[] {
  const seqs = entries.flatMap(({ body }) => (body.type === 'changed' ? [body.seq] : []));
  return [...new Set(seqs)];
}

export type TellDeps = {
  db: Pick<Database, 'query'>;
  bus: Pick<Bus, 'publish'>;
  presenter: Presenter;
};

export function createTell({ db, bus, presenter }: TellDeps): Tell {
  const entry = (told: ToldEntry) => bus.publish(`${entryTopic}.${told.conversationId}`, told);
  return {
    entry,
    async stored(conversationId, version, entries) {
      // Read after the commit: whichever of two changes is told later tells of both.
      const changed = await selectEntriesAt(db, conversationId, targetsOf(entries));
      const presented = await presenter.entries([...entries, ...changed]);
      const targets = new Map(presented.slice(entries.length).map((each) => [each.seq, each]));
      for (const each of presented.slice(0, entries.length)) {
        const target = each.body.type === 'changed' ? targets.get(each.body.seq) : undefined;
        const told = { conversationId, version, entry: each };
        entry(target === undefined ? told : { ...told, target });
      }
    },
  };
}
