import { encodeRecord, hexOf, uuidOf128 } from '@plaza/base/proofs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../kernel/db/testing.ts';
import { TransferFlags } from '../model/flags.ts';
import type { Transfer } from '../model/records.ts';
import { plainAccount, plainTransfer } from '../testing-operations.ts';
import { auditChain, type ChainFault } from './chain-audit.ts';
import { readLinks, readRecords } from './store/chain.ts';
import { ledgerMigrations, startNode, type LedgerNode } from './testing.ts';

let db: TestDatabase;
let node: LedgerNode;
beforeEach(async () => {
  db = await testDatabase(ledgerMigrations);
  node = startNode(db);
  await node.ledger.createAccounts([1n, 2n, 3n].map((id) => ({ ...plainAccount, id })));
});
afterEach(async () => {
  await node.ledger.stop();
  await db.close();
});

const { pending, post_pending_transfer: post } = TransferFlags;
const move = (id: bigint, more: Partial<Transfer> = {}): Transfer => {
  return { ...plainTransfer, id, amount: id, user_data_128: id << 100n, user_data_32: 7, ...more };
};
const uuid = uuidOf128;

/** Ten rows in a link, an expiry, a post and five single ones; widest values in the last. */
async function live(): Promise<void> {
  const { ledger } = node;
  const first = Array.from({ length: 10 }, (_, i) => move(BigInt(i + 1)));
  await ledger.createTransfers(first);
  await ledger.createTransfers([
    move(11n, { flags: pending, timeout: 1 }),
    move(12n, { flags: pending }),
  ]);
  const none = { debit_account_id: 0n, credit_account_id: 0n, user_data_128: 0n, user_data_32: 0 };
  await ledger.createTransfers([move(13n, { ...none, amount: 5n, pending_id: 12n, flags: post })]);
  await expect
    .poll(async () => (await ledger.changes(0n, 99)).at(-1)?.type, { timeout: 5_000 })
    .toBe('two_phase_expired');
  for (let id = 14n; id < 18n; id += 1n) await ledger.createTransfers([move(id)]);
  const widest = { user_data_64: (1n << 64n) - 1n, user_data_32: 2 ** 32 - 1, code: 65_535 };
  await ledger.createTransfers([move(18n, { ...widest, user_data_128: (1n << 128n) - 1n })]);
}

const tables = ['transfer', 'expiry', 'chain', 'account', 'pending'].map((t) => `ledger_${t}`);
const migration = new URL('../migrations/20261123T0605_chain.sql', import.meta.url);

/** Does what only an owner of the tables can who means it. */
async function tamper(on: Pick<TestDatabase, 'query'>, statement: string): Promise<void> {
  for (const table of tables) {
    await on.query(`alter table ${table} disable trigger user`);
    await on.query(`grant all on ${table} to current_user`);
  }
  const { rowCount } = await on.query(statement);
  expect(rowCount, statement).toBeGreaterThan(0);
}

/** What the audit finds after it; then it is undone. */
async function faultAfter(statement: string): Promise<ChainFault | null> {
  const client = await db.connect();
  try {
    await client.query('begin');
    await tamper(client, statement);
    return (await auditChain(client)).fault;
  } finally {
    await client.query('rollback');
    await client.end();
  }
}

/** Links everything as it is found: what the migration does once. */
async function linkAnew(): Promise<void> {
  await tamper(db, 'delete from ledger_chain');
  const text = await readFile(migration, 'utf8');
  await db.query(/^do \$\$[^]*?end \$\$;$/m.exec(text)?.[0] ?? '');
}

test('every row is linked, and the chain is that of the rows', async () => {
  await live();
  const audit = await auditChain(db);
  expect(audit).toMatchObject({ events: 19, linkedLater: 0, fault: null });
  expect(audit.links).toBeGreaterThanOrEqual(9);
  const links = await readLinks(db, 0n, 100);
  expect(hexOf(links.at(-1)!.head)).toBe(audit.head);
  expect(links[0]!.eventCount).toBe(10);
});

test('SQL writes the same bytes as the code', async () => {
  await live();
  const { rows } = await db.query<{ bytes: Buffer }>(
    `select bytes from (
       select timestamp, ledger_record(t) as bytes from ledger_transfer t
       union all select timestamp, ledger_record(e) from ledger_expiry e
     ) event order by timestamp`,
  );
  const records = await readRecords(db, { after: 0n, through: 2n ** 62n, limit: 100 });
  expect(records).toHaveLength(19);
  expect(records.map((record) => hexOf(encodeRecord(record)))).toEqual(
    rows.map(({ bytes }) => hexOf(bytes)),
  );
});

test('requests that are refused, or that move nothing, leave the chain alone', async () => {
  await live();
  const before = await auditChain(db);
  await node.ledger.createAccounts([{ ...plainAccount, id: 9n }]);
  await node.ledger.createTransfers([move(1n), move(30n, { debit_account_id: 99n })]);
  expect(await auditChain(db)).toEqual(before);
});

const columns = [
  ...['amount = amount + 1', 'amount = amount - 1', `debit_account_id = '${uuid(3n)}'`],
  ...[`credit_account_id = '${uuid(3n)}'`, `user_data_128 = '${uuid(77n)}'`],
  ...['user_data_64 = 5', 'user_data_32 = 5', 'timeout = 5', 'ledger = 5', 'code = 5'],
];

