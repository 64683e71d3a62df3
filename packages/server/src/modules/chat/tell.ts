import type { ConversationId } from '@plaza/base';
import type { Database } from '../../kernel/db/index.ts';
import type { Bus } from '../../kernel/events/index.ts';
import { asLeft } from './changes/as-left.ts';
import type { Presenter } from './present.ts';
import { selectEntriesAt } from './store/entries.ts';
import { entryTopic, type StoredEntry, type ToldEntry } from './types.ts';

/** Tells every process of committed entries. */
export type Tell = {
  entry(told: ToldEntry): void;
  /**
   * The same for entries that the server itself wrote: people become cards, and with a change goes
   * what it changed, as it is now, but in the words that it had at that change.
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

  /**
   * What an entry changed. Read after the commit, so whichever of two changes is told later tells
   * of both; only later words are not told with it: whoever left in between does not get them.
   */
  async function targetOf(
    conversationId: ConversationId,
    { seq, at, body }: StoredEntry,
    changed: readonly StoredEntry[],
  ): Promise<StoredEntry | undefined> {
    if (body.type !== 'changed') return undefined;
    const targets = changed.filter((each) => each.seq === body.seq);
    const then = { conversationId, leftSeq: seq, leftAt: new Date(at) };
    const [target] = await asLeft(db, then, targets);
    return target;
  }

  return {
    entry,
    async stored(conversationId, version, entries) {
      const changed = await selectEntriesAt(db, conversationId, targetsOf(entries));
      const targets = await Promise.all(
        entries.map((each) => targetOf(conversationId, each, changed)),
      );
      const present = targets.flatMap((target) => (target === undefined ? [] : [target]));
      const presented = await presenter.entries([...entries, ...present]);
      const shown = presented.slice(entries.length);
      for (const [index, each] of presented.slice(0, entries.length).entries()) {
        const target = targets[index] === undefined ? undefined : shown.shift();
        const told = { conversationId, version, entry: each };
        entry(target === undefined ? told : { ...told, target });
      }
    },
  };
}
