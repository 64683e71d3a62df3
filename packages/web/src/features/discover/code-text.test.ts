import { writeBankTransfer, writeMerchantCode } from '@plaza/base/codes';
import { expect, test } from 'vitest';
import { payPlace, understand } from './code-text.ts';

const origin = 'https://plaza.example';

test('codes of this server lead to their place in the app', () => {
  expect(understand(' https://plaza.example/u#abc ', origin)).toEqual({
    kind: 'path',
    path: '/u#abc',
  });
  expect(understand('https://plaza.example/q#xyz', origin)).toMatchObject({ path: '/q#xyz' });
  const pay = 'https://plaza.example/pay/Abc_12-xyz';
  expect(understand(pay, origin)).toEqual({ kind: 'path', path: '/pay/Abc_12-xyz' });
  const fixed = `${pay}?c=points&a=250&d=Bread`;
  expect(understand(fixed, origin)).toMatchObject({
    path: '/pay/Abc_12-xyz?c=points&a=250&d=Bread',
  });
  expect(understand(`${pay}/../../me`, origin)).toMatchObject({ kind: 'link' });
});

test('the same path on another server is only a link', () => {
  expect(understand('https://evil.example/q#xyz', origin)).toMatchObject({ kind: 'link' });
  expect(understand('http://plaza.example/q#xyz', origin)).toMatchObject({ kind: 'link' });
  expect(understand('https://evil.example/pay/Abc12', origin)).toMatchObject({ kind: 'link' });
});

test('nothing but http becomes a link', () => {
  expect(understand('javascript:alert(1)', origin)).toMatchObject({ kind: 'text' });
  expect(understand('hello', origin)).toEqual({ kind: 'text', text: 'hello' });
});

test('a merchant’s code is paid, unless it is damaged', () => {
  const accounts = [{ id: '26', network: 'org.plaza', fields: { '01': 'x' } }];
  const written = writeMerchantCode(
    {
      ...{ kind: 'static', accounts, category: '5812', currency: '999', amountMinor: 1_250 },
      ...{ country: 'ES', name: 'Sol', city: 'Plaza', postalCode: '' },
      ...{ bill: '', store: '', terminal: '', purpose: '' },
    },
    2,
  );
  const text = written ?? '';
  expect(understand(text, origin)).toEqual({ kind: 'path', path: payPlace(text) });
  expect(understand(text.replace('12.50', '92.50'), origin)).toEqual({ kind: 'damaged' });
});

test('a bank transfer and somebody’s pay code are called by their name', () => {
  const transfer = {
    ...{ name: 'Town hall', iban: 'DE02120300000000202051', bic: '', amountMinor: 1_000 },
    ...{ purpose: '', reference: '', text: 'Bill 7', information: '' },
  };
  const scanned = understand(writeBankTransfer(transfer) ?? '', origin);
  expect(scanned).toMatchObject({ kind: 'bank', transfer: { name: 'Town hall' } });
  expect(understand('130061098828009406', origin)).toEqual({ kind: 'payCode' });
  expect(understand('1300 6109 8828 0094 06', origin)).toEqual({ kind: 'payCode' });
});
