import fc from 'fast-check';
import { createHash, generateKeyPairSync, sign, verify, createPublicKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { base64Of, bytesOfBase64, hexOf, uuidOf128, utf8 } from './bytes.ts';
import {
  cityNameOf,
  gapBetween,
  headText,
  openHead,
  publicKeyOf,
  signedHead,
  verifiedHead,
  verifierKeyOf,
  type Checks,
  type HeadFacts,
} from './head.ts';
import { inclusionPath, leafHash, merkleRoot } from './merkle.ts';
import { receiptFormat, verifyReceipt, type Receipt } from './receipt.ts';
import { decodeRecord, encodeRecord, type LedgerRecord, type TransferFacts } from './record.ts';
import { sha256 } from './sha256.ts';

const pair = generateKeyPairSync('ed25519');
const rawOf = (key: typeof pair.publicKey) =>
  new Uint8Array(Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url'));
const publicKey = rawOf(pair.publicKey);
const checks: Checks = {
  sha256: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
  async verifyEd25519(raw, message, signature) {
    const x = Buffer.from(raw).toString('base64url');
    const key = createPublicKey({ format: 'jwk', key: { kty: 'OKP', crv: 'Ed25519', x } });
    return verify(null, message, key, signature);
  },
};

const u = (bits: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n });
const anyTransfer: fc.Arbitrary<TransferFacts> = fc.record({
  id: u(128),
  debit_account_id: u(128),
  credit_account_id: u(128),
  amount: u(63),
  pending_id: u(128),
  user_data_128: u(128),
  user_data_64: u(64),
  user_data_32: fc.nat(2 ** 31 - 1),
  timeout: fc.nat(2 ** 31 - 1),
  ledger: fc.nat(2 ** 31 - 1),
  code: fc.nat(65_535),
  flags: fc.nat(65_535),
  timestamp: u(63),
});
const anyRecord: fc.Arbitrary<LedgerRecord> = fc.oneof(
  anyTransfer.map((transfer) => ({ kind: 'transfer' as const, transfer })),
  fc
    .record({ id: u(128), timestamp: u(63) })
    .map((expiry) => ({ kind: 'expiry' as const, expiry })),
);

function factsOf(more: Partial<HeadFacts> = {}): HeadFacts {
  return {
    ...{ city: cityNameOf(sha256, publicKey), day: '2026-11-22', size: 2, root: sha256(utf8('r')) },
    ...{ address: 'https://city.example', after: 0n, through: 1_763_800_000_000_000_000n },
    ...{ previous: null, chain: null, closedAt: '2026-11-23T00:05:00.000Z', ...more },
  };
}

function signed(facts: HeadFacts): string {
  const text = headText(facts);
  const signature = new Uint8Array(sign(null, Buffer.from(text), pair.privateKey));
  return signedHead(sha256, { text, publicKey, signature });
}

test('a record is read as it was written, and each field is in its bytes', () => {
  fc.assert(
    fc.property(anyRecord, anyRecord, (one, other) => {
      const bytes = encodeRecord(one);
      expect(decodeRecord(bytes)).toEqual(one);
      expect(decodeRecord(bytes.slice(1))).toBeNull();
      const isSame = hexOf(encodeRecord(other)) === hexOf(bytes);
      expect(isSame).toBe(JSON.stringify(one, big) === JSON.stringify(other, big));
    }),
  );
});
const big = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);

