import type { MerchantId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { AttemptRow, NoticeRow } from '../types.ts';

type Db = Pick<Database, 'query'>;
export type NoticeKey = { merchantId: MerchantId; noticeId: string };

const columns = `n.merchant_id as "merchantId", n.notice_id as "noticeId",
  n.event_type as "eventType", n.original_type as "originalType", n.summary,
  n.subject_id as "subjectId", n.out_no as "outNo", n.url, n.resource, n.state, n.attempt,
  n.due_at as "dueAt", n.created_at as "createdAt", n.settled_at as "settledAt"`;
const key = 'merchant_id = $1 and notice_id = $2';

/** Writes what is to be told; what was written before stays as it is. */
export async function insertNotice(
  db: Db,
  of: Omit<NoticeRow, 'state' | 'attempt' | 'dueAt' | 'settledAt'>,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into payv3_notice (merchant_id, notice_id, event_type, original_type, summary,
       subject_id, out_no, url, resource, state, due_at, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', $10, $10) on conflict do nothing`,
    [
      ...[of.merchantId, of.noticeId, of.eventType, of.originalType, of.summary, of.subjectId],
      ...[of.outNo, of.url, JSON.stringify(of.resource), of.createdAt],
    ],
  );
  return rowCount === 1;
}

export type Claim = {
  now: Date;
  leaseUntil: Date;
  limit: number;
  /** So many of one merchant at most, and none of these. */
  ofOne: number;
  except: readonly MerchantId[];
};

/**
 * Takes what is due; whoever takes it has until `leaseUntil`. A back end that does not answer must
 * not keep those of others waiting: of each merchant only a few are taken.
 */
export async function claimDue(
  db: Db,
  { now, leaseUntil, limit, ofOne, except }: Claim,
): Promise<NoticeRow[]> {
  const { rows } = await db.query<NoticeRow>(
    `update payv3_notice n set due_at = $2
     from (
       select w.merchant_id, w.notice_id from payv3_notice w
       join (
         select merchant_id, notice_id, due_at,
           row_number() over (partition by merchant_id order by due_at, notice_id) as turn
         from payv3_notice where due_at <= $1 and merchant_id <> all($5::uuid[])
       ) t on t.merchant_id = w.merchant_id and t.notice_id = w.notice_id and t.turn <= $4
       where w.due_at <= $1
       order by t.due_at limit $3 for update of w skip locked
     ) d
     where n.merchant_id = d.merchant_id and n.notice_id = d.notice_id
     returning ${columns}`,
    [now, leaseUntil, limit, ofOne, except],
  );
  return rows;
}

export async function insertAttempt(
  tx: Pick<Tx, 'query'>,
  of: NoticeKey,
  { kind, at, outcome, status, tookMs, answer }: Omit<AttemptRow, 'attemptNo'>,
): Promise<void> {
  await tx.query(
    `insert into payv3_attempt (merchant_id, notice_id, attempt_no, kind, at, outcome, status,
       took_ms, answer)
     select $1, $2, coalesce(max(attempt_no), 0) + 1, $3, $4, $5, $6, $7, $8
     from payv3_attempt where ${key}`,
    [of.merchantId, of.noticeId, kind, at, outcome, status, tookMs, answer],
  );
}

/** It was taken, or given up. */
export async function settleNotice(
  tx: Pick<Tx, 'query'>,
  of: NoticeKey,
  { state, at }: { state: 'delivered' | 'failed'; at: Date },
): Promise<void> {
  await tx.query(
    `update payv3_notice set state = $3, settled_at = $4, due_at = null, attempt = attempt + 1
     where ${key}`,
    [of.merchantId, of.noticeId, state, at],
  );
}

/** It is tried again. */
export async function postponeNotice(
  tx: Pick<Tx, 'query'>,
  of: NoticeKey,
  dueAt: Date,
): Promise<void> {
  await tx.query(`update payv3_notice set due_at = $3, attempt = attempt + 1 where ${key}`, [
    of.merchantId,
    of.noticeId,
    dueAt,
  ]);
}

/** Asked for anew: from the beginning, at once. */
export async function reviveNotice(db: Db, of: NoticeKey, at: Date): Promise<boolean> {
  const { rowCount } = await db.query(
    `update payv3_notice set state = 'waiting', attempt = 0, due_at = $3, settled_at = null
     where ${key}`,
    [of.merchantId, of.noticeId, at],
  );
  return rowCount === 1;
}

export async function selectNotice(db: Db, of: NoticeKey): Promise<NoticeRow | null> {
  const { rows } = await db.query<NoticeRow>(`select ${columns} from payv3_notice n where ${key}`, [
    of.merchantId,
    of.noticeId,
  ]);
  return rows[0] ?? null;
}

/** Newest first: their ids rise with time no more than by chance, so time comes first. */
export async function selectNotices(
  db: Db,
  merchantId: MerchantId,
  { before, limit }: { before: { at: Date; noticeId: string } | null; limit: number },
): Promise<NoticeRow[]> {
  const { rows } = await db.query<NoticeRow>(
    `select ${columns} from payv3_notice n
     where merchant_id = $1
       and ($2::timestamptz is null or (created_at, notice_id) < ($2, $3::uuid))
     order by created_at desc, notice_id desc limit $4`,
    [merchantId, before?.at ?? null, before?.noticeId ?? null, limit],
  );
  return rows;
}

export async function selectAttempts(db: Db, of: NoticeKey): Promise<AttemptRow[]> {
  const { rows } = await db.query<AttemptRow>(
    `select attempt_no as "attemptNo", kind, at, outcome, status, took_ms as "tookMs", answer
     from payv3_attempt where ${key} order by attempt_no desc limit 60`,
    [of.merchantId, of.noticeId],
  );
  return rows;
}

/** Whether a probe was ever sent to this merchant at this address. */
export async function wasProbed(db: Db, merchantId: MerchantId, url: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `select from payv3_attempt a
     join payv3_notice n on n.merchant_id = a.merchant_id and n.notice_id = a.notice_id
     where a.merchant_id = $1 and a.kind = 'probe' and n.url = $2 limit 1`,
    [merchantId, url],
  );
  return rowCount !== null && rowCount > 0;
}

/** Forgets what was told long ago. */
export async function deleteNotices(db: Db, before: Date): Promise<void> {
  await db.query(`delete from payv3_notice where created_at < $1 and state <> 'waiting'`, [before]);
}

export async function countWaiting(db: Db): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from payv3_notice where due_at is not null',
  );
  return rows[0]?.count ?? 0;
}
