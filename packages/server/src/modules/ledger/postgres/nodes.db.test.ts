import { secureRandom, systemClock } from '@plaza/base';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../kernel/db/testing.ts';
import { TransferFlags } from '../model/flags.ts';
import { createLedgerIds } from '../model/ids.ts';
import type { CreateTransferResult, Transfer } from '../model/records.ts';
import { CreateTransferStatus as Status } from '../model/statuses.ts';
import { auditLedger } from '../testing-audit.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';
import { auditChain } from './chain-audit.ts';
import type { PostgresLedger } from './index.ts';
import { killWriter, ledgerMigrations, startNode, type LedgerNode } from './testing.ts';

const newId = createLedgerIds({ clock: systemClock, random: secureRandom });
const soon = { timeout: 8_000, interval: 20 };
const accountCount = 20;

let db: TestDatabase;
let nodes: LedgerNode[];
beforeEach(async () => {
  db = await testDatabase(ledgerMigrations);
  nodes = [];
});
afterEach(async () => {
  for (const { ledger } of nodes) await ledger.stop();
  // Whatever became of the writers: the chain is that of the rows.
  expect((await auditChain(db)).fault).toBeNull();
  await db.close();
});

function start(): LedgerNode {
  const node = startNode(db);
  nodes.push(node);
  return node;
}

/** A writer with accounts, and another process beside it. */
async function startTwo(): Promise<{ writer: LedgerNode; other: LedgerNode }> {
  const writer = start();
  const ids = Array.from({ length: accountCount }, (_, i) => BigInt(i + 1));
  await writer.ledger.createAccounts(ids.map((id) => ({ ...plainAccount, id })));
  expect(writer.ledger.isWriter()).toBe(true);
  return { writer, other: start() };
}

function anyMove(): Transfer {
  const debit = Math.floor(secureRandom.float() * accountCount);
  const step = 1 + Math.floor(secureRandom.float() * (accountCount - 1));
  const credit = (debit + step) % accountCount;
  const [debit_account_id, credit_account_id] = [BigInt(debit + 1), BigInt(credit + 1)];
  return { ...plainTransfer, id: newId(), debit_account_id, credit_account_id, amount: 5n };
}

/** As every caller does: sends the same again until there is an answer. */
async function insist(ledger: PostgresLedger, batch: Transfer[]): Promise<CreateTransferResult[]> {
  for (;;) {
    const results = await ledger.createTransfers(batch).catch(() => null);
    if (results !== null) return results;
  }
}

const isDone = ({ status }: CreateTransferResult) =>
  status === Status.created || status === Status.exists;

test('one process writes, and the other hands its requests over', async () => {
  const { writer, other } = await startTwo();
  const moves = Array.from({ length: 300 }, anyMove);
  const all = await Promise.all(
    moves.map((move, i) => (i % 3 === 0 ? writer : other).ledger.createTransfers([move])),
  );
  expect(all.flat().every(({ status }) => status === Status.created)).toBe(true);
  expect([writer.ledger.isWriter(), other.ledger.isWriter()]).toEqual([true, false]);

  const batch = [anyMove(), { ...anyMove(), amount: (1n << 63n) + 1n }, moves[0]!];
  const results = await other.ledger.createTransfers(batch);
  expect(results.map(({ status }) => status)).toEqual([
    ...[Status.created, Status.overflows_debits_posted, Status.exists],
  ]);
  expect(results[2]?.timestamp).toBe(all[0]?.[0]?.timestamp);
  const account = { ...plainAccount, id: 1n << 127n, user_data_64: (1n << 64n) - 1n, code: 65_535 };
  const [made] = await other.ledger.createAccounts([account]);
  expect(await writer.ledger.lookupAccounts([account.id])).toEqual([
    { ...account, timestamp: made?.timestamp },
  ]);
  expect(await auditLedger(other.ledger)).toEqual([]);
});

test('what others hand over and does not fit its fields is refused where it is asked', async () => {
  const { other } = await startTwo();
  const refused = other.ledger.createTransfers([{ ...anyMove(), code: 65_536 }]);
  await expect(refused).rejects.toThrow('code must be a u16.');
});

test('when the writer dies, the other takes the seat within seconds', async () => {
  const { writer, other } = await startTwo();
  await other.ledger.createTransfers([anyMove()]);
  writer.cutOff();
  expect(await killWriter(db)).toBe(true);
  const startedMs = performance.now();
  const [result] = await other.ledger.createTransfers([anyMove()]);
  expect(result?.status).toBe(Status.created);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(other.ledger.isWriter()).toBe(true);
  expect(await auditLedger(other.ledger)).toEqual([]);
});

