import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMerchantCode, writeMerchantCode, type MerchantCode } from './emv.ts';
import { readBankTransfer, writeBankTransfer, type BankTransfer } from './epc.ts';
import { isIban } from './iban.ts';
import { crcOf } from './tlv.ts';

/** The example of EMVCo's own specification. */
const published =
  '00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN' +
  '5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412' +
  '340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A';

test('the checksum is the one whose check value is published', () => {
  expect(crcOf('123456789')).toBe('29B1');
});

test('reads the example of the specification', () => {
  expect(readMerchantCode(published, 2)).toEqual({
    ok: true,
    code: {
      kind: 'dynamic',
      accounts: [
        { id: '29', network: 'D15600000000', fields: { '05': 'A93FO3230Q' } },
        { id: '31', network: 'D15600000001', fields: { '03': '12345678' } },
      ],
      ...{ category: '4111', currency: '156', amountMinor: 2372, country: 'CN' },
      ...{ name: 'BEST TRANSPORT', city: 'BEIJING', postalCode: '' },
      ...{ bill: '', store: '1234', terminal: 'A6008667', purpose: '' },
    },
  });
});

const signs = fc.string({
  unit: fc.constantFrom(...Array.from('abc XYZ 019-.最佳运输café🚲')),
  maxLength: 40,
});
const text = (most: number, least = 0) =>
  signs
    .map((said) => [...said].slice(0, most).join(''))
    .filter((said) => [...said].length >= least);
const digits = (length: number) =>
  fc.string({
    unit: fc.constantFrom(...Array.from('0123456789')),
    minLength: length,
    maxLength: length,
  });
const amount = fc.option(fc.integer({ min: 1, max: 1_000_000_000_000 }));

const codes: fc.Arbitrary<MerchantCode> = fc.record({
  kind: fc.constantFrom('static', 'dynamic'),
  accounts: fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 26, max: 51 }).map(String),
      network: text(32, 1),
      fields: fc.dictionary(
        digits(2).filter((id) => id !== '00'),
        text(20, 1),
        { maxKeys: 2 },
      ),
    }),
    { minLength: 1, maxLength: 3, selector: ({ id }) => id },
  ),
  category: digits(4),
  currency: digits(3),
  amountMinor: amount,
  country: fc.constantFrom('CN', 'ES', 'KW', 'JP'),
  name: text(25, 1),
  city: text(15, 1),
  postalCode: text(10),
  bill: text(20),
  store: text(15),
  terminal: text(10),
  purpose: text(10),
});

test('what is written is read as it was meant, in every scale', () => {
  let written = 0;
  fc.assert(
    fc.property(codes, fc.integer({ min: 0, max: 4 }), (code, scale) => {
      const line = writeMerchantCode(code, scale);
      if (line === null) return;
      written += 1;
      expect(readMerchantCode(line, scale)).toEqual({ ok: true, code });
    }),
  );
  // What does not fit into 99 signs is refused, and is rare.
  expect(written).toBeGreaterThan(50);
});

test('no sign of a code can be changed without being noticed', () => {
  const wrong = (line: string) => !readMerchantCode(line, 2).ok;
  for (let at = 0; at < published.length; at += 1) {
    const other = published[at] === '7' ? '8' : '7';
    expect(wrong(published.slice(0, at) + other + published.slice(at + 1))).toBe(true);
    expect(wrong(published.slice(0, at))).toBe(true);
  }
});

const anything = fc.uint8Array({ maxLength: 60 }).map((bytes) => new TextDecoder().decode(bytes));

test('anything at all is read or refused, and never breaks', () => {
  fc.assert(
    fc.property(anything, fc.string(), (any, more) => {
      const body = `000201${any}${more}6304`;
      const read = readMerchantCode(body + crcOf(body), 2);
      expect(read.ok || read.fault !== 'wrong_checksum').toBe(true);
      expect(readMerchantCode(any, 2).ok).toBe(false);
      expect(readBankTransfer(any)).toBeNull();
    }),
  );
});

const written = [
  ...['BCD', '002', '1', 'SCT', 'BFSWDE33BER', 'Wikimedia Foerdergesellschaft'],
  ...['DE33100205000001194700', 'EUR123.45', '', '', 'Spende fuer Wikipedia', ''],
].join('\n');

test('reads a transfer as banks write it, with any line end', () => {
  const expected = {
    ...{ bic: 'BFSWDE33BER', name: 'Wikimedia Foerdergesellschaft' },
    ...{ iban: 'DE33100205000001194700', amountMinor: 12_345, purpose: '', reference: '' },
    ...{ text: 'Spende fuer Wikipedia', information: '' },
  };
  expect(readBankTransfer(written)).toEqual(expected);
  expect(readBankTransfer(written.replaceAll('\n', '\r\n'))).toEqual(expected);
  expect(writeBankTransfer(expected)).toBe(written.trimEnd());
});

test('a transfer that is not whole is refused', () => {
  const changed = (from: string, to: string) => readBankTransfer(written.replace(from, to));
  expect(changed('\nDE33', '\nDE34')).toBeNull();
  expect(changed('EUR123.45', 'EUR123,45')).toBeNull();
  expect(changed('EUR123.45', 'USD123.45')).toBeNull();
  expect(changed('EUR123.45', 'EUR0')).toBeNull();
  expect(changed('\n1\nSCT', '\n2\nSCT')).toBeNull();
  expect(changed('002', '003')).toBeNull();
  expect(changed('\nWikimedia Foerdergesellschaft', '\n')).toBeNull();
});

const transfers: fc.Arbitrary<BankTransfer> = fc.record({
  name: text(70, 1),
  iban: fc.constantFrom('DE33100205000001194700', 'ES9121000418450200051332'),
  bic: fc.constantFrom('', 'BFSWDE33BER', 'DEUTDEFF'),
  amountMinor: fc.option(fc.integer({ min: 1, max: 99_999_999_999 })),
  purpose: fc.constantFrom('', 'GDDS'),
  reference: fc.constant(''),
  text: text(40),
  information: text(30),
});

test('a transfer that was written is read as it was meant', () => {
  fc.assert(
    fc.property(transfers, (transfer) => {
      const line = writeBankTransfer(transfer);
      expect(line).not.toBeNull();
      expect(readBankTransfer(line ?? '')).toEqual(transfer);
    }),
  );
});

test('account numbers have check digits', () => {
  expect(isIban('GB82 WEST 1234 5698 7654 32')).toBe(true);
  expect(isIban('GB82 WEST 1234 5698 7654 23')).toBe(false);
  expect(isIban('')).toBe(false);
});
