import type { Database } from '../../../kernel/db/index.ts';
import { countEditsUpTo, selectVersions } from '../store/changes.ts';
import type { Membership } from '../store/members.ts';
import type { StoredEntry } from '../types.ts';
import { withWords } from './edit-policy.ts';

/** Commits wait for the lock of the log, so an edit may be told later than its time says. */
const overlapMs = 60_000;

type Db = Pick<Database, 'query'>;
export type Left = Pick<Membership, 'conversationId' | 'leftSeq' | 'leftAt'>;

/** Whether an entry may have been edited after this person had left. */
function isSuspect({ extra }: Pick<StoredEntry, 'extra'>, leftAt: Date): boolean {
  const { editedAt } = extra ?? {};
  return editedAt !== undefined && Date.parse(editedAt) > leftAt.getTime() - overlapMs;
}

/**
 * Messages in the words that they had when the viewer left: what is written into them later is
 * written to those who are still in. For who is in, they stay as they are.
 */
export async function asLeft(
  db: Db,
  { conversationId, leftSeq, leftAt }: Left,
  entries: readonly StoredEntry[],
): Promise<readonly StoredEntry[]> {
  if (leftSeq === null || leftAt === null) return entries;
  const seqs = entries.filter((entry) => isSuspect(entry, leftAt)).map(({ seq }) => seq);
  if (seqs.length === 0) return entries;
  const edits = await countEditsUpTo(db, conversationId, { seqs, upTo: leftSeq });
  const shown = entries.map(async (entry) => {
    if (!seqs.includes(entry.seq) || entry.body.type !== 'message') return entry;
    const known = edits.get(entry.seq) ?? 0;
    const then = (await selectVersions(db, { conversationId, seq: entry.seq }))[known];
    // It was not edited since.
    if (then === undefined) return entry;
    const message = withWords(entry.body.message, then.text);
    if (typeof message === 'string') return entry;
    const { editedAt: _, preview: __, ...rest } = entry.extra ?? {};
    const extra = known === 0 ? rest : { ...rest, editedAt: then.at };
    return { ...entry, body: { ...entry.body, message }, extra };
  });
  return Promise.all(shown);
}

/** How many former versions of a message this person may know. */
export async function editsKnownTo(db: Db, left: Left, seq: number): Promise<number> {
  if (left.leftSeq === null) return Infinity;
  const { conversationId, leftSeq } = left;
  const edits = await countEditsUpTo(db, conversationId, { seqs: [seq], upTo: leftSeq });
  return edits.get(seq) ?? 0;
}
