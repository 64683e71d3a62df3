import type { CaseId, ConversationId, PersonId } from '@plaza/base';
import type { Entry, ReportSubject, TrustCase } from '@plaza/contract';

export type CaseState = TrustCase['state'];
export type Measure = NonNullable<TrustCase['statement']>['measure'];
export type Category = TrustCase['category'];
export type AppealOutcome = 'upheld' | 'reversed';

export type Decision = {
  measure: Measure;
  facts: string;
  ground: string;
  decidedBy: PersonId | null;
  decidedAt: Date;
  /** The case by which this one was decided: itself, unless another report came first. */
  decidedWith: CaseId;
};

export type Appeal = { text: string; at: Date };
export type Answer = {
  outcome: AppealOutcome;
  answer: string;
  answeredBy: PersonId | null;
  answeredAt: Date;
};

export type CaseRow = {
  caseId: CaseId;
  reporterId: PersonId | null;
  subject: ReportSubject;
  accusedId: PersonId | null;
  category: Category;
  note: string;
  groupName: string | null;
  evidence: Entry[];
  state: CaseState;
  reportedAt: Date;
  decision: Decision | null;
  appeal: Appeal | null;
  answer: Answer | null;
};

export type OnMessage = { conversationId: ConversationId; seq: number };

/** Told after a decision or an answer is committed: does what was decided, and says so. */
export const decidedTopic = 'trust.decided';
export const answeredTopic = 'trust.answered';

const dayMs = 24 * 3_600_000;
/** Article 20 of the Digital Services Act: at least six months. */
export const appealMs = 183 * dayMs;
/** What was reported is kept until nobody can appeal any more. */
export const evidenceMs = 2 * appealMs;
