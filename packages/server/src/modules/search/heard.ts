import type { ConversationId } from '@plaza/base';
import type { Entry } from '@plaza/contract';

/** Of an entry what a block is made of, as it is told and as it is stored. */
export type HeardEntry = Pick<Entry, 'seq' | 'senderId' | 'at' | 'body'>;

/** Entries that were told and not indexed yet; more than these are read again. */
const mostEntries = 8_192;

/** What was told since the last round: it need not be read from the log. */
export type Heard = {
  hear(conversationId: ConversationId, entry: HeardEntry): void;
  /**
   * The entries that follow on `endSeq` without a gap, as far as was heard; forgets them. Null:
   * something is missing, or may not be any more what it was, so the log must be read.
   */
  take(conversationId: ConversationId, endSeq: number): readonly HeardEntry[] | null;
  /** The log must be read: contents that were heard of are gone, or more was written. */
  spoil(conversationId: ConversationId): void;
  forgetAll(): void;
  /** How many entries are kept. */
  size(): number;
};

const spoilt = 'spoilt';

/** After these, what was heard before says what is no more. */
function takesBack({ body }: HeardEntry): boolean {
  return body.type === 'changed' && (body.how === 'edited' || body.how === 'recalled');
}

/** Those after `endSeq`, once each and in order; null when one is missing. */
function runAfter(entries: readonly HeardEntry[], endSeq: number): HeardEntry[] | null {
  const run: HeardEntry[] = [];
  let next = endSeq + 1;
  for (const entry of entries.toSorted((a, b) => a.seq - b.seq)) {
    // Told twice, or indexed already.
    if (entry.seq < next) continue;
    if (entry.seq > next) return null;
    run.push(entry);
    next += 1;
  }
  return run;
}

export function createHeard(): Heard {
  const byLog = new Map<ConversationId, HeardEntry[] | typeof spoilt>();
  let size = 0;

  function put(conversationId: ConversationId, now: typeof spoilt | null): void {
    const before = byLog.get(conversationId);
    if (before !== undefined && before !== spoilt) size -= before.length;
    if (now === null) byLog.delete(conversationId);
    else byLog.set(conversationId, now);
  }

  return {
    hear(conversationId, entry) {
      const known = byLog.get(conversationId);
      if (known === spoilt) return;
      if (size >= mostEntries || takesBack(entry)) return put(conversationId, spoilt);
      size += 1;
      if (known === undefined) byLog.set(conversationId, [entry]);
      else known.push(entry);
    },
    take(conversationId, endSeq) {
      const known = byLog.get(conversationId) ?? spoilt;
      put(conversationId, null);
      return known === spoilt ? null : runAfter(known, endSeq);
    },
    spoil: (conversationId) => put(conversationId, spoilt),
    forgetAll() {
      byLog.clear();
      size = 0;
    },
    size: () => size,
  };
}
