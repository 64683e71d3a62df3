import { expect, test } from 'vitest';
import { isWeakPin } from './pin.ts';

test('a PIN of one digit, in even steps, or of a repeated pair is weak', () => {
  for (const pin of ['000000', '123456', '890123', '987654', '135791', '246802', '454545']) {
    expect(isWeakPin(pin), pin).toBe(true);
  }
  for (const pin of ['135792', '112358', '280461']) expect(isWeakPin(pin), pin).toBe(false);
});
