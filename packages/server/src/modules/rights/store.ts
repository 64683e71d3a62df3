import type { PersonId, SessionId } from '@plaza/base';
import type { Query } from '../../kernel/db/index.ts';
import type { ExportSubject } from './types.ts';

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

const numbered = ({ personId, sessionId, hash }: Ticket) => [personId, sessionId, hash];

/** Issues a ticket in place of an unused one; false while an export is being written. */
export async function issueTicket(
  query: Query,
  ticket: Ticket & { subject: ExportSubject | null },
  { now, deadBefore }: { now: Date; deadBefore: Date },
): Promise<boolean> {
  const { kind = null, id = null } = ticket.subject ?? {};
  const { rowCount } = await query(
    `insert into rights_export as known
       (person_id, session_id, ticket_hash, issued_at, subject_kind, subject_id)
     values ($1, $2, $3, $4, $6, $7)
     on conflict (person_id) do update set session_id = excluded.session_id,
       ticket_hash = excluded.ticket_hash, issued_at = excluded.issued_at, alive_at = null,
       subject_kind = excluded.subject_kind, subject_id = excluded.subject_id
     where known.alive_at is null or known.alive_at < $5`,
    [...numbered(ticket), now, deadBefore, kind, id],
  );
  return rowCount === 1;
}

/** Uses a ticket up: gives what it is for to one caller only, and null to all others. */
export async function redeemTicket(
  query: Query,
  ticket: Ticket,
  { now, issuedAfter }: { now: Date; issuedAfter: Date },
): Promise<{ subject: ExportSubject | null } | null> {
  const { rows } = await query<{ kind: string | null; id: string | null }>(
    `update rights_export set alive_at = $4
     where person_id = $1 and session_id = $2 and ticket_hash = $3
       and alive_at is null and issued_at > $5
     returning subject_kind as kind, subject_id as id`,
    [...numbered(ticket), now, issuedAfter],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { kind, id } = row;
  return { subject: kind === null || id === null ? null : { kind, id } };
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
