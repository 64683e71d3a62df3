import { expect, test } from 'vitest';
import { isWeakPin } from './pin.ts';

test('a PIN of one digit, in order, or of a repeated pair is weak', () => {
  for (const pin of ['000000', '123456', '987654', '121212', '454545']) {
    expect(isWeakPin(pin), pin).toBe(true);
  }
  for (const pin of ['135791', '246802', '112358', '890123']) {
    expect(isWeakPin(pin), pin).toBe(false);
  }
});