test('a writer that freezes loses the seat', async () => {
  const frozen = { ...systemClock, every: () => ({ cancel() {} }) };
  const writer = startNode(db, { clock: frozen, limits: { silenceMs: 1_000 } });
  nodes.push(writer);
  await writer.ledger.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
  writer.cutOff();
  const other = start();
  await expect.poll(() => other.ledger.isWriter(), soon).toBe(true);
  const [result] = await other.ledger.createTransfers([plainTransfer]);
  expect(result?.status).toBe(Status.created);
});

test('one that says something now and then keeps it', async () => {
  const writer = startNode(db, { limits: { silenceMs: 500 } });
  nodes.push(writer);
  await writer.ledger.createAccounts([plainAccount]);
  start();
  await systemClock.sleep(1_500);
  expect(writer.ledger.isWriter()).toBe(true);
  expect(writer.problems).toEqual([]);
});

test('a request that the tables refuse fails alone', async () => {
  const { writer } = await startTwo();
  await db.query('alter table ledger_transfer add constraint unlucky check (code <> 13)');
  const moves = Array.from({ length: 40 }, anyMove);
  moves[7]!.code = 13;
  const all = await Promise.allSettled(moves.map((move) => writer.ledger.createTransfers([move])));
  const failed = all.flatMap((one, i) => (one.status === 'rejected' ? [i] : []));
  expect(failed).toEqual([7]);
  expect(all[7]).toMatchObject({ reason: { code: '23514' } });
  expect(writer.ledger.isWriter()).toBe(true);
  expect((await writer.ledger.changes(0n, 100)).length).toBe(39);
  expect(await auditLedger(writer.ledger)).toEqual([]);
});

test('kills under load lose nothing and do nothing twice', { timeout: 60_000 }, async () => {
  const { writer, other } = await startTwo();
  const acknowledged = new Map<bigint, bigint>();
  let isOn = true;
  let unknown = 0;
  async function call(ledger: PostgresLedger): Promise<void> {
    while (isOn) {
      const batch = [{ ...anyMove(), flags: TransferFlags.linked }, anyMove()];
      const results = await insist(ledger, batch);
      const isChainKnown = results.every(isDone);
      if (!isChainKnown) {
        // Sent again by hand, the first of a chain that is there is what breaks it.
        expect(results.map(({ status }) => status)).toContain(Status.exists);
        unknown += 1;
      }
      const known = isChainKnown ? results : await insist(ledger, [plain(batch[0]!), batch[1]!]);
      for (const [i, { timestamp }] of known.entries()) {
        if (isDone(known[i]!)) acknowledged.set(batch[i]!.id, timestamp);
      }
    }
  }
  const plain = (transfer: Transfer) => ({ ...transfer, flags: 0 });
  const callers = Array.from({ length: 24 }, (_, i) => call((i % 2 ? writer : other).ledger));
  for (let round = 0; round < 6; round += 1) {
    await systemClock.sleep(400);
    await expect.poll(() => killWriter(db), soon).toBe(true);
  }
  await systemClock.sleep(400);
  isOn = false;
  await Promise.all(callers);
  const found = new Map<bigint, bigint>();
  for (let after = 0n; ;) {
    const page = await other.ledger.changes(after, 1_000);
    for (const { transfer } of page) found.set(transfer.id, transfer.timestamp);
    if (page.length === 0) break;
    after = page.at(-1)!.timestamp;
  }
  expect(acknowledged.size).toBeGreaterThan(500);
  for (const [id, timestamp] of acknowledged) expect(found.get(id)).toBe(timestamp);
  expect(await auditLedger(other.ledger)).toEqual([]);
  // A lost connection is no unknown outcome: its process finds out what became of its commit.
  expect(unknown).toBe(0);
});

test('a writer that lost the seat without noticing is kept out', async () => {
  const { writer, other } = await startTwo();
  const epoch = async () => (await db.query('select epoch from ledger_writer')).rows[0].epoch;
  const before = await epoch();
  // As if the lock had gone with a session that the process still takes for its own.
  await writer.seatClient().query('select pg_advisory_unlock_all()');
  await expect.poll(() => other.ledger.isWriter(), soon).toBe(true);
  expect(writer.ledger.isWriter()).toBe(true);
  expect(await epoch()).toBe(before + 1n);

  const move = anyMove();
  const [result] = await writer.ledger.createTransfers([move]);
  expect(result?.status).toBe(Status.created);
  expect(writer.ledger.isWriter()).toBe(false);
  expect(writer.problems).toContain('this process writes the ledger no longer');
  const again = await other.ledger.createTransfers([move]);
  expect(again).toEqual([{ timestamp: result?.timestamp, status: Status.exists }]);
  expect(await auditLedger(other.ledger)).toEqual([]);
});

