import { secureRandom, systemClock, type Clock } from '@plaza/base';
import { openHead, rootOfPath, leafHash, bytesOfBase64, sameBytes } from '@plaza/base/proofs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { generateKeyPairSync } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../kernel/db/testing.ts';
import { createLedger, newAccount, type Ledger, type Transfer } from '../ledger/index.ts';
import { auditHeads } from './audit.ts';
import { closeDays } from './closing.ts';
import { changesBetween, recordOf } from './events.ts';
import { checks, openKey } from './key.ts';
import { proveRecord } from './proving.ts';
import type { ProofsDeps } from './types.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-11-20T22:00:00.000Z');
const folderOf = (module: string) =>
  fileURLToPath(new URL(`../${module}/migrations`, import.meta.url));
const sources = ['ledger', 'proofs'].map((module) => ({ module, dir: folderOf(module) }));

let db: TestDatabase;
let folder: string;
let ledger: Ledger;
let nowMs: number;
let nextId: bigint;
let clock: Clock;
let warnings: string[];
beforeEach(async () => {
  db = await testDatabase(sources);
  folder = await mkdtemp(join(tmpdir(), 'plaza-proofs-'));
  [nowMs, nextId, warnings] = [startMs, 1n, []];
  clock = { ...systemClock, nowMs: () => nowMs, now: () => new Date(nowMs) };
  const log = { info() {}, warn() {}, error() {} };
  ledger = createLedger({ db, clock, random: secureRandom, log });
  ledger.start();
  await ledger.createAccounts([1n, 2n].map((id) => newAccount('clearing', { id, ledger: 1 })));
});
afterEach(async () => {
  await ledger.stop();
  await db.close();
  await rm(folder, { recursive: true });
});

function deps(keyFile = join(folder, 'keys', 'proofs.pem')): ProofsDeps {
  const log = { info() {}, warn: (_: object, text: string) => warnings.push(text), error() {} };
  const pay = {} as ProofsDeps['pay'];
  const jobs = { every() {} };
  return { db, clock, ledger, keyFile, pay, jobs, publicUrl: 'https://city.example', log } as never;
}

async function move(count: number): Promise<void> {
  const plain = {
    pending_id: 0n,
    user_data_128: 0n,
    user_data_64: 0n,
    user_data_32: 0,
    timeout: 0,
  };
  const batch = Array.from({ length: count }, (): Transfer => {
    nextId += 1n;
    const accounts = { debit_account_id: 1n, credit_account_id: 2n };
    return {
      ...plain,
      ...accounts,
      id: nextId,
      amount: 1n,
      ledger: 1,
      code: 1,
      flags: 0,
      timestamp: 0n,
    };
  });
  const results = await ledger.createTransfers(batch);
  expect(results.every(({ status }) => status === 0xffff_ffff)).toBe(true);
}

async function close(of = deps()): Promise<number> {
  return closeDays(of, () => openKey(of));
}

async function headsNow(): Promise<string[]> {
  const { rows } = await db.query('select signed from proofs_head order by day');
  return rows.map(({ signed }) => signed as string);
}

test(
  'every event of every day is in one tree, and can be proven',
  { timeout: 60_000 },
  async () => {
    // One tile and a half, exactly two, one event, none, and what is not over.
    for (const count of [384, 512, 1, 0, 7]) {
      if (count > 0) await move(count);
      nowMs += dayMs;
    }
    nowMs -= dayMs;
    expect(await close()).toBe(4);
    const sizes = (await headsNow()).map((head) => openHead(head)!.facts.size);
    expect(sizes).toEqual([384, 512, 1, 0]);
    let proven = 0;
    for await (const change of changesBetween(ledger, 0n, 2n ** 62n)) {
      const record = recordOf(change);
      const found = await proveRecord({ db, ledger }, record);
      if (proven === 897) {
        expect(found).toBeNull();
        continue;
      }
      // The edges of tiles, and some between.
      if (proven % 37 === 0 || [255, 256, 383, 384, 895, 896].includes(proven)) {
        const { record: bytes, index, path, head } = found!.proven;
        const { facts } = openHead(head)!;
        const leaf = leafHash(checks.sha256, bytesOfBase64(bytes)!);
        const steps = path.map((one) => bytesOfBase64(one)!);
        const root = rootOfPath(checks.sha256, { leaf, index, size: facts.size, path: steps });
        expect(sameBytes(root!, facts.root)).toBe(true);
      }
      proven += 1;
    }
    expect(proven).toBe(897);
    expect((await auditHeads({ db, ledger }, null)).fault).toBeNull();
  },
);

test('an event that comes late is in the next tree', async () => {
  await move(3);
  nowMs += dayMs;
  expect(await close()).toBe(1);
  // A clock that lags: the books go on at yesterday's time.
  nowMs = startMs + hourMs;
  await move(2);
  nowMs = startMs + 2 * dayMs;
  expect(await close()).toBe(1);
  const sizes = (await headsNow()).map((head) => openHead(head)!.facts.size);
  expect(sizes).toEqual([3, 2]);
  expect((await auditHeads({ db, ledger }, null)).fault).toBeNull();
});

test('processes that close at once leave one head a day', async () => {
  await move(10);
  await close();
  nowMs += 5 * dayMs;
  const counts = await Promise.all(Array.from({ length: 6 }, () => close()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(5);
  const heads = await headsNow();
  expect(heads).toHaveLength(5);
  expect((await auditHeads({ db, ledger }, null)).fault).toBeNull();
});

test('a day is closed only some minutes after its end, and no books are no days', async () => {
  nowMs += 30 * dayMs;
  expect(await close()).toBe(0);
  await move(1);
  nowMs = Date.parse('2026-12-21T00:04:59.000Z');
  expect(await close()).toBe(0);
  nowMs += 1_000;
  expect(await close()).toBe(1);
});

test('without its key a city signs nothing, with another it says so', async () => {
  await move(1);
  nowMs += dayMs;
  expect(await close()).toBe(1);
  nowMs += dayMs;
  const elsewhere = join(folder, 'other', 'proofs.pem');
  expect(await close(deps(elsewhere))).toBe(0);
  expect(warnings).toEqual(['the key of the city is not here: this process signs no books']);

  const { privateKey } = generateKeyPairSync('ed25519');
  const renewed = join(folder, 'new.pem');
  await writeFile(renewed, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  expect(await close(deps(renewed))).toBe(1);
  nowMs += dayMs;
  // Who still has the old one does not go on with it.
  expect(await close()).toBe(0);
  expect(await close(deps(renewed))).toBe(1);
  const cities = (await headsNow()).map((head) => openHead(head)!.facts.city);
  expect(new Set(cities).size).toBe(2);
  expect(cities[1]).toBe(cities[2]);
  expect((await auditHeads({ db, ledger }, null)).fault).toBeNull();
});

test('what was signed is not changed by anybody', async () => {
  await move(1);
  nowMs += dayMs;
  await close();
  for (const statement of [
    "update proofs_head set signed = ''",
    'delete from proofs_head',
    'truncate proofs_tile',
    "update proofs_tile set root = ''",
  ]) {
    await expect(db.query(statement)).rejects.toMatchObject({ code: 'LG004' });
  }
});
