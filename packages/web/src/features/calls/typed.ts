import type { PersonId } from '@plaza/base';
import type { TypedLine } from './state.ts';

type Typed = Pick<TypedLine, 'line' | 'revision' | 'text'>;

/** Takes a line as it stands now; what was overtaken changes nothing. */
export function withTyped(
  lines: readonly TypedLine[],
  personId: PersonId,
  typed: Typed,
): readonly TypedLine[] {
  const { line, revision, text } = typed;
  const index = lines.findIndex((known) => known.personId === personId && known.line === line);
  const next = { personId, line, revision, text };
  if (index < 0) return text === '' ? lines : [...lines, next];
  if ((lines[index]?.revision ?? 0) >= revision) return lines;
  return lines.map((known, at) => (at === index ? next : known));
}

/** The line that a person still writes, if any: their newest one. */
export function openLine(lines: readonly TypedLine[], personId: PersonId): TypedLine | null {
  return lines.findLast((known) => known.personId === personId) ?? null;
}

/** All of it as text to be kept, in the order in which lines were begun. */
export function transcriptOf(
  lines: readonly TypedLine[],
  nameOf: (personId: PersonId) => string,
): string {
  return lines
    .filter(({ text }) => text.trim() !== '')
    .map(({ personId, text }) => `${nameOf(personId)}: ${text}`)
    .join('\n');
}