test('one row with any other value is named', { timeout: 60_000 }, async () => {
  await live();
  for (const change of columns) {
    const fault = await faultAfter(`update ledger_transfer set ${change} where id = '${uuid(4n)}'`);
    expect(fault, change).toMatchObject({ kind: 'changed', id: uuid(4n) });
    expect(fault?.words).toContain(uuid(4n));
  }
  const two = await faultAfter(`update ledger_transfer set amount = 99 where amount in (15, 17)`);
  expect(two).toMatchObject({ kind: 'changed', id: uuid(15n) });
});

/** The first time after a row that no row has: those of one request are a nanosecond apart. */
const freeAfter = (of: bigint) => `(select min(t.timestamp) + 1 from ledger_transfer t
  where t.timestamp >= (select timestamp from ledger_transfer where id = '${uuid(of)}')
    and not exists (select from ledger_transfer n where n.timestamp = t.timestamp + 1))`;

/** A copy of a row under another id and at another time. */
const copy = (of: bigint, at: string) => `insert into ledger_transfer
  select ${at}, amount, user_data_64, '${uuid(90n)}', debit_account_id,
    credit_account_id, user_data_128, null, user_data_32, timeout, ledger, code, flags
  from ledger_transfer where id = '${uuid(of)}'`;

const attempts: [string, ChainFault['kind'], string | null][] = [
  [`delete from ledger_transfer where id = '${uuid(4n)}'`, 'missing', null],
  [`delete from ledger_transfer where id = '${uuid(14n)}'`, 'missing', null],
  [`delete from ledger_transfer where id = '${uuid(18n)}'`, 'missing', null],
  ['delete from ledger_expiry', 'missing', null],
  [copy(16n, freeAfter(1n)), 'added', uuid(90n)],
  [copy(18n, 'timestamp + 99'), 'not_linked', uuid(90n)],
  [`update ledger_chain set head = sha256(head) where event_count = 10`, 'link_changed', null],
  [
    `update ledger_account set credits_posted = credits_posted + 1 where id = '${uuid(2n)}'`,
    ...(['account_wrong', uuid(2n)] as const),
  ],
  [
    `update ledger_pending set state = 'voided' where transfer_id = '${uuid(11n)}'`,
    ...(['pending_wrong', uuid(11n)] as const),
  ],
];

test('what is gone, added or said otherwise is found', { timeout: 60_000 }, async () => {
  await live();
  for (const [statement, kind, id] of attempts) {
    expect(await faultAfter(statement), statement).toMatchObject({ kind, id });
  }
});

test('nobody writes a link that does not go on from the last', async () => {
  await live();
  const link = (previous: string) =>
    db.query(
      `select ledger_link(${previous}, sha256(''), 1, 9000000000000000000, 1, '\\x00000000')`,
    );
  await expect(link(`decode(repeat('00', 32), 'hex')`)).rejects.toMatchObject({ code: 'LG002' });
  const last = `'\\x${(await auditChain(db)).head}'`;
  await link(last);
  await expect(link(last)).rejects.toMatchObject({ code: 'LG002' });
});

test('a writer whose head is not the newest takes its seat again and goes on', async () => {
  await live();
  // As if another had written in between, which the epoch rules out.
  await db.query(copy(18n, 'timestamp + 1'));
  await db.query(
    `insert into ledger_chain (last_timestamp, first_timestamp, event_count, head)
     select t.timestamp, t.timestamp, 1, sha256('\\x02'::bytea || c.head || ledger_record(t))
     from ledger_transfer t,
       (select head from ledger_chain order by last_timestamp desc limit 1) c
     where t.id = '${uuid(90n)}'`,
  );
  const [result] = await node.ledger.createTransfers([move(40n)]);
  expect(result?.status).toBe(0xffff_ffff);
  const { fault, linkedLater } = await auditChain(db);
  // The row came by hand, so its account lags behind it by design: only the chain is asked.
  expect(['account_wrong', undefined]).toContain(fault?.kind);
  expect(linkedLater).toBe(1);
});

test('what was there before the chain is linked as found, and the chain goes on', async () => {
  await live();
  await node.ledger.stop();
  await linkAnew();
  const found = { links: 1, events: 19, linkedLater: 19, fault: null };
  expect(await auditChain(db)).toMatchObject(found);
  node = startNode(db);
  await node.ledger.createTransfers([move(50n)]);
  expect(await auditChain(db)).toMatchObject({ ...found, links: 2, events: 20 });
  // Of these only the group is known that the row is in.
  const fault = await faultAfter(`update ledger_transfer set amount = 3 where id = '${uuid(9n)}'`);
  expect(fault).toMatchObject({ kind: 'changed', id: null });
});

test('whoever links all rows anew after a change leaves nothing to find here', async () => {
  // Stated, not wished: against this stand the heads that others have kept.
  await live();
  await node.ledger.stop();
  const before = await auditChain(db);
  await tamper(db, `update ledger_transfer set user_data_64 = 1 where id = '${uuid(4n)}'`);
  await linkAnew();
  const after = await auditChain(db);
  expect(after.fault).toBeNull();
  expect(after.head).not.toBe(before.head);
});
