import type { CaseId, CommentId, ConversationId, PersonId, PostId } from '@plaza/base';
import type { Entry, ReportSubject } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import type { Answer, Appeal, CaseRow, CaseState, Decision } from '../types.ts';

export type Querying = Pick<Tx, 'query'>;

type Row = {
  case_id: CaseId;
  reporter_id: PersonId | null;
  subject_kind: ReportSubject['kind'];
  conversation_id: ConversationId | null;
  seq: bigint | null;
  person_id: PersonId | null;
  post_id: PostId | null;
  comment_id: CommentId | null;
  accused_id: PersonId | null;
  category: CaseRow['category'];
  note: string;
  group_name: string | null;
  evidence: Entry[];
  state: CaseState;
  reported_at: Date;
  measure: Decision['measure'] | null;
  facts: string | null;
  ground: string | null;
  decided_by: PersonId | null;
  decided_at: Date | null;
  decided_with: CaseId | null;
  appeal_text: string | null;
  appeal_at: Date | null;
  outcome: Answer['outcome'] | null;
  answer: string | null;
  answered_by: PersonId | null;
  answered_at: Date | null;
};

function subjectOf(row: Row): ReportSubject {
  if (row.subject_kind === 'person') return { kind: 'person', personId: row.person_id as PersonId };
  if (row.subject_kind === 'post' || row.subject_kind === 'comment') {
    const post = { authorId: row.person_id as PersonId, postId: row.post_id as PostId };
    if (row.subject_kind === 'post') return { kind: 'post', ...post };
    return { kind: 'comment', ...post, commentId: row.comment_id as CommentId };
  }
  const conversationId = row.conversation_id as ConversationId;
  if (row.subject_kind === 'group') return { kind: 'group', conversationId };
  return { kind: 'message', conversationId, seq: Number(row.seq) };
}

function decisionOf(row: Row): Decision | null {
  if (row.decided_at === null) return null;
  return {
    measure: row.measure as Decision['measure'],
    facts: row.facts ?? '',
    ground: row.ground ?? '',
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    decidedWith: row.decided_with as CaseId,
  };
}

function answerOf(row: Row): Answer | null {
  if (row.answered_at === null) return null;
  return {
    outcome: row.outcome as Answer['outcome'],
    answer: row.answer ?? '',
    answeredBy: row.answered_by,
    answeredAt: row.answered_at,
  };
}

function appealOf({ appeal_text: text, appeal_at: at }: Row): Appeal | null {
  return text === null || at === null ? null : { text, at };
}

function toCase(row: Row): CaseRow {
  return {
    caseId: row.case_id,
    reporterId: row.reporter_id,
    subject: subjectOf(row),
    accusedId: row.accused_id,
    category: row.category,
    note: row.note,
    groupName: row.group_name,
    evidence: row.evidence,
    state: row.state,
    reportedAt: row.reported_at,
    decision: decisionOf(row),
    appeal: appealOf(row),
    answer: answerOf(row),
  };
}

async function select(q: Querying, rest: string, values: unknown[]): Promise<CaseRow[]> {
  const { rows } = await q.query<Row>(`select * from trust_case ${rest}`, values);
  return rows.map(toCase);
}

/** The same words for every report of the same thing. */
export function subjectKeyOf(subject: ReportSubject): string {
  if (subject.kind === 'person') return `person ${subject.personId}`;
  if (subject.kind === 'group') return `group ${subject.conversationId}`;
  if (subject.kind === 'post') return `post ${subject.authorId} ${subject.postId}`;
  if (subject.kind === 'comment') {
    return `comment ${subject.authorId} ${subject.postId} ${subject.commentId}`;
  }
  return `message ${subject.conversationId} ${subject.seq}`;
}

/** Who was reported, or whose post it is about. */
function personOf(subject: ReportSubject): PersonId | null {
  if (subject.kind === 'person') return subject.personId;
  return 'authorId' in subject ? subject.authorId : null;
}

/** False when there is a case of this id already. */
export async function insertCase(q: Querying, row: CaseRow): Promise<boolean> {
  const { subject } = row;
  const { rowCount } = await q.query(
    `insert into trust_case (case_id, reporter_id, subject_kind, conversation_id, seq, person_id,
       subject_key, accused_id, category, note, group_name, evidence, reported_at, post_id,
       comment_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict do nothing`,
    [
      row.caseId,
      row.reporterId,
      subject.kind,
      'conversationId' in subject ? subject.conversationId : null,
      'seq' in subject ? subject.seq : null,
      personOf(subject),
      subjectKeyOf(subject),
      row.accusedId,
      row.category,
      row.note,
      row.groupName,
      JSON.stringify(row.evidence),
      row.reportedAt,
      'postId' in subject ? subject.postId : null,
      'commentId' in subject ? subject.commentId : null,
    ],
  );
  return rowCount === 1;
}

export async function selectCase(q: Querying, caseId: CaseId): Promise<CaseRow | null> {
  return (await select(q, 'where case_id = $1', [caseId]))[0] ?? null;
}

