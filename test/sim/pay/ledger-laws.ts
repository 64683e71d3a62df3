import { secureRandom, systemClock } from '@plaza/base';
import { openDatabase } from '../../../packages/server/src/kernel/db/index.ts';
import {
  AccountFlags,
  auditChain,
  chart,
  createPostgresLedger,
  transferCodes,
  u128Of,
  type Account,
  type LedgerChange,
} from '../../../packages/server/src/modules/ledger/index.ts';
import type { Shown } from './gather.ts';
import type { SimDatabase } from '../database.ts';

type Balances = Pick<
  Account,
  'debits_pending' | 'debits_posted' | 'credits_pending' | 'credits_posted'
>;

/** What the ledger itself says, read without any of the processes that write it. */
export type Ledger = {
  changes: readonly LedgerChange[];
  accounts: ReadonlyMap<bigint, Account>;
  /** What the hash chain says of the rows; null if they are as they were written. */
  chainFault: string | null;
};

const page = 1_000;
const quiet = () => undefined;
const log = { info: quiet, warn: quiet, error: quiet };

/** Reads the whole ledger from the database. */
export async function readLedger({ url }: SimDatabase): Promise<Ledger> {
  const around = { clock: systemClock, random: secureRandom, log };
  await using db = await openDatabase({ url, dataDir: '', maxConnections: 2, ...around });
  // It is never started, so it asks for no seat: it only reads.
  const ledger = createPostgresLedger({ db, ...around });
  const changes: LedgerChange[] = [];
  for (let after = 0n; ;) {
    const next = await ledger.changes(after, page);
    changes.push(...next);
    const last = next.at(-1);
    if (last === undefined) break;
    after = last.timestamp;
  }
  const ids = new Set(
    changes.flatMap(({ transfer }) => [transfer.debit_account_id, transfer.credit_account_id]),
  );
  const accounts = new Map<bigint, Account>();
  const all = [...ids];
  for (let at = 0; at < all.length; at += page) {
    for (const one of await ledger.lookupAccounts(all.slice(at, at + page))) {
      accounts.set(one.id, one);
    }
  }
  await ledger.stop();
  const { fault } = await auditChain(db);
  return { changes, accounts, chainFault: fault?.words ?? null };
}

type Tell = (sentence: string) => void;

const zero = (): Balances => ({
  debits_pending: 0n,
  debits_posted: 0n,
  credits_pending: 0n,
  credits_posted: 0n,
});

/** Adds up every change from the beginning; the plainest bookkeeping that there is. */
function foldChanges({ changes }: Ledger, tell: Tell): Map<bigint, Balances> {
  const sums = new Map<bigint, Balances>();
  const of = (id: bigint) => {
    const known = sums.get(id) ?? zero();
    sums.set(id, known);
    return known;
  };
  const open = new Set<bigint>();
  let last = 0n;
  for (const { timestamp, type, transfer, pending, amount } of changes) {
    if (timestamp <= last) tell(`the ledger goes back at ${timestamp}`);
    last = timestamp;
    const held = type === 'two_phase_expired' ? transfer : pending;
    const debit = of((held ?? transfer).debit_account_id);
    const credit = of((held ?? transfer).credit_account_id);
    if (type === 'two_phase_pending') {
      open.add(transfer.id);
      debit.debits_pending += amount;
      credit.credits_pending += amount;
      continue;
    }
    if (type !== 'single_phase') {
      if (held === null || !open.delete(held.id)) tell(`${transfer.id} resolves what is not open`);
      debit.debits_pending -= held?.amount ?? 0n;
      credit.credits_pending -= held?.amount ?? 0n;
    }
    if (type === 'single_phase' || type === 'two_phase_posted') {
      debit.debits_posted += amount;
      credit.credits_posted += amount;
    }
  }
  return sums;
}

const fields = ['debits_pending', 'debits_posted', 'credits_pending', 'credits_posted'] as const;

function judgeAccounts(ledger: Ledger, tell: Tell): void {
  const total = zero();
  for (const [id, sums] of foldChanges(ledger, tell)) {
    const account = ledger.accounts.get(id);
    for (const field of fields) {
      total[field] += account?.[field] ?? 0n;
      if (account?.[field] === sums[field]) continue;
      tell(`${field} of ${id} are ${account?.[field]}, and its changes add up to ${sums[field]}`);
    }
  }
  if (total.debits_posted !== total.credits_posted) tell('the ledger does not balance');
  if (total.debits_pending !== total.credits_pending) tell('what the ledger holds is one-sided');
}

