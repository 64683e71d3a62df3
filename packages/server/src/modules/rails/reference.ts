import type { Random } from '@plaza/base';

const digits = 12;

/** ISO 7064, mod 97-10, over letters as numbers: A is 10. */
function mod97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    for (const digit of String(Number.parseInt(sign, 36))) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}

/** A creditor reference (ISO 11649) of ours: `RF`, two check digits, twelve digits by chance. */
export function createReference(random: Pick<Random, 'int'>): string {
  const body = Array.from({ length: digits }, () => random.int(10)).join('');
  const check = 98 - mod97(`${body}RF00`);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** The first reference of ours in what somebody wrote; null: there is none that is whole. */
export function findReference(text: string): string | null {
  const compact = text.replace(/[^A-Za-z0-9]/gu, '').toUpperCase();
  for (const [found] of compact.matchAll(/RF\d{14}/gu)) {
    if (mod97(found.slice(4) + found.slice(0, 4)) === 1) return found;
  }
  return null;
}