export async function lockCase(q: Querying, caseId: CaseId): Promise<CaseRow | null> {
  return (await select(q, 'where case_id = $1 for update', [caseId]))[0] ?? null;
}

/** Open reports of the same thing, in the order of their keys, for whoever is to decide them. */
export function lockAlike(q: Querying, subject: ReportSubject): Promise<CaseRow[]> {
  const key = subjectKeyOf(subject);
  const rest = `where subject_key = $1 and state = 'open' order by case_id for update`;
  return select(q, rest, [key]);
}

/** How many open reports there are of each of these things. */
export async function countAlike(
  q: Querying,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await q.query<{ subject_key: string; count: number }>(
    `select subject_key, count(*)::int as count from trust_case
     where state = 'open' and subject_key = any($1) group by subject_key`,
    [keys],
  );
  return new Map(rows.map((row) => [row.subject_key, row.count]));
}

export async function writeDecision(
  q: Querying,
  caseIds: readonly CaseId[],
  decision: Decision,
): Promise<void> {
  await q.query(
    `update trust_case set state = 'decided', measure = $2, facts = $3, ground = $4,
       decided_by = $5, decided_at = $6, decided_with = $7
     where case_id = any($1::uuid[])`,
    [
      caseIds,
      decision.measure,
      decision.facts,
      decision.ground,
      decision.decidedBy,
      decision.decidedAt,
      decision.decidedWith,
    ],
  );
}

export async function writeAppeal(q: Querying, caseId: CaseId, appeal: Appeal): Promise<void> {
  await q.query(
    `update trust_case set state = 'appealed', appeal_text = $2, appeal_at = $3
     where case_id = $1`,
    [caseId, appeal.text, appeal.at],
  );
}

export async function writeAnswer(q: Querying, caseId: CaseId, answer: Answer): Promise<void> {
  await q.query(
    `update trust_case set state = 'closed', outcome = $2, answer = $3, answered_by = $4,
       answered_at = $5
     where case_id = $1`,
    [caseId, answer.outcome, answer.answer, answer.answeredBy, answer.answeredAt],
  );
}

/** Cases decided together with this one, it included. */
export function selectDecidedWith(q: Querying, caseId: CaseId): Promise<CaseRow[]> {
  return select(q, 'where decided_with = $1 order by case_id', [caseId]);
}

export type Place = { at: Date; caseId: string };

/** What waits is read from the oldest on, what is done from the newest. */
export function listCases(
  q: Querying,
  { state, after, limit }: { state: CaseState; after: Place | null; limit: number },
): Promise<CaseRow[]> {
  const waits = state === 'open' || state === 'appealed';
  const [sign, order] = waits ? ['>', 'asc'] : ['<', 'desc'];
  return select(
    q,
    `where state = $1
       and ($2::timestamptz is null or (reported_at, case_id) ${sign} ($2, $3::uuid))
     order by reported_at ${order}, case_id ${order} limit $4`,
    [state, after?.at ?? null, after?.caseId ?? null, limit],
  );
}

export async function countWaiting(q: Querying): Promise<number> {
  const { rows } = await q.query<{ count: number }>(
    `select count(*)::int as count from trust_case where state in ('open', 'appealed')`,
  );
  return rows[0]?.count ?? 0;
}

export function listReportsBy(q: Querying, reporterId: PersonId, most: number): Promise<CaseRow[]> {
  const rest = 'where reporter_id = $1 order by reported_at desc, case_id desc limit $2';
  return select(q, rest, [reporterId, most]);
}

/** Decisions that the accused is told of: those that did something, once for each thing. */
export function listDecisionsAbout(
  q: Querying,
  accusedId: PersonId,
  most: number,
): Promise<CaseRow[]> {
  return select(
    q,
    `where accused_id = $1 and decided_with = case_id and measure <> 'none'
     order by decided_at desc, case_id desc limit $2`,
    [accusedId, most],
  );
}

/** Takes a person out of every case: as its maker, and as whom it was about. */
export async function forgetPerson(q: Querying, personId: PersonId): Promise<void> {
  await q.query(`update trust_case set reporter_id = null, note = '' where reporter_id = $1`, [
    personId,
  ]);
  // What an erased account said is nobody's business any more, whoever reported it.
  await q.query(
    `update trust_case set accused_id = null, evidence = '[]',
       appeal_text = case when appeal_text is null then null else '–' end
     where accused_id = $1`,
    [personId],
  );
  await q.query(
    `update trust_case set evidence = '[]' where evidence @> jsonb_build_array(
       jsonb_build_object('senderId', $1::text))`,
    [personId],
  );
}

/** Takes out what was kept as evidence once nobody can appeal any more. */
export async function blankOldEvidence(q: Querying, before: Date): Promise<CaseId[]> {
  const { rows } = await q.query<{ case_id: CaseId }>(
    `update trust_case set evidence = '[]', note = ''
     where decided_at < $1 and (evidence <> '[]' or note <> '') returning case_id`,
    [before],
  );
  return rows.map((row) => row.case_id);
}
