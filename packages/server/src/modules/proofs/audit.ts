import {
  gapBetween,
  merkleRoot,
  openHead,
  publicKeyOf,
  sameBytes,
  verifiedHead,
  verifierKeyOf,
  type HeadFacts,
} from '@plaza/base/proofs';
import type { Database } from '../../kernel/db/index.ts';
import type { Ledger } from '../ledger/index.ts';
import { dayAfter } from './days.ts';
import { changesBetween, leafOf, recordOf } from './events.ts';
import { checks } from './key.ts';
import { selectHeads } from './store/heads.ts';
import { selectKeys } from './store/keys.ts';

type Books = { db: Pick<Database, 'query'>; ledger: Pick<Ledger, 'changes' | 'chainAt'> };

export type HeadsAudit = {
  days: number;
  /** The first day that does not fit, and what is wrong with it. */
  fault: { day: string; words: string } | null;
};

const pageSize = 100;

/** Signed heads, the oldest first. */
async function keptHeads({ db }: Books): Promise<string[]> {
  const heads: string[] = [];
  for (let before: string | null = null; ;) {
    const page = await selectHeads(db, { before, limit: pageSize });
    for (const { signed } of page) heads.unshift(signed);
    const last = page.at(-1);
    if (page.length < pageSize || last === undefined) return heads;
    before = last.day;
  }
}

/** Whether the books of a day are those of its head; else what is wrong. */
async function faultOfDay({ ledger }: Books, head: HeadFacts): Promise<string | null> {
  const leaves: Uint8Array[] = [];
  for await (const change of changesBetween(ledger, head.after, head.through)) {
    leaves.push(leafOf(recordOf(change)));
  }
  const { length } = leaves;
  if (length !== head.size) return `the books have ${length} events, and ${head.size} were signed`;
  const root = merkleRoot(checks.sha256, leaves);
  if (!sameBytes(root, head.root)) return 'an event of the day is not as it was signed';
  if (head.chain === null) return null;
  const point = await ledger.chainAt(head.chain.timestamp);
  const isLinked = point !== null && sameBytes(point.head, head.chain.head);
  return isLinked ? null : 'the chain of the books is not the one that was signed';
}

/**
 * Holds the books against signed heads: those that others have kept, or those of the city itself.
 * Heads that others have kept must also be those of the city.
 */
export async function auditHeads(
  books: Books,
  kept: { heads: readonly string[]; keys: readonly string[] } | null,
): Promise<HeadsAudit> {
  const own = await keptHeads(books);
  const heads = kept === null ? own : kept.heads;
  const keys =
    kept?.keys ?? (await selectKeys(books.db)).map((key) => verifierKeyOf(checks.sha256, key));
  const publicKeys = keys.flatMap((key) => publicKeyOf(checks.sha256, key) ?? []);
  let [days, before] = [0, null as string | null];
  for (const signed of heads) {
    const day = openHead(signed)?.facts.day ?? '?';
    const fail = (words: string): HeadsAudit => ({ days, fault: { day, words } });
    let facts: HeadFacts | null = null;
    for (const key of publicKeys) facts ??= await verifiedHead(checks, signed, key);
    if (facts === null) return fail('the head is not signed by the city');
    if (!own.includes(signed)) return fail('the city shows another head for this day');
    if (kept === null && before !== null) {
      const gap = faultBetween(before, signed);
      if (gap !== null) return fail(gap);
    }
    const wrong = await faultOfDay(books, facts);
    if (wrong !== null) return fail(wrong);
    days += 1;
    before = signed;
  }
  return { days, fault: null };
}

function faultBetween(before: string, after: string): string | null {
  const [earlier, later] = [openHead(before), openHead(after)];
  if (earlier === null || later === null) return 'a head has not the form of one';
  // A key that was replaced begins another name, and goes on from the same books.
  if (earlier.facts.city !== later.facts.city) return null;
  if (dayAfter(earlier.facts.day) !== later.facts.day) return 'a day before it has no head';
  return gapBetween(checks.sha256, before, after);
}
