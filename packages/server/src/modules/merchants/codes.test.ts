import type { MerchantId, OrderId } from '@plaza/base';
import { readMerchantCode } from '@plaza/base/codes';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amountOf, orderUrl, readToken, staticTexts } from './codes.ts';
import type { MerchantRow } from './types.ts';

const publicUrl = 'https://plaza.example';
const merchant: MerchantRow = {
  ...{ merchantId: '0190a000-0000-7000-a000-000000000001' as MerchantId, mchid: '1234567890' },
  ...{ ownerId: null, name: '咖啡 Sol', category: 'food', state: 'open', createdAt: new Date(0) },
};
const profile = { code: 'points', scale: 2 } as Parameters<typeof staticTexts>[1]['profile'];

it('every order is found again by its address, and by nothing that is changed in it', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.nat(60), (orderId, place) => {
      const url = orderUrl(publicUrl, merchant, orderId as OrderId);
      expect(readToken(publicUrl, ` ${url}\n`)).toEqual({
        ...{ kind: 'order', mchid: '1234567890', orderId },
      });
      const token = url.slice(`${publicUrl}/pay/`.length);
      expect(readToken(publicUrl, token)).toEqual(readToken(publicUrl, url));
      const cut = url.slice(0, url.length - 1 - (place % 40));
      expect(readToken(publicUrl, cut)).not.toMatchObject({ kind: 'order', orderId });
      expect(readToken(publicUrl, url.replace('plaza', 'elsewhere'))).toBe(null);
    }),
  );
});

it('what hangs on a wall says who, how much and for what, in both its forms', () => {
  const words = fc.string({ maxLength: 40 });
  const amount = fc.option(fc.integer({ min: 1, max: 1_000_000 }));
  fc.assert(
    fc.property(amount, words, (amountMinor, description) => {
      const { url, emv } = staticTexts(publicUrl, { merchant, profile, amountMinor, description });
      const token = readToken(publicUrl, url);
      expect(token).toMatchObject({ kind: 'static', currency: 'points', description });
      if (token?.kind === 'static') expect(amountOf(token.amount)).toBe(amountMinor);
      // What is too long for a field of EMVCo's is left to the address.
      if (emv === null) return;
      expect(readToken(publicUrl, emv)).toEqual(token);
      const read = readMerchantCode(emv, 2);
      expect(read).toMatchObject({ ok: true, code: { kind: 'static', amountMinor, name: 'Sol' } });
    }),
  );
  const short = { merchant, profile, amountMinor: 5, description: '' };
  expect(staticTexts(publicUrl, short).emv).not.toBe(null);
});
