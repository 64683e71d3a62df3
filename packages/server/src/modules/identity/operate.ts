import { isUuid, type PersonId, type SessionId } from '@plaza/base';
import type { OperatedPerson, Session } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { announceMe, readMe } from './announce.ts';
import type { Context } from './context.ts';
import { cardOf } from './present.ts';
import { changedTopic, endSessions, listSessions, revokeSession } from './sessions.ts';
import { beginReset, type BegunReset } from './resets.ts';
import * as store from './store/index.ts';

// What the operator module may do to accounts. Changes take its transaction, so that none is made
// without its line in the audit log.

const pageSize = 50;

type OfPerson = Outcome<null, 'person_not_found'>;

function operatedOf(row: store.OperatedRow): OperatedPerson {
  const state = row.suspendedAt ? 'suspended' : row.deletionAt ? 'deleting' : 'active';
  return {
    person: cardOf(row),
    role: row.role,
    state,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    sessionCount: row.sessionCount,
  };
}

export type PeoplePage = { people: OperatedPerson[]; next: string | null };

/** People, newest first; the cursor is the last person of the page before. */
async function listPeople(
  ctx: Context,
  { search, cursor }: { search?: string | undefined; cursor?: string | undefined },
): Promise<Outcome<PeoplePage, 'invalid'>> {
  if (cursor !== undefined && !isUuid(cursor)) return no('invalid');
  const beforeId = (cursor ?? null) as PersonId | null;
  const asked = { search: search ?? null, beforeId, limit: pageSize + 1 };
  const rows = await store.listOperated(ctx.db, asked);
  const page = rows.slice(0, pageSize);
  const next = rows.length > pageSize ? (page.at(-1)?.personId ?? null) : null;
  return yes({ people: page.map(operatedOf), next });
}

async function listSessionsOf(
  ctx: Context,
  personId: PersonId,
): Promise<Outcome<Session[], 'person_not_found'>> {
  const person = await store.getPerson(ctx.db, personId);
  if (person === null || person.erasedAt !== null) return no('person_not_found');
  return yes(await listSessions(ctx, personId, null));
}

/** Puts every device of the person out and lets none in, unless to appeal. */
async function suspend(ctx: Context, tx: Tx, personId: PersonId): Promise<OfPerson> {
  const person = await store.lockPerson(tx, personId);
  if (person === null) return no('person_not_found');
  const suspendedAt = person.suspendedAt ?? ctx.clock.now();
  await store.updatePerson(tx, personId, { suspendedAt });
  await endSessions(ctx, tx, personId, {});
  return yes(null);
}

/** Lets the person in again; sessions opened to appeal are like any other from then on. */
async function restore(ctx: Context, tx: Tx, personId: PersonId): Promise<OfPerson> {
  if ((await store.lockPerson(tx, personId)) === null) return no('person_not_found');
  await store.updatePerson(tx, personId, { suspendedAt: null });
  tx.onCommit(() => ctx.bus.publish(changedTopic, { personId }));
  await announceMe(ctx, tx, personId);
  return yes(null);
}

async function makeOperator(ctx: Context, tx: Tx, personId: PersonId) {
  await store.updatePerson(tx, personId, { role: 'operator' });
  tx.onCommit(() => ctx.bus.publish(changedTopic, { personId }));
  return announceMe(ctx, tx, personId);
}

/** Of both, in the order of their ids: two who change each other's role wait for one another. */
async function lockBoth(tx: Tx, personId: PersonId, actorId: PersonId) {
  const rows = new Map<PersonId, store.PersonRow | null>();
  for (const id of [personId, actorId].toSorted()) rows.set(id, await store.lockPerson(tx, id));
  return { person: rows.get(personId) ?? null, actor: rows.get(actorId) ?? null };
}

async function setRole(
  ctx: Context,
  tx: Tx,
  of: { personId: PersonId; actorId: PersonId; role: 'operator' | 'resident' },
): Promise<Outcome<null, 'person_not_found' | 'suspended' | 'forbidden'>> {
  const { personId, actorId, role } = of;
  const { person, actor } = await lockBoth(tx, personId, actorId);
  // They may have been dismissed a moment ago, by the very person whom they dismiss now.
  if (actor?.role !== 'operator') return no('forbidden');
  if (person === null) return no('person_not_found');
  if (role === 'operator' && person.suspendedAt !== null) return no('suspended');
  await store.updatePerson(tx, personId, { role });
  tx.onCommit(() => ctx.bus.publish(changedTopic, { personId }));
  await announceMe(ctx, tx, personId);
  return yes(null);
}

/** The part of the identity service that only the operator module is given. */
export function createAccountControl(ctx: Context) {
  return {
    listPeople: (asked: { search?: string | undefined; cursor?: string | undefined }) =>
      listPeople(ctx, asked),
    listSessions: (personId: PersonId) => listSessionsOf(ctx, personId),
    revokeSession: (tx: Tx, of: { personId: PersonId; sessionId: SessionId }) =>
      revokeSession(ctx, tx, of),
    suspend: (tx: Tx, personId: PersonId) => suspend(ctx, tx, personId),
    restore: (tx: Tx, personId: PersonId) => restore(ctx, tx, personId),
    beginReset: (tx: Tx, personId: PersonId): Promise<Outcome<BegunReset, 'person_not_found'>> =>
      beginReset(ctx, tx, { personId, origin: 'operator' }),
    makeOperator: (tx: Tx, personId: PersonId) => makeOperator(ctx, tx, personId),
    appoint: (tx: Tx, personId: PersonId, actorId: PersonId) =>
      setRole(ctx, tx, { personId, actorId, role: 'operator' }),
    dismiss: (tx: Tx, personId: PersonId, actorId: PersonId) =>
      setRole(ctx, tx, { personId, actorId, role: 'resident' }),
    operatorExists: (q: store.Querying = ctx.db) => store.operatorExists(q),
    readMe: (q: store.Querying, personId: PersonId) => readMe(q, personId),
    countPeople: () => store.countPeople(ctx.db),
    countOperators: (q: store.Querying = ctx.db) => store.countOperators(q),
  };
}

export type AccountControl = ReturnType<typeof createAccountControl>;
