import { isUuid, type CaseId, type PersonId } from '@plaza/base';
import type { MethodInput, Receipt, Statement, TrustCase } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { reactToDecisions } from './carrying-out.ts';
import { decideAppeal, decideCase, giveReasons } from './deciding.ts';
import type { TrustDeps } from './deps.ts';
import { dropFiles, letOperatorsSee } from './evidence.ts';
import { createTrustHolding } from './holding.ts';
import { caseOf, peopleOf, receiptOf, statementOf } from './present.ts';
import { report } from './reporting.ts';
import { caseStates } from './states.ts';
import * as store from './store/cases.ts';
import { appealMs, evidenceMs, type CaseRow } from './types.ts';

const pageSize = 50;
const listed = 100;

type AppealRefusal = 'case_unknown' | 'appeal_pending' | 'appeal_too_late';
type CasesPage = { cases: TrustCase[]; waiting: number; next: string | null };

function parsePlace(cursor: string): store.Place | null {
  const [ms = '', caseId = ''] = cursor.split('.', 2);
  if (!/^\d{1,15}$/.test(ms) || !isUuid(caseId)) return null;
  return { at: new Date(Number(ms)), caseId };
}

async function present(deps: TrustDeps, rows: readonly CaseRow[]): Promise<TrustCase[]> {
  const keys = rows.map(({ subject }) => store.subjectKeyOf(subject));
  const [cards, alike] = await Promise.all([
    deps.identity.getCards(peopleOf(rows)),
    store.countAlike(deps.db, keys),
  ]);
  return rows.map((row) => caseOf(row, { cards, alike }));
}

async function listCases(
  deps: TrustDeps,
  { state, cursor }: MethodInput<'trust.listCases'>,
): Promise<Outcome<CasesPage, 'invalid'>> {
  const after = cursor === undefined ? null : parsePlace(cursor);
  if (cursor !== undefined && after === null) return no('invalid');
  const rows = await store.listCases(deps.db, { state, after, limit: pageSize + 1 });
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  const hasMore = rows.length > pageSize && last !== undefined;
  return yes({
    cases: await present(deps, page),
    waiting: await store.countWaiting(deps.db),
    next: hasMore ? `${last.reportedAt.getTime()}.${last.caseId}` : null,
  });
}

/** Asks for another look; by the accused, once, within six months. */
function appeal(
  { db, clock }: TrustDeps,
  personId: PersonId,
  { caseId, text }: MethodInput<'trust.appeal'>,
): Promise<Outcome<{ statement: Statement }, AppealRefusal>> {
  return decide<{ statement: Statement }, AppealRefusal>(db, async (tx) => {
    const row = await store.lockCase(tx, caseId);
    const { decision } = row ?? { decision: null };
    const isMine = row?.accusedId === personId && decision?.decidedWith === caseId;
    if (row === null || decision === null || !isMine || decision.measure === 'none') {
      return no('case_unknown');
    }
    const turn = caseStates[row.state].appeal;
    if (typeof turn === 'string') return no(turn === 'appeal_pending' ? turn : 'case_unknown');
    const at = clock.now();
    if (at.getTime() - decision.decidedAt.getTime() > appealMs) return no('appeal_too_late');
    await store.writeAppeal(tx, caseId, { text, at });
    const statement = statementOf({ ...row, state: turn.to, appeal: { text, at } });
    return statement === null ? no('case_unknown') : yes({ statement });
  });
}

/** Creates the module of reports, decisions with reasons, and appeals. */
export function createTrust(deps: TrustDeps) {
  const { db, clock, jobs } = deps;
  reactToDecisions(deps);
  letOperatorsSee(deps);

  async function afterChange<Reason extends string>(
    outcome: Outcome<CaseId, Reason>,
  ): Promise<Outcome<{ case: TrustCase }, Reason | 'case_unknown'>> {
    if (!outcome.ok) return outcome;
    const row = await store.selectCase(db, outcome.value);
    const [shown] = row === null ? [] : await present(deps, [row]);
    return shown === undefined ? no('case_unknown') : yes({ case: shown });
  }

  jobs.every('trust.blankEvidence', '29 4 * * *', async () => {
    const before = new Date(clock.nowMs() - evidenceMs);
    await db.tx(async (tx) => dropFiles(deps, tx, await store.blankOldEvidence(tx, before)));
  });

  return {
    report: (viewerId: PersonId, input: MethodInput<'trust.report'>) =>
      report(deps, viewerId, input),
    async listMyReports(personId: PersonId): Promise<Receipt[]> {
      return (await store.listReportsBy(db, personId, listed)).map(receiptOf);
    },
    async listMyStatements(personId: PersonId): Promise<Statement[]> {
      const rows = await store.listDecisionsAbout(db, personId, listed);
      return rows.flatMap((row) => statementOf(row) ?? []);
    },
    appeal: (personId: PersonId, input: MethodInput<'trust.appeal'>) =>
      appeal(deps, personId, input),
    listCases: (input: MethodInput<'trust.listCases'>) => listCases(deps, input),
    decideCase: async (actorId: PersonId, input: MethodInput<'trust.decideCase'>) =>
      afterChange(await decideCase(deps, actorId, input)),
    decideAppeal: async (actorId: PersonId, input: MethodInput<'trust.decideAppeal'>) =>
      afterChange(await decideAppeal(deps, actorId, input)),
    giveReasons: (tx: Tx, given: Parameters<typeof giveReasons>[2]) => giveReasons(deps, tx, given),
    holding: createTrustHolding(deps),
  };
}

export type Trust = ReturnType<typeof createTrust>;
