import type { MethodOutput, StatementLine, Transfer } from '@plaza/contract';
import {
  gapBetween,
  openHead,
  publicKeyOf,
  verifiedHead,
  verifyReceipt,
  type Receipt,
} from '@plaza/base/proofs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditBooks } from '../../packages/server/src/cli/audit-books.ts';
import { verifyProofs } from '../../packages/server/src/cli/verify.ts';
import { auditChain } from '../../packages/server/src/modules/ledger/index.ts';
import { auditHeads, checks } from '../../packages/server/src/modules/proofs/index.ts';
import { startCity, type TestCity } from './support/city.ts';
import {
  accept,
  currency,
  giveBack,
  openWallets,
  pay,
  statementOf,
  stateOf,
  topUp,
} from './support/pay.ts';
import type { TestPerson } from './support/person.ts';
import { noId } from './support/talk.ts';

const dayMs = 86_400_000;
type Proof = MethodOutput<'proofs.getReceipt'>;

const lineProof = (person: TestPerson, { lineNumber }: Pick<StatementLine, 'lineNumber'>) =>
  person.must('proofs.getReceipt', { currency, lineNumber });
const transferProof = (person: TestPerson, { transferId }: Pick<Transfer, 'transferId'>) =>
  person.must('proofs.getTransferReceipt', { transferId });

async function keyOf(city: TestCity): Promise<string> {
  const { key } = await city.stranger.must('proofs.getKey', {});
  if (key === null) throw new Error('nothing was signed');
  return key;
}

async function headsOf(city: TestCity): Promise<string[]> {
  return (await city.stranger.must('proofs.listHeads', {})).heads;
}

/** Lets days go by, and closes them. */
async function daysLater(city: TestCity, days: number): Promise<void> {
  for (let day = 0; day < days; day += 1) {
    city.clock.travel(dayMs);
    await city.settle();
  }
  await city.composed.modules.proofs.closeDays();
}

async function expectProven(city: TestCity, proof: Proof): Promise<Receipt> {
  const receipt = proof.receipt as Receipt | null;
  if (receipt === null) throw new Error('there is no receipt yet');
  const verdict = await verifyReceipt(checks, structuredClone(receipt), await keyOf(city));
  expect(verdict).toMatchObject({ ok: true });
  return receipt;
}

