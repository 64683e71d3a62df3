import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';
import { blanking, hiding, replacing } from './entries.ts';
import type { Store, StoreChange, StoredEntry, TableName, Tables } from './types.ts';

type Kept = { [T in TableName]: Map<string, Tables[T]> };

const emptyTables = (): Kept => ({
  meta: new Map(),
  contact: new Map(),
  request: new Map(),
  person: new Map(),
  conversation: new Map(),
  send: new Map(),
  intent: new Map(),
  act: new Map(),
  wallet: new Map(),
  transfer: new Map(),
  packet: new Map(),
  bill: new Map(),
  schedule: new Map(),
  reminder: new Map(),
  joinRequest: new Map(),
  post: new Map(),
  postDraft: new Map(),
  blob: new Map(),
});

type KeptEntries = ReadonlyMap<ConversationId, ReadonlyMap<number, Entry>>;

function expiringOf(entries: KeptEntries, upTo: string): StoredEntry[] {
  const over = [...entries].flatMap(([conversationId, kept]) =>
    [...kept.values()]
      .filter(({ expiresAt }) => expiresAt !== undefined && expiresAt <= upTo)
      .map((entry) => ({ conversationId, entry })),
  );
  const at = ({ entry }: StoredEntry) => entry.expiresAt ?? '';
  return over.sort((a, b) => (at(a) < at(b) ? -1 : 1));
}

/** A store that lives as long as the process; survives a client that is stopped and started. */
export function createMemoryStore(): Store {
  let tables = emptyTables();
  let entries = new Map<ConversationId, Map<number, Entry>>();

  function apply(change: StoreChange): void {
    if ('put' in change) {
      (tables[change.put] as Map<string, unknown>).set(change.key, change.value);
    } else if ('remove' in change) {
      tables[change.remove].delete(change.key);
    } else if ('removeAll' in change) {
      tables[change.removeAll].clear();
    } else if ('removeEntries' in change) {
      entries.delete(change.removeEntries);
    } else if ('replaceEntries' in change) {
      const kept = entries.get(change.replaceEntries);
      for (const entry of change.entries) {
        const next = replacing(kept?.get(entry.seq), entry);
        if (next !== null) kept?.set(entry.seq, next);
      }
    } else if ('hideEntries' in change) {
      const kept = entries.get(change.hideEntries);
      for (const seq of change.seqs) {
        const next = hiding(kept?.get(seq));
        if (next !== null) kept?.set(seq, next);
      }
    } else if ('blankEntries' in change) {
      const kept = entries.get(change.blankEntries);
      for (const seq of change.seqs) {
        const next = blanking(kept?.get(seq), change.body);
        if (next !== null) kept?.set(seq, next);
      }
    } else {
      const kept = entries.get(change.putEntries) ?? new Map<number, Entry>();
      for (const entry of change.entries) kept.set(entry.seq, entry);
      entries.set(change.putEntries, kept);
    }
  }

  return {
    async readAll<T extends TableName>(table: T) {
      return [...tables[table].values()] as Tables[T][];
    },
    async readEntries(conversationId, { from, to }) {
      const kept = entries.get(conversationId) ?? new Map<number, Entry>();
      return [...kept.values()]
        .filter(({ seq }) => seq >= from && seq <= to)
        .sort((a, b) => a.seq - b.seq);
    },
    async read<T extends TableName>(table: T, key: string) {
      return (tables[table].get(key) as Tables[T] | undefined) ?? null;
    },
    readKeys: async (table) => [...tables[table].keys()],
    readExpiring: async (upTo, limit) => expiringOf(entries, upTo).slice(0, limit),
    async write(changes) {
      for (const change of changes) apply(change);
    },
    async erase() {
      tables = emptyTables();
      entries = new Map();
    },
  };
}
