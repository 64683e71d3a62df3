import { formatMinor } from '@plaza/base';
import type { MerchantLine } from '@plaza/contract';

/** A field as RFC 4180 has it. What a table program would take for a formula is made a text. */
function field(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const signed = (minor: number, scale: number) =>
  `${minor < 0 ? '-' : ''}${formatMinor(Math.abs(minor), scale)}`;

/** The lines of a merchant’s day as a table: oldest first, so that the balances can be followed. */
export function csvOf(
  lines: readonly MerchantLine[],
  words: { head: readonly string[]; kindOf(line: MerchantLine): string },
): string {
  const rows = lines
    .toSorted((a, b) => a.lineNumber - b.lineNumber)
    .map((line) => [
      ...[String(line.lineNumber), line.at, words.kindOf(line)],
      ...[signed(line.money.amountMinor, line.money.scale), line.money.currency],
      ...[signed(line.balanceMinor, line.money.scale), line.outNo, line.note, line.reference],
    ]);
  const text = [words.head, ...rows].map((row) => row.map(field).join(',')).join('\r\n');
  // By this mark a table program knows the letters.
  return `\uFEFF${text}\r\n`;
}