test('the bytes of a record stay what they are', () => {
  const transfer: TransferFacts = {
    ...{ id: 1n, debit_account_id: 2n, credit_account_id: 3n, amount: 1250n, pending_id: 0n },
    ...{ user_data_128: 5n, user_data_64: 6n, user_data_32: 7, timeout: 8, ledger: 9 },
    ...{ code: 10, flags: 2, timestamp: 0x0102030405060708n },
  };
  expect(hexOf(encodeRecord({ kind: 'transfer', transfer }))).toBe(
    '01' +
      '0102030405060708' +
      '00000000000000000000000000000001' +
      '00000000000000000000000000000002' +
      '00000000000000000000000000000003' +
      '000000000000000000000000000004e2' +
      '00000000000000000000000000000000' +
      '00000000000000000000000000000005' +
      '0000000000000006' +
      '000000070000000800000009000a0002',
  );
  const expiry = { id: 1n, timestamp: 2n };
  expect(hexOf(encodeRecord({ kind: 'expiry', expiry }))).toBe(
    '02000000000000000200000000000000000000000000000001',
  );
});

test('base64 has one spelling', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(base64Of(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect([...bytesOfBase64(base64Of(bytes))!]).toEqual([...bytes]);
    }),
  );
  for (const wrong of ['AB==', 'A', 'AA=A', 'AAAA\n', 'AA-_'])
    expect(bytesOfBase64(wrong)).toBeNull();
});

test('a head that is signed is read back and believed', async () => {
  const chain = { timestamp: 17n, head: sha256(utf8('c')) };
  for (const facts of [factsOf(), factsOf({ previous: sha256(utf8('p')), chain })]) {
    expect(openHead(signed(facts))?.facts).toEqual(facts);
    expect(await verifiedHead(checks, signed(facts), publicKey)).toEqual(facts);
  }
});

test('a head with any character changed is not', async () => {
  const published = signed(factsOf({ previous: sha256(utf8('p')) }));
  for (let at = 0; at < published.length; at += 1) {
    for (const letter of ['0', '1', 'A', '\n', '']) {
      if (published[at] === letter) continue;
      const changed = published.slice(0, at) + letter + published.slice(at + 1);
      expect(await verifiedHead(checks, changed, publicKey), changed).toBeNull();
    }
  }
  const other = rawOf(generateKeyPairSync('ed25519').publicKey);
  expect(await verifiedHead(checks, published, other)).toBeNull();
});

test('a key in one line is read back; of another city it is not', () => {
  const line = verifierKeyOf(sha256, publicKey);
  expect(line).toMatch(/^plaza-[0-9a-f]{32}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{44}$/);
  expect([...publicKeyOf(sha256, ` ${line}\n`)!]).toEqual([...publicKey]);
  expect(publicKeyOf(sha256, line.replace('plaza-', 'plaza-0'))).toBeNull();
  expect(publicKeyOf(sha256, 'plaza')).toBeNull();
});

test('heads in a row leave nothing out', () => {
  const first = factsOf();
  const previous = sha256(utf8(headText(first)));
  const second = factsOf({
    day: '2026-11-23',
    previous,
    after: first.through,
    through: first.through,
  });
  expect(gapBetween(sha256, signed(first), signed(second))).toBeNull();
  expect(gapBetween(sha256, signed(second), signed(first))).toMatch(/rise/);
  const forked = signed({ ...first, size: 3 });
  expect(gapBetween(sha256, forked, signed(second))).toMatch(/goes on from another/);
  expect(gapBetween(sha256, signed(first), signed({ ...second, after: 5n }))).toMatch(/no head/);
});

// A day of random events, and receipts of those that settle something.

const account = { payer: 11n, payee: 22n };
const at = (ns: bigint) => new Date(Number(ns / 1_000_000n)).toISOString();

