import type { PersonId } from '@plaza/base';
import type { Query } from '../../../kernel/db/index.ts';
import type { RequestId, RequestRow } from '../types.ts';

const columns = `owner_id as "ownerId", request_id as "requestId", person_id as "personId",
  direction, reason, via, state, version, created_at as "createdAt", lapses_at as "lapsesAt"`;

export async function getRequest(
  query: Query,
  ownerId: PersonId,
  requestId: RequestId,
): Promise<RequestRow | null> {
  const { rows } = await query<RequestRow>(
    `select ${columns} from contacts_request where owner_id = $1 and request_id = $2`,
    [ownerId, requestId],
  );
  return rows[0] ?? null;
}

/** Requests between two people on one side, newest first. */
export async function listRequestsWith(
  query: Query,
  { ownerId, personId, since }: { ownerId: PersonId; personId: PersonId; since: Date },
): Promise<RequestRow[]> {
  const { rows } = await query<RequestRow>(
    `select ${columns} from contacts_request
     where owner_id = $1 and person_id = $2 and created_at > $3
     order by created_at desc, request_id desc`,
    [ownerId, personId, since],
  );
  return rows;
}

export async function listRequests(
  query: Query,
  { ownerId, since, limit }: { ownerId: PersonId; since: Date; limit: number },
): Promise<RequestRow[]> {
  const { rows } = await query<RequestRow>(
    `select ${columns} from contacts_request where owner_id = $1 and created_at > $2
     order by created_at desc, request_id desc limit $3`,
    [ownerId, since, limit],
  );
  return rows;
}

export async function saveRequest(query: Query, row: RequestRow): Promise<void> {
  await query(
    `insert into contacts_request (owner_id, request_id, person_id, direction, reason, via, state,
       version, created_at, lapses_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (owner_id, request_id) do update set
       reason = excluded.reason, via = excluded.via, state = excluded.state,
       version = excluded.version, created_at = excluded.created_at,
       lapses_at = excluded.lapses_at`,
    [
      row.ownerId,
      row.requestId,
      row.personId,
      row.direction,
      row.reason,
      row.via,
      row.state,
      row.version,
      row.createdAt,
      row.lapsesAt,
    ],
  );
}

/** Counts one more request of today; false, and nothing changed, when the day is used up. */
export async function countRequest(query: Query, personId: PersonId): Promise<boolean> {
  const { rowCount } = await query(
    `insert into contacts_request_day as known (person_id, day, sent)
     values ($1, (now() at time zone 'utc')::date, 1)
     on conflict (person_id, day) do update set sent = known.sent + 1 where known.sent < 20`,
    [personId],
  );
  return rowCount === 1;
}

type Overdue = Pick<RequestRow, 'ownerId' | 'requestId' | 'personId'>;

/** Pending requests whose time is over. */
export async function listOverdue(
  query: Query,
  { now, limit }: { now: Date; limit: number },
): Promise<Overdue[]> {
  const { rows } = await query<Overdue>(
    `select owner_id as "ownerId", request_id as "requestId", person_id as "personId"
     from contacts_request
     where state = 'pending' and lapses_at <= $1 order by lapses_at limit $2`,
    [now, limit],
  );
  return rows;
}

/** Forgets what nobody is shown any more. */
export async function forgetOld(query: Query, before: Date): Promise<void> {
  await query(`delete from contacts_request where state <> 'pending' and lapses_at < $1`, [before]);
  await query('delete from contacts_request_day where day < ($1::timestamptz)::date', [before]);
}