describe('a city that proves its books', () => {
  let city: TestCity;
  let [payer, payee, operator] = [] as unknown as [TestPerson, TestPerson, TestPerson];
  let [kept, back, lapsed] = [] as unknown as [Transfer, Transfer, Transfer];
  beforeAll(async () => {
    city = await startCity();
    ({ payer, payee, operator } = await openWallets(city));
    kept = await accept(payee, await pay(payer, payee, 2_550, 'Lunch'));
    back = await giveBack(payee, await pay(payer, payee, 300));
    lapsed = await pay(payer, payee, 40);
  });
  afterAll(async () => {
    await city[Symbol.asyncDispose]();
    expect(city.faults).toEqual([]);
  });

  it('says before the end of the day when there will be a receipt', async () => {
    expect(await city.composed.modules.proofs.closeDays()).toBe(0);
    expect(await city.stranger.must('proofs.getKey', {})).toEqual({ key: null, earlier: [] });
    expect(await headsOf(city)).toEqual([]);
    const { receipt, readyAt } = await transferProof(payer, kept);
    expect(receipt).toBeNull();
    const waitMs = Date.parse(readyAt ?? '') - city.clock.nowMs();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(dayMs + 5 * 60_000);
    expect(await city.stranger.must('proofs.getHead', { day: '2020-01-01' })).toEqual({
      head: null,
    });
  });

  it('signs each day once, one head after the other', async () => {
    await daysLater(city, 3);
    expect(await stateOf(payer, lapsed.transferId)).toBe('expired');
    expect(await city.composed.modules.proofs.closeDays()).toBe(0);
    const heads = await headsOf(city);
    expect(heads.length).toBeGreaterThanOrEqual(3);
    const key = publicKeyOf(checks.sha256, await keyOf(city))!;
    for (const [index, head] of heads.entries()) {
      expect(await verifiedHead(checks, head, key)).not.toBeNull();
      const earlier = heads[index + 1];
      if (earlier !== undefined) expect(gapBetween(checks.sha256, earlier, head)).toBeNull();
    }
    const day = openHead(heads[0]!)!.facts.day;
    expect(await city.stranger.must('proofs.getHead', { day })).toEqual({ head: heads[0] });
    const page = await city.stranger.must('proofs.listHeads', { before: day });
    expect(page.heads).toEqual(heads.slice(1));
  });

  it('gives both a receipt of what became of a transfer', async () => {
    const told = async (person: TestPerson, transfer: Transfer) => {
      const receipt = await expectProven(city, await transferProof(person, transfer));
      return receipt.lines.map(({ kind, amountMinor, counterparty }) => [
        kind,
        amountMinor,
        counterparty,
      ]);
    };
    expect(await told(payer, kept)).toEqual([['transfer_out', -2_550, 'Wei']]);
    expect(await told(payee, kept)).toEqual([['transfer_in', 2_550, 'Ana']]);
    const returned = [
      ['transfer_out', -300, 'Wei'],
      ['transfer_back', 300, 'Wei'],
    ];
    expect(await told(payer, back)).toEqual(returned);
    const gone = returned.map(([kind, amount, name]) => [kind, (Number(amount) / 300) * 40, name]);
    expect(await told(payer, lapsed)).toEqual(gone);
    for (const transfer of [back, lapsed]) {
      const { transferId } = transfer;
      const reason = await payee.refused('proofs.getTransferReceipt', { transferId });
      expect(reason).toBe('transfer_unknown');
    }
  });

  it('gives a receipt of every line of a statement', async () => {
    for (const person of [payer, payee]) {
      const lines = await statementOf(person);
      expect(lines.length).toBeGreaterThan(0);
      for (const line of lines) {
        const receipt = await expectProven(city, await lineProof(person, line));
        expect(receipt.lines[0]).toMatchObject({
          ...{ kind: line.kind, amountMinor: line.money.amountMinor, at: line.at },
          ...{ reference: line.reference, note: line.note },
        });
      }
    }
  });

  it('gives it to nobody else', async () => {
    const third = await city.signUp('Eve');
    const { transferId } = kept;
    for (const who of [third, operator]) {
      const reason = await who.refused('proofs.getTransferReceipt', { transferId });
      expect(reason).toBe('transfer_unknown');
    }
    const ask = (lineNumber: number, of = currency) =>
      third.refused('proofs.getReceipt', { currency: of, lineNumber });
    expect(await ask(1)).toBe('transfer_unknown');
    expect(await ask(1, 'gold')).toBe('wrong_currency');
    const nothing = await third.refused('proofs.getTransferReceipt', { transferId: noId() });
    expect(nothing).toBe('transfer_unknown');
  });

  it('publishes key and heads as plain texts, which others may mirror', async () => {
    const [head = ''] = await headsOf(city);
    const { day } = openHead(head)!.facts;
    const answer = await fetch(`${city.origin}/proofs/heads/${day}`);
    expect(await answer.text()).toBe(head);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(await (await fetch(`${city.origin}/proofs/key`)).text()).toBe(`${await keyOf(city)}\n`);
    for (const path of ['2020-01-01', 'x', '9999-99-99']) {
      expect((await fetch(`${city.origin}/proofs/heads/${path}`)).status).toBe(404);
    }
  });

  it('keeps its private key in a file that only it may read', async () => {
    const file = city.composed.kernel.config.proofsKey;
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const { rows } = await city.sql('select octet_length(public_key) as n from proofs_key');
    expect(rows).toEqual([{ n: 32 }]);
  });

  it('has books that are those of its heads, also when it held more in a day', async () => {
    for (let i = 0; i < 20; i += 1) await topUp(operator, payer, 100 + i);
    await daysLater(city, 1);
    const { ledger } = city.composed.modules;
    expect((await auditHeads({ db: city.db, ledger }, null)).fault).toBeNull();
    expect((await auditChain(city.db)).fault).toBeNull();
    for (const line of await statementOf(payer)) {
      await expectProven(city, await lineProof(payer, line));
    }
  });

  it('has a receipt and heads that a command checks offline', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-proofs-'));
    const put = async (name: string, text: string) => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };
    try {
      const key = await put('key', await keyOf(city));
      const receipt = (await transferProof(payee, kept)).receipt!;
      const genuine = await put('receipt.json', JSON.stringify(receipt));
      const said = await verifyProofs([genuine, '--key', key]);
      expect(said).toMatchObject({ code: 0 });
      expect(said.text).toContain('✓ transfer_in  25.50 points');
      const forged = JSON.stringify(receipt).replace('2550', '9550');
      expect(await verifyProofs([await put('forged.json', forged)])).toMatchObject({ code: 1 });
      expect(await verifyProofs([key])).toMatchObject({ code: 1 });
      expect(await verifyProofs([])).toMatchObject({ code: 2 });

      const heads = await headsOf(city);
      const files = await Promise.all(heads.map((head, i) => put(`head-${i}`, head)));
      const ofHeads = await verifyProofs(['--heads', ...files, '--key', key]);
      expect(ofHeads.code).toBe(0);
      const [newest = '', , ...older] = files;
      const leaky = await verifyProofs(['--heads', newest, ...older, '--key', key]);
      expect(leaky).toMatchObject({ code: 1, text: expect.stringContaining('goes on from') });

      const env = { PLAZA_DATABASE_URL: city.db.url };
      const { code, text } = await auditBooks(env, ['--heads', newest, '--key', key]);
      expect(text).toContain('✓ every row is as it was written');
      expect(text).toContain(`the ${heads.length} heads signed by the city`);
      expect(text).toContain('the 1 heads kept elsewhere');
      expect(code).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('leaves proofs valid when a person is erased', async () => {
    const before = await expectProven(city, await transferProof(payee, kept));
    const heads = await headsOf(city);
    await payer.must('rights.requestDeletion', { currentPassword: payer.password });
    city.clock.travel(31 * dayMs);
    await city.composed.modules.rights.eraseDue();
    await city.settle();
    await daysLater(city, 2);

    const verdict = await verifyReceipt(checks, before, await keyOf(city));
    expect(verdict.ok).toBe(true);
    const fresh = await expectProven(city, await transferProof(payee, kept));
    expect(fresh.lines[0]).toMatchObject({ counterparty: null, amountMinor: 2_550 });
    expect(fresh.lines[0]!.records).toEqual(before.lines[0]!.records);
    const now = await headsOf(city);
    expect(now.slice(-heads.length)).toEqual(heads);
    const { ledger } = city.composed.modules;
    expect((await auditHeads({ db: city.db, ledger }, null)).fault).toBeNull();
  });
});

describe('books that somebody changed', () => {
  it('are told from those that were signed, however well it was hidden', async () => {
    await using city = await startCity();
    const { payer, payee, operator } = await openWallets(city);
    const sent = await accept(payee, await pay(payer, payee, 500));
    await daysLater(city, 1);
    const mirrored = { heads: await headsOf(city), keys: [await keyOf(city)] };
    const receipt = await expectProven(city, await transferProof(payee, sent));
    for (const table of ['transfer', 'chain']) {
      await city.sql(`alter table ledger_${table} disable trigger user`);
      await city.sql(`grant all on ledger_${table} to current_user`);
    }
    // All hashes are made anew, as only somebody with the whole database can.
    await city.sql('update ledger_transfer set user_data_32 = 9 where amount = 500');
    expect((await auditChain(city.db)).fault).toMatchObject({ kind: 'changed' });
    await city.sql(`update ledger_chain set head = sha256(head), marks = null`);
    const { ledger } = city.composed.modules;
    const audit = await auditHeads({ db: city.db, ledger }, mirrored);
    expect(audit.fault?.words).toMatch(/not as it was signed/);
    // The receipt of before still convicts, and none is made of what is not true any more.
    expect((await verifyReceipt(checks, receipt, mirrored.keys[0])).ok).toBe(true);
    const again = await payee.call('proofs.getTransferReceipt', { transferId: sent.transferId });
    expect(again).toMatchObject({ ok: false, error: 'internal' });
    expect(city.faults.length).toBeGreaterThan(0);
    // Signing anew what was changed is seen by whoever kept a head.
    await city.sql('alter table proofs_head disable trigger user');
    await city.sql(`update proofs_head set signed = replace(signed, 'city http', 'city https')`);
    const other = await auditHeads({ db: city.db, ledger }, mirrored);
    expect(other.fault?.words).toMatch(/shows another head/);
    const own = await auditHeads({ db: city.db, ledger }, null);
    expect(own.fault?.words).toMatch(/not signed by the city/);
    expect(operator.me.personId).not.toBe(payer.me.personId);
  });
});
