import { secureRandom } from '@plaza/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readStatement } from './camt.ts';
import { endToEndIdOf, payoutIdFrom, writePayments } from './pain.ts';
import { payoutTable } from './payout.ts';
import { createReference, findReference } from './reference.ts';
import { cityIban, statementOf } from './testing.ts';
import type { PayoutRow } from './types.ts';
import { all, escapeXml, readXml, textAt } from './xml.ts';

describe('XML', () => {
  it('gives back every text that was written into it', () => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !/[\r\uFEFF]/u.test(one));
    fc.assert(
      fc.property(text, (value) => {
        const node = readXml(`<a x="${escapeXml(value)}">${escapeXml(value)}</a>`);
        expect(node?.attributes.get('x')).toBe(value);
        expect(node?.text).toBe(value);
      }),
    );
  });

  it.each([
    ...['', '<a>', '<a></b>', '<a/><b/>', 'x<a/>', '<a b=c/>', '<a>&unknown;</a>', '<a>&#0;</a>'],
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    ...['<a>&lt</a>', '<a>&#x110000;</a>', '<a', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`],
  ])('refuses %s', (source) => {
    expect(readXml(source)).toBeNull();
  });

  it('never takes long, nor throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (source) => void readXml(`<a>${source}`)));
    const startedAt = performance.now();
    readXml(`<a ${'x="1" '.repeat(20_000)}`);
    readXml('<'.repeat(100_000));
    readXml(`<a>${'&'.repeat(100_000)}</a>`);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('an account statement', () => {
  it('is read with what tells whose an entry is', () => {
    const reference = createReference(secureRandom);
    const lines = [
      { amount: '12.50', words: `top-up ${reference}`, ref: 'B1' },
      { amount: '3', out: true, endToEnd: 'X', ref: 'B2' },
    ];
    expect(readStatement(statementOf('S1', lines))).toMatchObject({
      iban: cityIban,
      entries: [
        {
          isCredit: true,
          amountMinor: 1_250,
          iso: 'EUR',
          bookedOn: '2026-11-20',
          name: 'Ana & Ben',
        },
        { isCredit: false, amountMinor: 300, endToEndId: 'X' },
      ],
    });
  });

  it('calls an entry the same in every file that tells of it', () => {
    const identities = (id: string, ref: string) =>
      readStatement(statementOf(id, [{ amount: '1', ref }]))?.entries.map(
        ({ identity }) => identity,
      );
    expect(identities('S1', 'B1')).toEqual(identities('S2', 'B1'));
    expect(identities('S1', 'B1')).not.toEqual(identities('S1', 'B2'));
    // Without a name of its own an entry is called by its place.
    expect(identities('S1', '')).not.toEqual(identities('S2', ''));
  });

  it.each([
    '<Document/>',
    statementOf('S', [{ amount: '1.234' }]),
    statementOf('S', [{ amount: '-1' }]),
    statementOf('S', [{ amount: '1' }]).replace('<Dt>2026-11-20</Dt>', '<Dt>soon</Dt>'),
    statementOf('S', [{ amount: '1' }]).replace('CRDT', 'BOTH'),
  ])('is not read in part', (source) => {
    expect(readStatement(source)?.entries ?? null).toBeNull();
  });
});

it('finds a reference of ours in what people write around it, and no other', () => {
  const digits = (reference: string) => reference.match(/.{1,4}/gu)?.join(' ') ?? '';
  for (let round = 0; round < 200; round += 1) {
    const reference = createReference(secureRandom);
    expect(findReference(`Top-up: ${digits(reference).toLowerCase()}, thanks`)).toBe(reference);
    const at = 4 + secureRandom.int(12);
    const wrong = String((Number(reference[at]) + 1) % 10);
    expect(findReference(reference.slice(0, at) + wrong + reference.slice(at + 1))).toBeNull();
  }
});

it('writes a file for the bank that adds up, and knows its payments again', () => {
  const payoutId = '0190a000-0000-8000-8000-00000000beef';
  const account = { name: 'City & Co', iban: cityIban, bic: '', iso: 'EUR' };
  const row = { payoutId, amountMinor: 1_250n, iban: 'FR14', name: '<Ana>' } as PayoutRow;
  const payouts = [row, { ...row, amountMinor: 50n }];
  const xml = writePayments({ messageId: payoutId, now: new Date(0), account, payouts });
  const node = readXml(xml);
  const info = all(node ?? undefined, 'CstmrCdtTrfInitn', 'PmtInf')[0];
  expect([textAt(info, 'CtrlSum'), textAt(info, 'NbOfTxs')]).toEqual(['13.00', '2']);
  const [first] = all(info, 'CdtTrfTxInf');
  expect(textAt(first, 'Cdtr', 'Nm')).toBe('<Ana>');
  expect(payoutIdFrom(textAt(first, 'PmtId', 'EndToEndId'))).toBe(payoutId);
  expect(endToEndIdOf(payoutId).length).toBeLessThanOrEqual(35);
  expect(payoutIdFrom('NOTPROVIDED')).toBeNull();
});

it('ends a payout once', () => {
  for (const state of ['paid', 'returned', 'expired', 'failed'] as const) {
    expect(new Set(Object.values(payoutTable[state]))).toEqual(new Set(['late']));
  }
});
