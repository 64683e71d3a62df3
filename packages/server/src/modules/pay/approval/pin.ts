import type { LockRule } from '../../../kernel/auth/index.ts';

const minuteMs = 60_000;

/**
 * A PIN has a million values, so its count of wrong tries is never forgotten by time: after the
 * five free tries a guesser has four within four hours, and then one a day.
 */
export const pinLockRule = {
  freeTries: 5,
  waitsMs: [1, 5, 30, 180, 1_440].map((count) => count * minuteMs),
  lapseMs: null,
} as const satisfies LockRule;

/** Why a PIN is easy to guess, or null when it is not. */
export type PinWeakness = 'repeated' | 'sequence' | 'common';

/** What a guesser who knows how people choose tries first, besides the patterns below. */
const common = new Set(
  (
    '112233 332211 445566 778899 123321 654456 456654 123654 456123 147258 258369 147369 ' +
    '159753 357159 159357 741852 852963 963852 369258 789456 987456 456789 135790 246810 ' +
    '102030 010203 100200 520131 521131 131452 520520 521521 131400 201314 520999 168168 ' +
    '188888 166666 888666 666888 123000 000123 100000 000001 110110 911911 007007 112112 ' +
    '124578 142536 314159 271828 101112 142857 696969 420420 789789 124816'
  ).split(' '),
);

/** Judges a PIN. Dates are allowed: refusing them all would leave little that people remember. */
export function weaknessOfPin(pin: string): PinWeakness | null {
  if (isRepeated(pin)) return 'repeated';
  if (isSequence(pin)) return 'sequence';
  return common.has(pin) ? 'common' : null;
}

/** One, two or three digits again and again: 111111, 121212, 123123. */
function isRepeated(pin: string): boolean {
  return [1, 2, 3].some((unit) => pin === pin.slice(0, unit).repeat(pin.length / unit));
}

/** The same step from each digit to the next, also past the nine: 123456, 987654, 246802. */
function isSequence(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10);
  const [first] = steps;
  return steps.every((step) => step === first) && [1, 2, 8, 9].includes(first ?? 0);
}
