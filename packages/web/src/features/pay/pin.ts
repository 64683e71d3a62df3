/** What is so easy to guess that the server refuses it, told before anything is sent. */
export function isWeakPin(pin: string): boolean {
  // The same step from each digit to the next, also past the nine: 123456, 987654, 246802.
  const digits = [...pin].map(Number);
  const steps = digits.slice(1).map((digit, at) => (digit - (digits[at] ?? 0) + 10) % 10);
  const [first = 0] = steps;
  const isStraight = steps.every((step) => step === first) && [0, 1, 2, 8, 9].includes(first);
  return isStraight || /^(\d\d)\1\1$/u.test(pin);
}
