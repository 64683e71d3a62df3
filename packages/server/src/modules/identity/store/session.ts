import type { PersonId, SessionId } from '@plaza/base';
import type { Session } from '@plaza/contract';
import type { Role } from './person.ts';
import type { Querying } from './querying.ts';

export type SessionRow = {
  sessionId: SessionId;
  personId: PersonId;
  deviceName: string;
  deviceKind: Session['device']['kind'];
  signedInBy: Session['signedInBy'];
  address: string;
  createdAt: Date;
  lastSeenAt: Date;
};

export type SessionHolder = {
  sessionId: SessionId;
  personId: PersonId;
  role: Role;
  isSuspended: boolean;
  lastSeenAt: Date;
};

const columns = `
  session_id as "sessionId", person_id as "personId", device_name as "deviceName",
  device_kind as "deviceKind", signed_in_by as "signedInBy", address,
  created_at as "createdAt", last_seen_at as "lastSeenAt"`;

export async function insertSession(
  q: Querying,
  session: SessionRow & { secretHash: Buffer },
): Promise<void> {
  const { sessionId, personId, secretHash, deviceName, deviceKind } = session;
  const { signedInBy, address, createdAt, lastSeenAt } = session;
  await q.query(
    `insert into identity_session (session_id, person_id, secret_hash, device_name, device_kind,
       signed_in_by, address, created_at, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[sessionId, personId, secretHash, deviceName, deviceKind],
      ...[signedInBy, address, createdAt, lastSeenAt],
    ],
  );
}

/**
 * Who holds the sessions that are alive: not idle since `seenAfter`, person not gone. One statement
 * for many secrets, in the order of `secretHashes`; null where nobody does.
 */
export async function findHolders(
  q: Querying,
  secretHashes: readonly Buffer[],
  seenAfter: Date,
): Promise<(SessionHolder | null)[]> {
  const { rows } = await q.query<SessionHolder & { place: bigint }>({
    name: 'identity_session_holders',
    text: `
      select u.place, s.session_id as "sessionId", s.person_id as "personId", p.role,
        p.suspended_at is not null as "isSuspended", s.last_seen_at as "lastSeenAt"
      from unnest($1::bytea[]) with ordinality as u (secret_hash, place)
      join identity_session s on s.secret_hash = u.secret_hash
      join identity_person p on p.person_id = s.person_id
      where s.last_seen_at > $2 and p.erased_at is null`,
    values: [secretHashes, seenAfter],
  });
  const holders = Array.from<SessionHolder | null>({ length: secretHashes.length }).fill(null);
  for (const { place, ...holder } of rows) holders[Number(place) - 1] = holder;
  return holders;
}

/** Notes that sessions were in use. */
export async function touchSessions(
  q: Querying,
  { sessionIds, now }: { sessionIds: readonly SessionId[]; now: Date },
): Promise<void> {
  await q.query({
    name: 'identity_sessions_touch',
    text: `update identity_session set last_seen_at = $2
           where session_id = any($1::uuid[]) and last_seen_at < $2`,
    values: [sessionIds, now],
  });
}

export async function listSessions(q: Querying, personId: PersonId): Promise<SessionRow[]> {
  const { rows } = await q.query<SessionRow>(
    `select ${columns} from identity_session where person_id = $1
     order by last_seen_at desc, session_id desc`,
    [personId],
  );
  return rows;
}

/** Whether the account has a signed-in device at this coarse address. */
export async function isKnownAddress(
  q: Querying,
  personId: PersonId,
  address: string,
): Promise<boolean> {
  const { rowCount } = await q.query(
    `select from identity_session where person_id = $1 and address = $2 limit 1`,
    [personId, address],
  );
  return rowCount === 1;
}

/** Ends one session of the person, or all, or all but one; gives what ended. */
export async function deleteSessions(
  q: Querying,
  personId: PersonId,
  which: { only?: SessionId; except?: SessionId | undefined },
): Promise<SessionId[]> {
  const { rows } = await q.query<{ sessionId: SessionId }>(
    `delete from identity_session
     where person_id = $1
       and ($2::uuid is null or session_id = $2)
       and ($3::uuid is null or session_id <> $3)
     returning session_id as "sessionId"`,
    [personId, which.only ?? null, which.except ?? null],
  );
  return rows.map(({ sessionId }) => sessionId);
}

/** Ends the sessions that were silent for the longest time, but the newest `keep`. */
export async function deleteSessionsBeyond(
  q: Querying,
  personId: PersonId,
  keep: number,
): Promise<SessionId[]> {
  const { rows } = await q.query<{ sessionId: SessionId }>(
    `delete from identity_session where session_id in (
       select session_id from identity_session where person_id = $1
       order by last_seen_at desc, session_id desc offset $2
     ) returning session_id as "sessionId"`,
    [personId, keep],
  );
  return rows.map(({ sessionId }) => sessionId);
}

export async function deleteIdleSessions(q: Querying, seenBefore: Date): Promise<SessionId[]> {
  const { rows } = await q.query<{ sessionId: SessionId }>(
    `delete from identity_session where last_seen_at <= $1 returning session_id as "sessionId"`,
    [seenBefore],
  );
  return rows.map(({ sessionId }) => sessionId);
}