type Holder = {
  name: string;
  lines: readonly { reference: string; money: { amountMinor: number } }[];
  availableMinor: number;
  heldMinor: number;
};

/** Every account, found by the first line of its statement, says what its people are shown. */
function judgeHolder({ changes, accounts }: Ledger, of: Holder, tell: Tell): void {
  const { name, lines, availableMinor, heldMinor } = of;
  const byId = new Map(changes.map(({ transfer, pending }) => [transfer.id, pending ?? transfer]));
  for (const { reference } of lines) {
    if (!byId.has(u128Of(reference))) tell(`a line of ${name} is not in the ledger`);
  }
  // What came in first says which account it is: nobody spends before.
  const first = lines.find(({ money }) => money.amountMinor > 0);
  const transfer = first === undefined ? undefined : byId.get(u128Of(first.reference));
  const account = transfer === undefined ? undefined : accounts.get(transfer.credit_account_id);
  if (account === undefined) return tell(`${name} has no account`);
  const { credits_posted, debits_posted, debits_pending } = account;
  const available = credits_posted - debits_posted - debits_pending;
  if (available !== BigInt(availableMinor) || debits_pending !== BigInt(heldMinor)) {
    tell(
      `${name} is shown ${availableMinor} and ${heldMinor} held, ` +
        `and the ledger has ${available} and ${debits_pending}`,
    );
  }
}

function judgeHolders(ledger: Ledger, { purses, shops }: Shown, tell: Tell): void {
  for (const [name, { wallet, lines }] of purses) {
    const { availableMinor, heldMinor } = wallet;
    judgeHolder(ledger, { name, lines, availableMinor, heldMinor }, tell);
  }
  for (const [name, books] of shops) {
    if (books.lines.length > 0) judgeHolder(ledger, { name, ...books }, tell);
  }
}

/** A packet of which nothing waits any more is empty, and closed for good. */
function judgePackets({ accounts }: Ledger, tell: Tell): void {
  for (const { id, code, flags, ...of } of accounts.values()) {
    if (code !== chart.packet.code || of.debits_pending > 0n) continue;
    const isEmpty = of.credits_posted === of.debits_posted;
    if (!isEmpty || (flags & AccountFlags.closed) === 0) tell(`the packet ${id} is not closed`);
  }
}

/** The ledger holds no transfer that nobody is shown. */
function judgeCounts({ changes }: Ledger, shown: Shown, tell: Tell): void {
  const { transfers, purses, packets, shops } = shown;
  const count = (type: LedgerChange['type'], code: number) =>
    changes.filter((change) => change.type === type && change.transfer.code === code).length;
  const sent = count('two_phase_pending', transferCodes.transfer);
  const seen = [...transfers.values()].filter(({ byPayer: { state } }) => {
    return state !== 'failed' && state !== 'processing';
  }).length;
  if (sent !== seen) tell(`the ledger has ${sent} transfers, and ${seen} are shown`);
  const issued = count('single_phase', transferCodes.topUp);
  const lines = [...purses.values()].flatMap((purse) => purse.lines);
  const topUps = lines.filter(({ kind }) => kind === 'top_up').length;
  if (issued !== topUps) tell(`the ledger has ${issued} top-ups, and ${topUps} are shown`);
  const filled = count('single_phase', transferCodes.packetFill);
  const inPackets = [...packets.values()].filter(({ packet }) => packet.money !== null).length;
  if (filled !== inPackets) tell(`the ledger has ${filled} packets, and ${inPackets} are shown`);
  const paid = count('single_phase', transferCodes.orderPay);
  const orders = [...shops.values()].flatMap((books) => [...books.orders.values()]);
  const sold = orders.filter(({ state }) => state === 'paid').length;
  if (paid !== sold) tell(`the ledger has ${paid} sales, and ${sold} are shown`);
}

/** Adds the ledger up by itself, and compares it with what everybody is shown. */
export function judgeLedger(ledger: Ledger, shown: Shown): string[] {
  const broken: string[] = [];
  const tell: Tell = (sentence) => void broken.push(sentence);
  if (ledger.chainFault !== null) tell(`the chain of the ledger: ${ledger.chainFault}`);
  judgeAccounts(ledger, tell);
  judgeHolders(ledger, shown, tell);
  judgePackets(ledger, tell);
  judgeCounts(ledger, shown, tell);
  return broken;
}