function receiptOf(isLapse: boolean): Receipt {
  const base = 1_763_790_000_000_000_000n;
  const pending: TransferFacts = {
    ...{ id: 100n, debit_account_id: account.payer, credit_account_id: account.payee },
    ...{ amount: 500n, pending_id: 0n, user_data_128: 9n, user_data_64: 0n, user_data_32: 0 },
    ...{ timeout: 60, ledger: 1, code: 10, flags: 2, timestamp: base },
  };
  const post: TransferFacts = {
    ...{ ...pending, id: 101n, pending_id: 100n, flags: 4, timeout: 0, timestamp: base + 5n },
  };
  const end: LedgerRecord = isLapse
    ? { kind: 'expiry', expiry: { id: 100n, timestamp: base + 5n } }
    : { kind: 'transfer', transfer: post };
  const records: LedgerRecord[] = [{ kind: 'transfer', transfer: pending }, end];
  for (let i = 0; i < 9; i += 1) {
    const transfer = {
      ...pending,
      id: 200n + BigInt(i),
      flags: 0,
      timestamp: base + 10n + BigInt(i),
    };
    records.push({ kind: 'transfer', transfer });
  }
  const leaves = records.map((record) => leafHash(sha256, encodeRecord(record)));
  const root = merkleRoot(sha256, leaves);
  const head = signed(factsOf({ size: leaves.length, root, through: base + 18n }));
  const proven = [0, 1].map((index) => ({
    record: base64Of(encodeRecord(records[index]!)),
    index,
    path: inclusionPath(sha256, leaves, index).map(base64Of),
    head,
  }));
  const line = {
    ...{ kind: isLapse ? 'transfer_back' : 'transfer_in', amountMinor: 500, currency: 'points' },
    ...{ scale: 2, ledger: 1, counterparty: 'Mina', note: 'Lunch', at: at(base + 5n) },
    reference: uuidOf128(isLapse ? 100n : 101n),
    account: uuidOf128(isLapse ? account.payer : account.payee),
    records: proven,
  };
  const key = verifierKeyOf(sha256, publicKey);
  return { format: receiptFormat, city: 'https://city.example', key, lines: [line] };
}

type Path = (string | number)[];
type Leaf = { path: Path; value: unknown };

function leavesIn(value: unknown, path: Path = []): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, one]) => leavesIn(one, [...path, key]));
}

function changedAt(receipt: Receipt, path: Path, value: unknown): unknown {
  const copy = structuredClone(receipt) as unknown as Record<string, unknown>;
  let target = copy;
  for (const key of path.slice(0, -1)) target = target[key] as Record<string, unknown>;
  target[path.at(-1)!] = value;
  return copy;
}

/** What the city says and the ledger does not know. */
const words = new Set(['city', 'counterparty', 'note', 'kind', 'currency', 'scale']);

test.each([true, false])(
  'a receipt is believed, and no changed one is (lapse: %s)',
  async (isLapse) => {
    const receipt = receiptOf(isLapse);
    const verdict = await verifyReceipt(checks, receipt, receipt.key);
    expect(verdict.ok).toBe(true);
    for (const { path, value } of leavesIn(receipt)) {
      const wrong = typeof value === 'number' ? value + 1 : `${String(value).slice(0, -2)}AB`;
      const changed = changedAt(receipt, path, wrong);
      const got = await verifyReceipt(checks, changed, receipt.key);
      const isWord = words.has(String(path.at(-1)));
      expect(got.ok, path.join('.')).toBe(isWord);
    }
  },
);

test('a receipt of another account, or of half of its records, is not believed', async () => {
  const receipt = receiptOf(true);
  const [line] = receipt.lines;
  const faultOf = async (more: object) => {
    const verdict = await verifyReceipt(checks, { ...receipt, lines: [{ ...line, ...more }] });
    return verdict.ok ? null : verdict.fault;
  };
  expect(await faultOf({})).toBeNull();
  expect(await faultOf({ account: uuidOf128(33n) })).toBe('words_differ');
  expect(await faultOf({ records: line!.records.slice(0, 1) })).toBe('words_differ');
  expect(await faultOf({ records: line!.records.slice(1) })).toBe('words_differ');
  expect(await faultOf({ records: [] })).toBe('not_a_receipt');
  expect(await faultOf({ records: line!.records.toReversed() })).toBe('words_differ');
});

test('what is no receipt is told apart without a throw', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(await verifyReceipt(checks, value)).toEqual({ ok: false, fault: 'not_a_receipt' });
    }),
  );
});
