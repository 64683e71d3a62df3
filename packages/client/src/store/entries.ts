import type { Entry, EntryBody } from '@plaza/contract';
import { blank } from '../state/changes.ts';

// What every store does with the entries that it keeps.

/** What stands in a kept entry's place when a newer copy came; null: it stays. */
export function replacing(kept: Entry | undefined, newer: Entry): Entry | null {
  return kept === undefined || kept.body.type === 'hidden' ? null : newer;
}

/** What stands in a kept entry's place when its viewer deleted it; null: it stays. */
export function hiding(kept: Entry | undefined): Entry | null {
  return kept === undefined ? null : blank(kept, { type: 'hidden' });
}

/** What stands in a kept entry's place when it is gone for everybody; null: it stays. */
export function blanking(kept: Entry | undefined, body: EntryBody): Entry | null {
  return kept === undefined || kept.body.type === 'hidden' ? null : blank(kept, body);
}
