import { formatMinor } from '@plaza/base';
import type { StatementLine } from '@plaza/contract';

/** A field as RFC 4180 has it. What a table program would take for a formula is made a text. */
function field(text: string): string {
  const isNumber = /^-?\d+(?:\.\d+)?$/u.test(text);
  const plain = /^[=+\-@\t\r]/u.test(text) && !isNumber ? `'${text}` : text;
  return /[",\r\n]/u.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

type Words = {
  head: readonly string[];
  kindOf(line: StatementLine): string;
  nameOf(line: StatementLine): string;
};

/** A statement as a table for other programs, newest first, as it is shown. */
export function csvOf(lines: readonly StatementLine[], { head, kindOf, nameOf }: Words): string {
  const rows = lines.map((line) => {
    const { money, balanceMinor, note, reference, at, lineNumber } = line;
    const { amountMinor, currency, scale } = money;
    return [
      ...[String(lineNumber), at, kindOf(line), nameOf(line)],
      ...[formatMinor(amountMinor, scale), currency, formatMinor(balanceMinor, scale)],
      ...[note, reference],
    ];
  });
  const text = [head, ...rows].map((row) => row.map(field).join(',')).join('\r\n');
  // By this mark a table program knows the letters.
  return `\uFEFF${text}\r\n`;
}
