import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decryptText, encryptText } from './aead.ts';
import { isFresh, readAuthorization } from './authorization.ts';
import { prepayIdOf, readPrepayId } from './numbers.ts';
import { Problem, problems, writeProblem, type ProblemCode } from './problems.ts';
import {
  answerMessage,
  isSignedBy,
  paySignMessage,
  requestMessage,
  signMessage,
} from './signing.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

describe('what is signed', () => {
  it('is five lines to ask, three to answer, four to open the sheet', () => {
    const asked = { method: 'post', url: '/v3/pay?a=%20b', timestamp: 1554208460, nonce: 'N' };
    expect(requestMessage({ ...asked, body: '{"a": 1}' }).toString()).toBe(
      'POST\n/v3/pay?a=%20b\n1554208460\nN\n{"a": 1}\n',
    );
    expect(requestMessage({ ...asked, body: '' }).toString()).toMatch(/\nN\n\n$/);
    const answered = { timestamp: 1554209980, nonce: 'c5ac7061fccab6bf3e254dcf98995b8c' };
    expect(answerMessage({ ...answered, body: '' }).toString()).toBe(
      '1554209980\nc5ac7061fccab6bf3e254dcf98995b8c\n\n',
    );
    const sheet = { appid: 'wx1', timestamp: '1', nonce: 'n', package: 'prepay_id=wx2' };
    expect(paySignMessage(sheet).toString()).toBe('wx1\n1\nn\nprepay_id=wx2\n');
  });

  it('is checked by RSA over SHA-256, and nothing else passes', async () => {
    const message = Buffer.from('Ä message');
    const signature = await signMessage(privateKey, message);
    const bytes = Buffer.from(signature, 'base64');
    expect(verify('RSA-SHA256', message, publicKey, bytes)).toBe(true);
    expect(isSignedBy(publicKey, message, bytes)).toBe(true);
    expect(isSignedBy(publicKey, Buffer.from('Another'), bytes)).toBe(false);
    expect(isSignedBy(publicKey, message, bytes.subarray(1))).toBe(false);
    const other = sign('RSA-SHA1', message, privateKey);
    expect(
      isSignedBy(
        createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
        message,
        other,
      ),
    ).toBe(false);
  });
});

describe('the header', () => {
  const signature = Buffer.alloc(256, 7).toString('base64');
  const header = (over: Record<string, string> = {}) => {
    const values = {
      ...{ mchid: '1900000001', serial_no: 'AB12cd34', nonce_str: 'x.1', timestamp: '1554208460' },
      ...{ signature, ...over },
    };
    const pairs = Object.entries(values).map(([name, value]) => `${name}="${value}"`);
    return `WECHATPAY2-SHA256-RSA2048 ${pairs.join(',')}`;
  };

  it('is read in any order', () => {
    const given = header().split(' ');
    const turned = `${given[0]} ${given[1]?.split(',').toReversed().join(',')}`;
    for (const text of [header(), turned, `${given[0]}  ${given[1]} `]) {
      expect(readAuthorization(text)).toMatchObject({ mchid: '1900000001', serial: 'AB12CD34' });
    }
  });

  it.each([
    ['another scheme', header().replace('SHA256', 'SM3')],
    ['a bearer', 'Bearer abc'],
    ['no header', undefined],
    ['a missing value', header({ nonce_str: '' })],
    ['a merchant of letters', header({ mchid: 'abcdefgh' })],
    ['a time with a fraction', header({ timestamp: '1.5' })],
    ['a line in a value', header({ nonce_str: 'a\nb' })],
    ['a huge one', header({ signature: 'A'.repeat(9_000) })],
  ])('is refused with %s', (_what, text) => expect(readAuthorization(text)).toBeNull());

  it('is fresh for five minutes, either way', () => {
    expect([-301, -300, 0, 300, 301].map((off) => isFresh(1_000 + off, 1_000_000))).toEqual([
      ...[false, true, true, true, false],
    ]);
  });
});

describe('AEAD_AES_256_GCM', () => {
  const key = '0123456789abcdef0123456789abcdef';
  const of = { nonce: 'abcdefghijkl', associatedData: 'transaction' };

  it('has the tag last: cases 13 and 14 of the specification of GCM', () => {
    const [zeroKey, zeros] = ['\0'.repeat(32), { nonce: '\0'.repeat(12), associatedData: '' }];
    const hexOf = (text: string) =>
      Buffer.from(encryptText(zeroKey, text, zeros).ciphertext, 'base64').toString('hex');
    expect(hexOf('')).toBe('530f8afbc74536b9a963b4f1c4cb738b');
    expect(hexOf('\0'.repeat(16))).toBe(
      'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
    );
  });

  it('opens what it closed, and nothing that was changed (property)', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
        const made = encryptText(key, text, of);
        expect(decryptText(key, made)).toBe(text);
        const bytes = Buffer.from(made.ciphertext, 'base64');
        const index = at % bytes.length;
        bytes.writeUInt8((bytes[index] as number) ^ 1, index);
        expect(decryptText(key, { ...made, ciphertext: bytes.toString('base64') })).toBeNull();
        expect(decryptText(key, { ...made, associated_data: 'refund' })).toBeNull();
        expect(decryptText(`${key.slice(1)}x`, made)).toBeNull();
      }),
    );
  });
});

describe('a problem', () => {
  it('is told in Chinese, and in English to whom asks for it', () => {
    const problem = new Problem('PARAM_ERROR', { field: '/body/amount', issue: 'must be whole' });
    expect(JSON.parse(writeProblem(problem, undefined).body)).toEqual({
      ...{ code: 'PARAM_ERROR', message: '参数错误 must be whole' },
      detail: { field: '/body/amount', issue: 'must be whole' },
    });
    expect(writeProblem(problem, 'en-GB').body).toContain('A parameter is wrong. must be whole');
  });

  it('is never taken for a success', () => {
    for (const code of Object.keys(problems) as ProblemCode[]) {
      const { status, body } = writeProblem({ code, detail: undefined }, 'en');
      expect(status >= 400 && status <= 500, code).toBe(true);
      expect(JSON.parse(body)).toMatchObject({ code });
    }
  });
});

it('a prepay id says of which order it is, and when it was asked for', () => {
  const orderId = '019ab0c1-2345-7abc-8def-0123456789ab';
  const prepayId = prepayIdOf(orderId, new Date('2026-11-23T10:34:56.900Z'));
  expect(prepayId).toHaveLength(48);
  const askedAt = new Date('2026-11-23T10:34:56Z');
  expect(readPrepayId(prepayId)).toEqual({ orderId, askedAt });
  expect(readPrepayId(`${prepayId}0`)).toBeNull();
  expect(readPrepayId('wx201410272009395522657a690389285100')).toBeNull();
});
