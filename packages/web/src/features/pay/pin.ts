/** What is so easy to guess that the server refuses it, told before anything is sent. */
export function isWeakPin(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at])));
  const isStraight = steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 0);
  return isStraight || /^(\d\d)\1\1$/u.test(pin);
}
