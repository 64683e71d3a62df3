import type { MethodOutput, StatementLine } from '@plaza/contract';

export type Statement = MethodOutput<'pay.listStatement'>;

/**
 * Puts a fresh first page in front of what was read before. Where they do not meet something in
 * between is not known: then only the fresh page stays.
 */
export function joinPages(kept: Statement | null, fresh: Statement): Statement {
  const oldest = fresh.lines.at(-1);
  if (kept === null || oldest === undefined || fresh.next === null) return fresh;
  const meets = kept.lines.some(({ lineNumber }) => lineNumber >= oldest.lineNumber);
  if (!meets) return fresh;
  const older = kept.lines.filter(({ lineNumber }) => lineNumber < oldest.lineNumber);
  // Older lines were not read yet: the fresh page knows best how to go on.
  if (older.length === 0) return fresh;
  return { lines: [...fresh.lines, ...older], next: kept.next };
}

/** Puts the next page behind what was read; a line that both have stands once. */
export function appendPage(kept: Statement, page: Statement): Statement {
  const last = kept.lines.at(-1)?.lineNumber ?? Infinity;
  const older = page.lines.filter(({ lineNumber }) => lineNumber < last);
  return { lines: [...kept.lines, ...older], next: page.next };
}

export type Day = { key: string; at: string; lines: readonly StatementLine[] };

/** Lines under the days of this device’s calendar, in the order in which they came. */
export function daysOf(lines: readonly StatementLine[]): Day[] {
  const days: { key: string; at: string; lines: StatementLine[] }[] = [];
  for (const line of lines) {
    const at = new Date(line.at);
    const key = `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
    const last = days.at(-1);
    if (last?.key === key) last.lines.push(line);
    else days.push({ key, at: line.at, lines: [line] });
  }
  return days;
}
