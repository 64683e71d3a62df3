import type { CaseId } from '@plaza/base';
import type { TrustDeps } from './deps.ts';
import { receiptOf, statementOf } from './present.ts';
import { selectCase, selectDecidedWith } from './store/cases.ts';
import { answeredTopic, decidedTopic, type CaseRow } from './types.ts';

/** Does what was decided. Each may be done again: what is done stays done. */
async function carryOut(deps: TrustDeps, row: CaseRow): Promise<void> {
  const { subject, accusedId, decision } = row;
  if (decision?.measure === 'remove_message' && subject.kind === 'message') {
    await deps.chat.removeMessage(subject.conversationId, subject.seq);
  }
  if (decision?.measure === 'remove_message' && 'postId' in subject) {
    await deps.moments.remove(subject);
  }
  if (decision?.measure === 'dissolve_group' && 'conversationId' in subject) {
    await deps.chat.dissolve(subject.conversationId);
  }
  if (decision?.measure === 'suspend_person' && accusedId !== null) {
    await deps.db.tx(async (tx) => void (await deps.control.suspend(tx, accusedId)));
  }
}

/** Tells the accused why, each in a transaction of one person's side. */
async function tellAccused({ db, sync }: TrustDeps, row: CaseRow): Promise<void> {
  const statement = statementOf(row);
  const { accusedId } = row;
  if (statement === null || accusedId === null || statement.measure === 'none') return;
  await db.tx(async (tx) => {
    await sync.append(tx, accusedId, 'trust.statementGiven', { statement });
  });
}

async function tellReporters({ db, sync }: TrustDeps, rows: readonly CaseRow[]): Promise<void> {
  for (const row of rows) {
    const { reporterId } = row;
    if (reporterId === null) continue;
    await db.tx(async (tx) => {
      await sync.append(tx, reporterId, 'trust.reportDecided', { receipt: receiptOf(row) });
    });
  }
}

/** What follows from decisions, after their commit and also after a crash. */
export function reactToDecisions(deps: TrustDeps): void {
  deps.outbox.react<{ caseId: CaseId }>(decidedTopic, async ({ caseId }) => {
    const row = await selectCase(deps.db, caseId);
    if (row === null) return;
    // Answered before this came about: an appeal that reversed it must have the last word.
    if (row.answer?.outcome !== 'reversed') await carryOut(deps, row);
    await tellAccused(deps, row);
    await tellReporters(deps, await selectDecidedWith(deps.db, caseId));
  });
  deps.outbox.react<{ caseId: CaseId }>(answeredTopic, async ({ caseId }) => {
    const row = await selectCase(deps.db, caseId);
    if (row === null) return;
    const { accusedId, decision, answer } = row;
    if (answer?.outcome === 'reversed' && decision?.measure === 'suspend_person') {
      if (accusedId !== null) {
        await deps.db.tx(async (tx) => void (await deps.control.restore(tx, accusedId)));
      }
    }
    if (answer?.outcome === 'reversed' && decision?.measure === 'freeze_wallet') {
      await deps.liftFreeze(caseId);
    }
    await tellAccused(deps, row);
  });
}
