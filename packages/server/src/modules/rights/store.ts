import type { PersonId, SessionId } from '@plaza/base';
import type { Query } from '../../kernel/db/index.ts';

export const tables = ['rights_deletion', 'rights_export'];

export async function insertDeletion(
  query: Query,
  { personId, now, dueAt }: { personId: PersonId; now: Date; dueAt: Date },
): Promise<void> {
  await query('insert into rights_deletion (person_id, requested_at, due_at) values ($1, $2, $3)', [
    personId,
    now,
    dueAt,
  ]);
}

/** Drops a deletion that has not begun; false when there is none. */
export async function dropDeletion(query: Query, personId: PersonId): Promise<boolean> {
  const { rowCount } = await query(
    'delete from rights_deletion where person_id = $1 and begun_at is null',
    [personId],
  );
  return rowCount === 1;
}

/** Marks a due deletion as begun: from here on it cannot be taken back. */
export async function beginDeletion(query: Query, personId: PersonId, now: Date): Promise<boolean> {
  const { rowCount } = await query(
    `update rights_deletion set begun_at = coalesce(begun_at, $2)
     where person_id = $1 and due_at <= $2 and finished_at is null`,
    [personId, now],
  );
  return rowCount === 1;
}

export async function finishDeletion(query: Query, personId: PersonId, now: Date): Promise<void> {
  await query(
    `update rights_deletion set finished_at = greatest($2, begun_at)
     where person_id = $1 and begun_at is not null and finished_at is null`,
    [personId, now],
  );
}

export async function listDueDeletions(
  query: Query,
  { now, limit }: { now: Date; limit: number },
): Promise<PersonId[]> {
  const { rows } = await query<{ personId: PersonId }>(
    `select person_id as "personId" from rights_deletion
     where finished_at is null and due_at <= $1 order by due_at limit $2`,
    [now, limit],
  );
  return rows.map(({ personId }) => personId);
}

export type DeletionRow = { requestedAt: Date; dueAt: Date };

export async function getDeletion(query: Query, personId: PersonId): Promise<DeletionRow | null> {
  const { rows } = await query<DeletionRow>(
    `select requested_at as "requestedAt", due_at as "dueAt" from rights_deletion
     where person_id = $1`,
    [personId],
  );
  return rows[0] ?? null;
}

export type Ticket = { personId: PersonId; sessionId: SessionId; hash: Buffer };

/** Issues a ticket in place of an unused one; false while an export is being written. */
export async function issueTicket(
  query: Query,
  { personId, sessionId, hash }: Ticket,
  { now, deadBefore }: { now: Date; deadBefore: Date },
): Promise<boolean> {
  const { rowCount } = await query(
    `insert into rights_export as known (person_id, session_id, ticket_hash, issued_at)
     values ($1, $2, $3, $4)
     on conflict (person_id) do update set session_id = excluded.session_id,
       ticket_hash = excluded.ticket_hash, issued_at = excluded.issued_at, alive_at = null
     where known.alive_at is null or known.alive_at < $5`,
    [personId, sessionId, hash, now, deadBefore],
  );
  return rowCount === 1;
}

/** Uses a ticket up; true for one caller only. */
export async function redeemTicket(
  query: Query,
  { personId, sessionId, hash }: Ticket,
  { now, issuedAfter }: { now: Date; issuedAfter: Date },
): Promise<boolean> {
  const { rowCount } = await query(
    `update rights_export set alive_at = $4
     where person_id = $1 and session_id = $2 and ticket_hash = $3
       and alive_at is null and issued_at > $5`,
    [personId, sessionId, hash, now, issuedAfter],
  );
  return rowCount === 1;
}

export async function keepTicketAlive(query: Query, ticket: Ticket, now: Date): Promise<void> {
  await query('update rights_export set alive_at = $3 where person_id = $1 and ticket_hash = $2', [
    ticket.personId,
    ticket.hash,
    now,
  ]);
}

export async function dropTicket(query: Query, ticket: Ticket): Promise<void> {
  await query('delete from rights_export where person_id = $1 and ticket_hash = $2', [
    ticket.personId,
    ticket.hash,
  ]);
}

export async function dropTicketsOf(query: Query, personId: PersonId): Promise<void> {
  await query('delete from rights_export where person_id = $1', [personId]);
}
