const pattern = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

/** An account number without the blanks that people put into it. */
export const compactIban = (text: string): string => text.replace(/\s/gu, '').toUpperCase();

/** Whether an account number is whole: ISO 13616, with its two check digits (ISO 7064, mod 97). */
export function isIban(text: string): boolean {
  const iban = compactIban(text);
  if (!pattern.test(iban)) return false;
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}
