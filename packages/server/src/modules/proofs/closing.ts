import {
  cityNameOf,
  headText,
  merkleRoot,
  openHead,
  signedHead,
  utf8,
  type HeadFacts,
} from '@plaza/base/proofs';
import { dayAfter, dayOfTimestamp, endOf, lastNanosecondOf } from './days.ts';
import { changesBetween, leafOf, recordOf } from './events.ts';
import { checks, type SigningKey } from './key.ts';
import { insertHead, selectNewestHead, type HeadRow, type TileRow } from './store/heads.ts';
import type { ProofsDeps } from './types.ts';

/** So long after its end a day is closed; what comes even later is in the next. */
export const graceMs = 5 * 60_000;
export const tileSize = 256;

const { sha256 } = checks;

type Tree = { size: number; through: bigint; root: Uint8Array; tiles: TileRow[] };

/** The tree over the events of a day, in the order of the feed. */
async function growTree(
  ledger: ProofsDeps['ledger'],
  after: bigint,
  through: bigint,
): Promise<Tree> {
  const tiles: TileRow[] = [];
  let leaves: Uint8Array[] = [];
  let [size, last] = [0, after];
  const finishTile = () => {
    if (leaves.length === 0) return;
    const root = Buffer.from(merkleRoot(sha256, leaves));
    tiles.push({ index: tiles.length, through: last, root });
    leaves = [];
  };
  for await (const change of changesBetween(ledger, after, through)) {
    leaves.push(leafOf(recordOf(change)));
    last = change.timestamp;
    size += 1;
    if (leaves.length === tileSize) finishTile();
  }
  finishTile();
  const root = merkleRoot(
    sha256,
    tiles.map((tile) => tile.root),
  );
  return { size, through: last, root, tiles };
}

/** The day to close next, and what it follows; null as long as there is nothing to close. */
async function nextDay({ ledger }: ProofsDeps, newest: HeadRow | null): Promise<string | null> {
  if (newest !== null) return dayAfter(newest.day);
  const [first] = await ledger.changes(0n, 1);
  return first === undefined ? null : dayOfTimestamp(first.timestamp);
}

async function closeDay(
  deps: ProofsDeps,
  key: SigningKey,
  { day, newest }: { day: string; newest: HeadRow | null },
): Promise<boolean> {
  const { db, clock, ledger, publicUrl } = deps;
  const after = newest?.through ?? 0n;
  const tree = await growTree(ledger, after, lastNanosecondOf(day));
  const { size, through, root, tiles } = tree;
  const previous = newest === null ? null : openHead(newest.signed);
  const chained = through === 0n ? null : await ledger.chainAt(through);
  const facts: HeadFacts = {
    ...{ day, size, root, after, through, address: publicUrl, chain: chained },
    city: cityNameOf(sha256, key.publicKey),
    previous: previous === null ? null : sha256(utf8(previous.text)),
    closedAt: clock.now().toISOString(),
  };
  const text = headText(facts);
  const signature = key.sign(text);
  const signed = signedHead(sha256, { text, publicKey: key.publicKey, signature });
  const publicKey = Buffer.from(key.publicKey);
  const row = { day, after, through, size: BigInt(size), publicKey, signed };
  return db.tx((tx) => insertHead(tx, row, tiles));
}

/**
 * Closes every day that is over. A tree goes on where that of the day before ended, so each event
 * is in exactly one, whatever clocks do. Gives how many days were closed.
 */
export async function closeDays(
  deps: ProofsDeps,
  openSigningKey: () => Promise<SigningKey | null>,
): Promise<number> {
  for (let closed = 0; ; closed += 1) {
    const newest = await selectNewestHead(deps.db);
    const day = await nextDay(deps, newest);
    if (day === null || endOf(day) + graceMs > deps.clock.nowMs()) return closed;
    const key = await openSigningKey();
    // Another process that was faster goes on with the next day.
    if (key === null || !(await closeDay(deps, key, { day, newest }))) return closed;
    deps.log.info({ day }, 'the books of a day are signed');
  }
}
