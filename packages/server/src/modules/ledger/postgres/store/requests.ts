import type { Database } from '../../../../kernel/db/index.ts';
import { byteas } from './binary.ts';

type Db = Pick<Database, 'query'>;
export type RequestKind = 'accounts' | 'transfers';
export type StoredRequest = { requestId: string; kind: RequestKind; body: Buffer };

export const requestChannel = 'ledger_request';
export const answerChannel = 'ledger_answer';
export const changeChannel = 'ledger_change';

/** Older requests are left alone: whoever asked has given up, and may have decided otherwise. */
const freshness = `interval '15 seconds'`;

export async function putRequests(db: Db, requests: readonly StoredRequest[]): Promise<void> {
  await db.query({
    name: 'ledger_put_requests',
    text: `with put as (
        insert into ledger_request (request_id, kind, body)
        select * from unnest($1::uuid[], $2::text[], $3::bytea[])
      ) select pg_notify('${requestChannel}', '')`,
    values: [
      requests.map(({ requestId }) => requestId),
      requests.map(({ kind }) => kind),
      byteas(requests.map(({ body }) => body)),
    ],
  });
}

/** Requests that nobody has answered, the oldest first, without those in `except`. */
export async function openRequests(
  db: Db,
  except: readonly string[],
  limit: number,
): Promise<StoredRequest[]> {
  const { rows } = await db.query<{ request_id: string; kind: RequestKind; body: Buffer }>({
    name: 'ledger_open_requests',
    text: `select request_id, kind, body from ledger_request
      where asked_at > clock_timestamp() - ${freshness} and request_id <> all($1::uuid[])
      order by asked_at limit $2`,
    values: [except, limit],
  });
  return rows.map(({ request_id: requestId, kind, body }) => ({ requestId, kind, body }));
}

export async function takeAnswers(
  db: Db,
  requestIds: readonly string[],
): Promise<{ requestId: string; body: Buffer }[]> {
  const { rows } = await db.query<{ request_id: string; body: Buffer }>({
    name: 'ledger_take_answers',
    text: `delete from ledger_answer where request_id = any($1::uuid[])
      returning request_id, body`,
    values: [requestIds],
  });
  return rows.map(({ request_id: requestId, body }) => ({ requestId, body }));
}

/** Takes back what was not answered in time; it may have been carried out all the same. */
export async function withdrawRequests(db: Db, requestIds: readonly string[]): Promise<void> {
  await db.query('delete from ledger_request where request_id = any($1::uuid[])', [requestIds]);
}

/** Answers with nothing: the request could not be carried out. */
export async function refuseRequest(db: Db, requestId: string): Promise<void> {
  await db.query(
    `with gone as (delete from ledger_request where request_id = $1),
      put as (insert into ledger_answer (request_id, body) values ($1, ''))
     select pg_notify('${answerChannel}', '')`,
    [requestId],
  );
}

/** Clears away what nobody came for. */
export async function sweepRequests(db: Db): Promise<void> {
  await db.query(
    `delete from ledger_request where asked_at < clock_timestamp() - interval '1 minute'`,
  );
  await db.query(
    `delete from ledger_answer where answered_at < clock_timestamp() - interval '1 minute'`,
  );
}

export async function notifyChange(db: Db): Promise<void> {
  await db.query(`select pg_notify('${changeChannel}', '')`);
}

export async function listenTo(
  client: Awaited<ReturnType<Database['connect']>>,
  channels: readonly string[],
): Promise<void> {
  await client.query(channels.map((channel) => `listen ${channel}`).join('; '));
}
