import type { CaseId, PersonId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { TrustDeps } from './deps.ts';
import { caseStates, measuresFor } from './states.ts';
import { insertCase, lockAlike, lockCase, writeAnswer, writeDecision } from './store/cases.ts';
import { answeredTopic, decidedTopic, type CaseRow } from './types.ts';

type Refused<Reason extends string> = Outcome<CaseId, Reason>;
type DecideRefusal = 'case_unknown' | 'case_decided' | 'self_action' | 'invalid_choice';
type AnswerRefusal = 'case_unknown' | 'case_decided' | 'same_reviewer';

/** What was done to somebody without a report. */
export type GivenReasons = {
  /** Null: the server itself. */
  actorId: PersonId | null;
  personId: PersonId;
  reason: string;
  /** A suspension, unless told. */
  measure?: 'suspend_person' | 'freeze_wallet';
  /** Its case, where it follows from something: the same again is one case. */
  caseId?: CaseId;
};

/**
 * Writes down what no report led to, in the transaction that does it: who is put out, or cannot
 * reach their money, must be able to read why, and to appeal.
 */
export async function giveReasons(
  { clock, newId, outbox }: Pick<TrustDeps, 'clock' | 'newId' | 'outbox'>,
  tx: Tx,
  { actorId, personId, reason, measure = 'suspend_person', caseId = newId<CaseId>() }: GivenReasons,
): Promise<void> {
  const at = clock.now();
  const isNew = await insertCase(tx, {
    ...{ caseId, reporterId: null, subject: { kind: 'person', personId }, accusedId: personId },
    ...{ category: 'other', note: '', groupName: null, evidence: [], reportedAt: at },
    ...{ state: 'open', decision: null, appeal: null, answer: null },
  });
  if (!isNew) return;
  const decided = { decidedBy: actorId, decidedAt: at, decidedWith: caseId };
  await writeDecision(tx, [caseId], { measure, facts: reason, ground: reason, ...decided });
  // Who is suspended has no device that could be told.
  if (measure === 'freeze_wallet') await outbox.add(tx, decidedTopic, { caseId });
}

/** Decides a case and every open report of the same thing; what follows comes by the outbox. */
export function decideCase(
  deps: TrustDeps,
  actorId: PersonId,
  { caseId, measure, facts, ground }: MethodInput<'trust.decideCase'>,
): Promise<Refused<DecideRefusal>> {
  return decide<CaseId, DecideRefusal>(deps.db, async (tx) => {
    const row = await lockCase(tx, caseId);
    if (row === null) return no('case_unknown');
    const turn = caseStates[row.state].decide;
    if (typeof turn === 'string') return no('case_decided');
    // Nobody judges in their own affair.
    if (row.accusedId === actorId) return no('self_action');
    if (!isPossible(row, measure)) return no('invalid_choice');
    const alike = await lockAlike(tx, row.subject);
    const decidedAt = deps.clock.now();
    const decision = { measure, facts, ground, decidedBy: actorId, decidedAt, decidedWith: caseId };
    const ids = new Set([caseId, ...alike.map((other) => other.caseId)]);
    await writeDecision(tx, [...ids], decision);
    const detail = `${measure}: ${ground}`.slice(0, 300);
    await deps.audit(tx, { actorId, action: 'decide_case', subjectId: row.accusedId, detail });
    await deps.outbox.add(tx, decidedTopic, { caseId });
    return yes(caseId);
  });
}

function isPossible({ subject, accusedId }: CaseRow, measure: keyof typeof measuresFor.message) {
  if (!measuresFor[subject.kind][measure]) return false;
  return accusedId !== null || !['warn', 'suspend_person'].includes(measure);
}

/** Answers an appeal; reversed, what can be undone is undone. */
export function decideAppeal(
  deps: TrustDeps,
  actorId: PersonId,
  { caseId, outcome, answer }: MethodInput<'trust.decideAppeal'>,
): Promise<Refused<AnswerRefusal>> {
  return decide<CaseId, AnswerRefusal>(deps.db, async (tx) => {
    const row = await lockCase(tx, caseId);
    if (row === null) return no('case_unknown');
    const turn = caseStates[row.state].answer;
    if (typeof turn === 'string') return no(turn === 'case_decided' ? turn : 'case_unknown');
    const isSame = row.decision?.decidedBy === actorId;
    if (isSame && (await deps.control.countOperators(tx)) > 1) return no('same_reviewer');
    const answeredAt = deps.clock.now();
    await writeAnswer(tx, caseId, { outcome, answer, answeredBy: actorId, answeredAt });
    const detail = outcome;
    await deps.audit(tx, { actorId, action: 'decide_appeal', subjectId: row.accusedId, detail });
    await deps.outbox.add(tx, answeredTopic, { caseId });
    return yes(caseId);
  });
}
