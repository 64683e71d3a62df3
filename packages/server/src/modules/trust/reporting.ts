import type { CaseId, PersonId } from '@plaza/base';
import type { Entry, MethodInput, Receipt, ReportSubject } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { TrustDeps } from './deps.ts';
import { keepFiles } from './evidence.ts';
import { receiptOf } from './present.ts';
import { insertCase, selectCase } from './store/cases.ts';
import type { CaseRow } from './types.ts';

/** Messages kept on each side of the one that is reported. */
const around = 5;

type Found = { accusedId: PersonId | null; groupName: string | null; evidence: Entry[] };
type NotFound = 'subject_unknown' | 'self_action';

async function findMessage(
  { chat }: TrustDeps,
  viewerId: PersonId,
  { conversationId, seq }: Extract<ReportSubject, { kind: 'message' }>,
): Promise<Outcome<Found, NotFound>> {
  const first = Math.max(1, seq - around);
  const seqs = Array.from({ length: seq + around - first + 1 }, (_, index) => first + index);
  const evidence = await chat.getEntries(viewerId, conversationId, seqs);
  const message = evidence.find((entry) => entry.seq === seq);
  if (message?.body.type !== 'message') return no('subject_unknown');
  if (message.senderId === viewerId) return no('self_action');
  const head = await chat.getHead(viewerId, conversationId);
  const groupName = head.ok ? head.value.head.conversation.name : null;
  return yes({ accusedId: message.senderId, groupName, evidence });
}

async function findPost(
  { moments }: TrustDeps,
  viewerId: PersonId,
  subject: Extract<ReportSubject, { kind: 'post' | 'comment' }>,
): Promise<Outcome<Found, NotFound>> {
  const found = await moments.evidenceOf(viewerId, subject);
  if (found === null) return no('subject_unknown');
  if (found.accusedId === viewerId) return no('self_action');
  return yes({ ...found, groupName: null });
}

async function findGroup(
  { chat }: TrustDeps,
  viewerId: PersonId,
  { conversationId }: Extract<ReportSubject, { kind: 'group' }>,
): Promise<Outcome<Found, NotFound>> {
  const head = await chat.getHead(viewerId, conversationId);
  if (!head.ok || head.value.head.conversation.kind !== 'group') return no('subject_unknown');
  const { ownerId: accusedId, name: groupName } = head.value.head.conversation;
  if (accusedId === viewerId) return no('self_action');
  return yes({ accusedId, groupName, evidence: [] });
}

async function findPerson(
  { identity }: TrustDeps,
  viewerId: PersonId,
  { personId }: Extract<ReportSubject, { kind: 'person' }>,
): Promise<Outcome<Found, NotFound>> {
  if (personId === viewerId) return no('self_action');
  if (!(await identity.getCards([personId])).has(personId)) return no('subject_unknown');
  return yes({ accusedId: personId, groupName: null, evidence: [] });
}

function find(
  deps: TrustDeps,
  viewerId: PersonId,
  subject: ReportSubject,
): Promise<Outcome<Found, NotFound>> {
  if (subject.kind === 'message') return findMessage(deps, viewerId, subject);
  if (subject.kind === 'group') return findGroup(deps, viewerId, subject);
  if (subject.kind !== 'person') return findPost(deps, viewerId, subject);
  return findPerson(deps, viewerId, subject);
}

/** Takes a report, with what its maker sees; the same id again is answered with the first one. */
export async function report(
  deps: TrustDeps,
  viewerId: PersonId,
  { caseId, subject, category, note }: MethodInput<'trust.report'>,
): Promise<Outcome<{ receipt: Receipt }, NotFound>> {
  const known = await ownCase(deps, viewerId, caseId);
  if (known !== null) return known;
  const found = await find(deps, viewerId, subject);
  if (!found.ok) return found;
  const row: CaseRow = {
    ...{ caseId, reporterId: viewerId, subject, category, note: note.trim() },
    ...found.value,
    ...{ state: 'open', reportedAt: deps.clock.now() },
    ...{ decision: null, appeal: null, answer: null },
  };
  const written = await decide<null, NotFound>(deps.db, async (tx) => {
    if (!(await insertCase(tx, row))) return no('subject_unknown');
    await keepFiles(deps, tx, { caseId, entries: row.evidence });
    return yes(null);
  });
  if (written.ok) return yes({ receipt: receiptOf(row) });
  // Somebody took the id meanwhile: the same person in another try, or nobody's business.
  return (await ownCase(deps, viewerId, caseId)) ?? no('subject_unknown');
}

async function ownCase(
  { db }: TrustDeps,
  viewerId: PersonId,
  caseId: CaseId,
): Promise<Outcome<{ receipt: Receipt }, 'subject_unknown'> | null> {
  const row = await selectCase(db, caseId);
  if (row === null) return null;
  return row.reporterId === viewerId ? yes({ receipt: receiptOf(row) }) : no('subject_unknown');
}
