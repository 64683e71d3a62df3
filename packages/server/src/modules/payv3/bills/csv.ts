// The form of every bill: a mark of UTF-8 first, a row of titles, one row for each thing, a row of
// titles of the sums, the sums. Each value stands behind a backquote, so that no spreadsheet takes
// a long number for a number.

const mark = '\uFEFF';
const lineEnd = '\r\n';

/** What would end a value too early is written in another way. */
function plain(value: string): string {
  return value
    .replaceAll(/[\r\n\t]+/g, ' ')
    .replaceAll('`', "'")
    .replaceAll(',', '，');
}

function row(values: readonly string[]): string {
  return values.map((value) => `\`${plain(value)}`).join(',');
}

export type Bill = {
  titles: readonly string[];
  rows: readonly (readonly string[])[];
  sumTitles: readonly string[];
  sums: readonly string[];
};

export function writeBill({ titles, rows, sumTitles, sums }: Bill): Buffer {
  const lines = [titles.join(','), ...rows.map(row), sumTitles.join(','), row(sums)];
  return Buffer.from(mark + lines.map((line) => line + lineEnd).join(''));
}
