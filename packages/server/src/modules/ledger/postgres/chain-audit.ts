import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import {
  chainedHash,
  encodeRecord,
  hexOf,
  idOf,
  joined,
  sameBytes,
  timestampOf,
  uuidOf128,
  type LedgerRecord,
} from '@plaza/base/proofs';
import type { Database } from '../../../kernel/db/index.ts';
import {
  findWrongAccount,
  findWrongPending,
  readLinks,
  readRecords,
  type KeptLink,
} from './store/chain.ts';
import { noHead } from './store/link.ts';

type Db = Pick<Database, 'query'>;

/** The first thing that is not as it was written. */
export type ChainFault = {
  kind:
    | 'changed'
    | 'missing'
    | 'added'
    | 'link_changed'
    | 'not_linked'
    | 'account_wrong'
    | 'pending_wrong';
  /** The row that does not fit, as far as one can be named. */
  id: string | null;
  timestamp: bigint | null;
  /** What is told of it, for people. */
  words: string;
};

export type ChainAudit = {
  links: number;
  events: number;
  /** Of them, those that were there before the chain and were linked as they were found. */
  linkedLater: number;
  head: string;
  fault: ChainFault | null;
};

const linksAtOnce = 256;
const recordsAtOnce = 16_384;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

const named = (record: LedgerRecord) => ({
  id: uuidOf128(idOf(record)),
  timestamp: timestampOf(record),
});

/** Which of the records of a link is not what was linked. */
function faultIn(link: KeptLink, records: readonly LedgerRecord[]): ChainFault {
  const between = `between ${link.firstTimestamp} and ${link.lastTimestamp}`;
  const surplus = records.length - link.eventCount;
  const unknown = { id: null, timestamp: null };
  const { marks } = link;
  if (marks === null) {
    const words = `one of the ${link.eventCount} rows ${between} is not as it was linked`;
    return { kind: 'changed', ...unknown, words };
  }
  const fits = (record: LedgerRecord | undefined, place: number) =>
    record !== undefined && crc32(encodeRecord(record)) === marks.readUInt32BE(place * 4);
  let place = 0;
  while (place < link.eventCount && fits(records[place], place)) place += 1;
  const record = records[place];
  if (surplus < 0) {
    const before = records[place - 1];
    const where = before === undefined ? between : `after row ${named(before).id}`;
    return { kind: 'missing', ...unknown, words: `${-surplus} row(s) are missing, ${where}` };
  }
  if (record !== undefined) {
    const { id, timestamp } = named(record);
    const kind = surplus > 0 ? 'added' : 'changed';
    const what = kind === 'added' ? 'was added' : 'is not as it was written';
    return { kind, id, timestamp, words: `row ${id} at ${timestamp} ${what}` };
  }
  return {
    ...{ kind: 'link_changed', ...unknown },
    words: `all rows ${between} fit their marks, and not the head of their link`,
  };
}

/** The next links, and the rows that should be theirs. */
async function readPage(db: Db, after: bigint) {
  const links = await readLinks(db, after, linksAtOnce);
  let [count, taken] = [0, 0];
  for (const { eventCount } of links) {
    if (taken > 0 && count + eventCount > recordsAtOnce) break;
    count += eventCount;
    taken += 1;
  }
  const page = links.slice(0, taken);
  const through = page.at(-1)?.lastTimestamp ?? after;
  // One more than there should be is enough to see that there is one too many.
  const records = await readRecords(db, { after, through, limit: count + 1 });
  return { page, records };
}

/** Walks the whole chain along the rows, and adds up the accounts; stops at the first fault. */
export async function auditChain(db: Db): Promise<ChainAudit> {
  let [links, events, linkedLater, after] = [0, 0, 0, 0n];
  let head: Uint8Array = noHead;
  const outcome = (fault: ChainFault | null): ChainAudit => {
    return { links, events, linkedLater, head: hexOf(head), fault };
  };
  for (;;) {
    const { page, records } = await readPage(db, after);
    if (page.length === 0) {
      const beyond = await faultBeyond(db, after);
      // What was committed meanwhile has its link too.
      if (beyond !== null && (await readLinks(db, after, 1)).length > 0) continue;
      return outcome(beyond ?? (await faultOfState(db)));
    }
    let at = 0;
    for (const link of page) {
      const from = at;
      while (
        at < records.length &&
        timestampOf(records[at] as LedgerRecord) <= link.lastTimestamp
      ) {
        at += 1;
      }
      const own = records.slice(from, at);
      head = chainedHash(sha256, head, joined(...own.map(encodeRecord)));
      const isWhole = own.length === link.eventCount && sameBytes(head, link.head);
      if (!isWhole) return outcome(faultIn(link, own));
      links += 1;
      events += own.length;
      if (link.marks === null) linkedLater += own.length;
    }
    after = page.at(-1)?.lastTimestamp ?? after;
  }
}

/** What lies behind the end of the chain was not written by the ledger. */
async function faultBeyond(db: Db, after: bigint): Promise<ChainFault | null> {
  const [record] = await readRecords(db, { after, through: 2n ** 63n - 1n, limit: 1 });
  if (record === undefined) return null;
  const { id, timestamp } = named(record);
  return { kind: 'not_linked', id, timestamp, words: `row ${id} at ${timestamp} is in no link` };
}

/** Balances and states are kept beside the books; whatever they say must follow from them. */
async function faultOfState(db: Db): Promise<ChainFault | null> {
  const account = await findWrongAccount(db);
  if (account !== null) {
    const words = `account ${account} is not what its transfers add up to`;
    return { kind: 'account_wrong', id: account, timestamp: null, words };
  }
  const pending = await findWrongPending(db);
  if (pending === null) return null;
  const words = `the state of the pending transfer ${pending} is not what became of it`;
  return { kind: 'pending_wrong', id: pending, timestamp: null, words };
}
