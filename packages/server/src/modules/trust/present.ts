import type { PersonId } from '@plaza/base';
import type { PersonCard, Receipt, Statement, TrustCase } from '@plaza/contract';
import { subjectKeyOf } from './store/cases.ts';
import { appealMs, type CaseRow } from './types.ts';

/** A report as its maker sees it: what became of it, not of whom it is about. */
export function receiptOf({
  caseId,
  subject,
  category,
  state,
  reportedAt,
  decision,
}: CaseRow): Receipt {
  return {
    ...{ caseId, subject, category },
    state: state === 'open' ? 'open' : 'decided',
    measure: decision?.measure ?? null,
    reportedAt: reportedAt.toISOString(),
  };
}

/** What it was about, in words that do not name who reported it. */
function subjectWords({ subject, evidence, groupName }: CaseRow): string {
  if (subject.kind === 'person') return '';
  if (subject.kind === 'group') return groupName ?? '';
  // A post comes first in its evidence, and a comment last.
  const entry =
    subject.kind === 'message'
      ? evidence.find(({ seq }) => seq === subject.seq)
      : evidence.at(subject.kind === 'post' ? 0 : -1);
  const body = entry?.body;
  if (body?.type !== 'message') return '';
  const text = 'text' in body.message ? body.message.text : '';
  return [...text].slice(0, 300).join('');
}

/** The decision with its reasons; null while there is none. */
export function statementOf(row: CaseRow): Statement | null {
  const { caseId, category, decision, appeal, answer } = row;
  if (decision === null) return null;
  const { measure, facts, ground, decidedAt } = decision;
  return {
    ...{ caseId, measure, category, facts, ground },
    subject: subjectWords(row),
    decidedAt: decidedAt.toISOString(),
    appealUntil: new Date(decidedAt.getTime() + appealMs).toISOString(),
    appeal:
      appeal === null
        ? null
        : {
            text: appeal.text,
            madeAt: appeal.at.toISOString(),
            outcome: answer?.outcome ?? null,
            answer: answer?.answer ?? '',
          },
  };
}

/** Whose cards the operator's view of these cases needs. */
export function peopleOf(rows: readonly CaseRow[]): PersonId[] {
  const ids = rows.flatMap((row) => [
    row.reporterId,
    row.accusedId,
    row.decision?.decidedBy ?? null,
  ]);
  return ids.filter((id): id is PersonId => id !== null);
}

type Around = { cards: Map<PersonId, PersonCard>; alike: Map<string, number> };

/** A case as the operator sees it. */
export function caseOf(row: CaseRow, { cards, alike }: Around): TrustCase {
  const cardOf = (id: PersonId | null) => (id === null ? null : (cards.get(id) ?? null));
  const { caseId, subject, category, note, evidence, groupName, state } = row;
  const same = alike.get(subjectKeyOf(subject)) ?? 0;
  return {
    ...{ caseId, subject, category, note, evidence, groupName, state },
    reporter: cardOf(row.reporterId),
    accused: cardOf(row.accusedId),
    alike: state === 'open' ? Math.max(0, same - 1) : same,
    statement: statementOf(row),
    decidedBy: cardOf(row.decision?.decidedBy ?? null),
    reportedAt: row.reportedAt.toISOString(),
  };
}
