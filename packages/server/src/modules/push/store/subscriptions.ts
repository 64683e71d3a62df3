import type { PersonId, SessionId } from '@plaza/base';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { Outcome, Subscription } from '../types.ts';

type Target = Pick<Database, 'query'>;
type Row = Omit<Subscription, 'last'> & {
  lastAt: Date | null;
  lastOutcome: Outcome | null;
  lastStatus: number | null;
};

const columns = `person_id as "personId", session_id as "sessionId", endpoint, p256dh, auth, level,
  locale, time_zone as "timeZone", since, last_at as "lastAt", last_outcome as "lastOutcome",
  last_status as "lastStatus"`;

function toSubscription({ lastAt, lastOutcome, lastStatus, ...row }: Row): Subscription {
  const isNew = lastAt === null || lastOutcome === null;
  return { ...row, last: isNew ? null : { at: lastAt, outcome: lastOutcome, status: lastStatus } };
}

/** Replaces what the session had; a new address begins a new history. */
export async function upsertSubscription(
  tx: Tx,
  of: Omit<Subscription, 'last'> & { endpointHash: Buffer },
): Promise<Subscription> {
  const { rows } = await tx.query<Row>(
    `insert into push_subscription as s (person_id, session_id, endpoint, endpoint_hash, p256dh,
       auth, level, locale, time_zone, since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (person_id, session_id) do update set
       endpoint = excluded.endpoint, endpoint_hash = excluded.endpoint_hash,
       p256dh = excluded.p256dh, auth = excluded.auth, level = excluded.level,
       locale = excluded.locale, time_zone = excluded.time_zone,
       since = case when s.endpoint_hash = excluded.endpoint_hash then s.since
         else excluded.since end,
       last_at = case when s.endpoint_hash = excluded.endpoint_hash then s.last_at end,
       last_outcome = case when s.endpoint_hash = excluded.endpoint_hash then s.last_outcome end,
       last_status = case when s.endpoint_hash = excluded.endpoint_hash then s.last_status end
     returning ${columns}`,
    [
      ...[of.personId, of.sessionId, of.endpoint, of.endpointHash, of.p256dh, of.auth],
      ...[of.level, of.locale, of.timeZone, of.since],
    ],
  );
  return toSubscription(rows[0] as Row);
}

/** A browser that changed hands belongs to whoever subscribed last. */
export async function deleteOthersOf(tx: Tx, endpointHash: Buffer, sessionId: SessionId) {
  await tx.query('delete from push_subscription where endpoint_hash = $1 and session_id <> $2', [
    endpointHash,
    sessionId,
  ]);
}

/** Keeps the newest subscriptions of a person. */
export async function deleteBeyond(tx: Tx, personId: PersonId, keep: number): Promise<void> {
  await tx.query(
    `delete from push_subscription where person_id = $1 and session_id in (
       select session_id from push_subscription where person_id = $1
       order by since desc, session_id desc offset $2
     )`,
    [personId, keep],
  );
}

export async function selectSubscription(
  db: Target,
  personId: PersonId,
  sessionId: SessionId,
): Promise<Subscription | null> {
  const { rows } = await db.query<Row>(
    `select ${columns} from push_subscription where person_id = $1 and session_id = $2`,
    [personId, sessionId],
  );
  return rows[0] ? toSubscription(rows[0]) : null;
}

export async function selectSubscriptions(db: Target, personId: PersonId): Promise<Subscription[]> {
  const { rows } = await db.query<Row>(
    `select ${columns} from push_subscription where person_id = $1 order by since, session_id`,
    [personId],
  );
  return rows.map(toSubscription);
}

export async function deleteSubscription(
  db: Target,
  personId: PersonId,
  sessionId: SessionId,
): Promise<void> {
  await db.query('delete from push_subscription where person_id = $1 and session_id = $2', [
    personId,
    sessionId,
  ]);
}

/** The push service forgot this very address; a newer one of the session stays. */
export async function deleteEndpoint(
  db: Target,
  { personId, sessionId, endpoint }: Subscription,
): Promise<void> {
  await db.query(
    `delete from push_subscription where person_id = $1 and session_id = $2 and endpoint = $3`,
    [personId, sessionId, endpoint],
  );
}

/** Of a session that ended only its id is told. */
export async function deleteOfSession(db: Target, sessionId: SessionId): Promise<void> {
  await db.query('delete from push_subscription where session_id = $1', [sessionId]);
}

export async function deletePerson(tx: Tx, personId: PersonId): Promise<void> {
  await tx.query('delete from push_subscription where person_id = $1', [personId]);
}

export async function noteOutcome(
  db: Target,
  { personId, sessionId, endpoint }: Subscription,
  { at, outcome, status }: NonNullable<Subscription['last']>,
): Promise<void> {
  await db.query(
    `update push_subscription set last_at = $4, last_outcome = $5, last_status = $6
     where person_id = $1 and session_id = $2 and endpoint = $3`,
    [personId, sessionId, endpoint, at, outcome, status],
  );
}

/** Everybody who has a subscription, in pages after an id. */
export async function selectSubscribers(
  db: Target,
  after: string,
  limit: number,
): Promise<PersonId[]> {
  const { rows } = await db.query<{ personId: PersonId }>(
    `select distinct person_id as "personId" from push_subscription where person_id > $1
     order by person_id limit $2`,
    [after, limit],
  );
  return rows.map(({ personId }) => personId);
}

export async function countSubscriptions(db: Target): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    'select count(*)::int as count from push_subscription',
  );
  return rows[0]?.count ?? 0;
}