/** Loses the answer to the next commit: before it is sent, or after it was carried out. */
function loseAnswer(node: LedgerNode, when: 'before' | 'after'): void {
  const client = node.seatClient();
  const query = client.query.bind(client) as (...values: unknown[]) => Promise<unknown>;
  client.query = (async (statement: { name?: string }, ...rest: unknown[]) => {
    if (statement.name !== 'ledger_commit') return query(statement, ...rest);
    if (when === 'after') await query(statement, ...rest);
    await client.end();
    throw new Error('the connection broke');
  }) as typeof client.query;
}

test.each(['before', 'after'] as const)('an answer that is lost %s the commit', async (when) => {
  const { writer, other } = await startTwo();
  loseAnswer(writer, when);
  const chain = [{ ...anyMove(), flags: TransferFlags.linked }, anyMove()];
  const results = await writer.ledger.createTransfers(chain);
  expect(results.map(({ status }) => status)).toEqual([Status.created, Status.created]);
  const stored = await other.ledger.lookupTransfers(chain.map(({ id }) => id));
  expect(stored.map(({ timestamp }) => timestamp)).toEqual(
    results.map(({ timestamp }) => timestamp),
  );
  const again = await insist(other.ledger, [{ ...chain[0]!, flags: 1 }, chain[1]!]);
  expect(again.map(({ status }) => status)).toEqual([Status.exists, Status.linked_event_failed]);
});

test('sending again after giving up has no second effect', async () => {
  const node = startNode(db, { limits: { patienceMs: 300 } });
  nodes.push(node);
  await node.ledger.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
  loseAnswer(node, 'after');
  node.cutOff();
  await expect(node.ledger.createTransfers([plainTransfer])).rejects.toMatchObject({
    name: 'LedgerUnavailable',
  });
  const { ledger } = start();
  const [result] = await ledger.createTransfers([plainTransfer]);
  expect(result?.status).toBe(Status.exists);
  const [account] = await ledger.lookupAccounts([1n]);
  expect(account?.debits_posted).toBe(plainTransfer.amount);
});

test('what is pending expires after a restart, and nobody was there when it was due', async () => {
  const first = start();
  await first.ledger.createAccounts([plainAccount, { ...plainAccount, id: 2n }]);
  const pending = { ...plainTransfer, flags: TransferFlags.pending, timeout: 1 };
  await first.ledger.createTransfers([pending]);
  await first.ledger.stop();
  await systemClock.sleep(1_100);
  const { ledger } = start();
  await expect
    .poll(async () => (await ledger.changes(0n, 10)).map(({ type }) => type), soon)
    .toEqual(['two_phase_pending', 'two_phase_expired']);
  const post = { ...plainTransfer, id: 5n, pending_id: 1n, debit_account_id: 0n };
  const [result] = await ledger.createTransfers([
    { ...post, credit_account_id: 0n, flags: TransferFlags.post_pending_transfer },
  ]);
  expect(result?.status).toBe(Status.pending_transfer_expired);
  const [account] = await ledger.lookupAccounts([1n]);
  expect(account?.debits_pending).toBe(0n);
});

test('whoever follows the feed is woken in every process', async () => {
  const { writer, other } = await startTwo();
  const woken = { writer: 0, other: 0 };
  writer.ledger.onChange(() => (woken.writer += 1));
  const end = other.ledger.onChange(() => (woken.other += 1));
  await writer.ledger.createTransfers([anyMove()]);
  await expect.poll(() => woken.writer, soon).toBeGreaterThan(0);
  await expect.poll(() => woken.other, soon).toBeGreaterThan(0);
  end();
  const before = woken.writer;
  await other.ledger.createTransfers([anyMove()]);
  await expect.poll(() => woken.writer, soon).toBeGreaterThan(before);
});

test('too much at once is refused, and what was taken is done', async () => {
  const node = startNode(db, { limits: { waitingEvents: 10 } });
  nodes.push(node);
  const accounts = Array.from({ length: 8 }, (_, i) => ({ ...plainAccount, id: BigInt(i + 1) }));
  const taken = node.ledger.createAccounts(accounts);
  await expect(node.ledger.createAccounts(accounts)).rejects.toThrow('too many requests');
  expect(await taken).toHaveLength(8);
  expect(await node.ledger.createAccounts(accounts)).toHaveLength(8);
});
