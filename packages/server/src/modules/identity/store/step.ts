import type { PersonId } from '@plaza/base';
import type { Reset, Session } from '@plaza/contract';
import type { StoredResetState } from '../reset.ts';
import type { StoredTicketState } from '../ticket.ts';
import type { Locale } from './person.ts';
import type { Querying } from './querying.ts';

// Things that live for minutes or days between two calls: challenges, QR tickets, resets.

export type SignUpDraft = {
  personId: PersonId;
  handle: string;
  displayName: string;
  locale: Locale;
};
export type ChallengeRow = {
  challengeId: string;
  purpose: 'sign_up' | 'sign_in' | 'add' | 'approve';
  challenge: string;
  personId: PersonId | null;
  signUp: SignUpDraft | null;
  expiresAt: Date;
};

export async function insertChallenges(q: Querying, rows: readonly ChallengeRow[]): Promise<void> {
  await q.query({
    name: 'identity_challenge_add',
    text: `insert into identity_challenge (challenge_id, purpose, challenge, person_id, sign_up,
             expires_at)
           select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::jsonb[],
             $6::timestamptz[])`,
    values: [
      rows.map(({ challengeId }) => challengeId),
      rows.map(({ purpose }) => purpose),
      rows.map(({ challenge }) => challenge),
      rows.map(({ personId }) => personId),
      rows.map(({ signUp }) => (signUp === null ? null : JSON.stringify(signUp))),
      rows.map(({ expiresAt }) => expiresAt),
    ],
  });
}

type Named = Pick<ChallengeRow, 'challengeId' | 'purpose'>;

/** Takes challenges away, so that each is answered at most once; each is asked for once. */
export async function takeChallenges(
  q: Querying,
  asked: readonly Named[],
): Promise<(ChallengeRow | null)[]> {
  const { rows } = await q.query<ChallengeRow>({
    name: 'identity_challenge_take',
    text: `delete from identity_challenge c
           using unnest($1::uuid[], $2::text[]) as n (challenge_id, purpose)
           where c.challenge_id = n.challenge_id and c.purpose = n.purpose
           returning c.challenge_id as "challengeId", c.purpose, c.challenge,
             c.person_id as "personId", c.sign_up as "signUp", c.expires_at as "expiresAt"`,
    values: [asked.map(({ challengeId }) => challengeId), asked.map(({ purpose }) => purpose)],
  });
  const found = new Map(rows.map((row) => [row.challengeId, row]));
  return asked.map(({ challengeId }) => found.get(challengeId) ?? null);
}

export type TicketRow = {
  ticketId: string;
  state: StoredTicketState;
  pollHash: Buffer;
  deviceName: string;
  deviceKind: Session['device']['kind'];
  address: string;
  personId: PersonId | null;
  toldState: string;
  expiresAt: Date;
};

const ticketColumns = `
  ticket_id as "ticketId", state, poll_hash as "pollHash", device_name as "deviceName",
  device_kind as "deviceKind", address, person_id as "personId", told_state as "toldState",
  expires_at as "expiresAt"`;

export async function insertTicket(
  q: Querying,
  row: Omit<TicketRow, 'state' | 'personId' | 'toldState'> & { codeHash: Buffer },
): Promise<void> {
  const { ticketId, codeHash, pollHash, deviceName, deviceKind, address, expiresAt } = row;
  await q.query(
    `insert into identity_ticket (ticket_id, state, code_hash, poll_hash, device_name,
       device_kind, address, expires_at)
     values ($1, 'waiting', $2, $3, $4, $5, $6, $7)`,
    [ticketId, codeHash, pollHash, deviceName, deviceKind, address, expiresAt],
  );
}

export async function getTicket(q: Querying, ticketId: string): Promise<TicketRow | null> {
  const { rows } = await q.query<TicketRow>(
    `select ${ticketColumns} from identity_ticket where ticket_id = $1`,
    [ticketId],
  );
  return rows[0] ?? null;
}

/** Reads the ticket and keeps it from changing until the transaction ends. */
export async function lockTicket(
  q: Querying,
  by: { ticketId: string } | { codeHash: Buffer },
): Promise<TicketRow | null> {
  const [column, value] =
    'ticketId' in by ? ['ticket_id', by.ticketId] : ['code_hash', by.codeHash];
  const { rows } = await q.query<TicketRow>(
    `select ${ticketColumns} from identity_ticket where ${column} = $1 for update`,
    [value],
  );
  return rows[0] ?? null;
}

export async function setTicketState(
  q: Querying,
  row: { ticketId: string; state: StoredTicketState; personId: PersonId },
): Promise<void> {
  await q.query(`update identity_ticket set state = $2, person_id = $3 where ticket_id = $1`, [
    row.ticketId,
    row.state,
    row.personId,
  ]);
}

export async function setTold(q: Querying, ticketId: string, told: string): Promise<void> {
  await q.query(`update identity_ticket set told_state = $2 where ticket_id = $1`, [
    ticketId,
    told,
  ]);
}

export type ResetRow = {
  resetId: string;
  personId: PersonId;
  origin: Reset['origin'];
  state: StoredResetState;
  createdAt: Date;
  readyAt: Date;
  expiresAt: Date;
};

const resetColumns = `
  reset_id as "resetId", person_id as "personId", origin, state, created_at as "createdAt",
  ready_at as "readyAt", expires_at as "expiresAt"`;

export async function insertReset(
  q: Querying,
  row: Omit<ResetRow, 'state'> & { secretHash: Buffer },
): Promise<void> {
  const { resetId, personId, origin, secretHash, createdAt, readyAt, expiresAt } = row;
  await q.query(
    `insert into identity_reset (reset_id, person_id, origin, state, secret_hash, created_at,
       ready_at, expires_at)
     values ($1, $2, $3, 'open', $4, $5, $6, $7)`,
    [resetId, personId, origin, secretHash, createdAt, readyAt, expiresAt],
  );
}

export async function listOpenResets(q: Querying, personId: PersonId): Promise<ResetRow[]> {
  const { rows } = await q.query<ResetRow>(
    `select ${resetColumns} from identity_reset where person_id = $1 and state = 'open'`,
    [personId],
  );
  return rows;
}

export async function findReset(q: Querying, secretHash: Buffer): Promise<ResetRow | null> {
  const { rows } = await q.query<ResetRow>(
    `select ${resetColumns} from identity_reset where secret_hash = $1`,
    [secretHash],
  );
  return rows[0] ?? null;
}

/** Reads one reset of the person and keeps it from changing until the transaction ends. */
export async function lockReset(
  q: Querying,
  personId: PersonId,
  resetId: string,
): Promise<ResetRow | null> {
  const { rows } = await q.query<ResetRow>(
    `select ${resetColumns} from identity_reset
     where person_id = $1 and reset_id = $2 for update`,
    [personId, resetId],
  );
  return rows[0] ?? null;
}

export async function endReset(
  q: Querying,
  row: { resetId: string; state: Exclude<StoredResetState, 'open'>; now: Date },
): Promise<void> {
  await q.query(
    `update identity_reset set state = $2, ended_at = $3 where reset_id = $1 and state = 'open'`,
    [row.resetId, row.state, row.now],
  );
}
