import type { PersonId, SessionId } from '@plaza/base';
import type { Me, Session } from '@plaza/contract';
import { createSecret, hashSecret } from '../../kernel/auth/index.ts';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { coarseAddress } from './address.ts';
import { notify, readMe } from './announce.ts';
import type { Context } from './context.ts';
import { sessionOf } from './present.ts';
import * as store from './store/index.ts';

/** How somebody comes in: the device as it names itself, and the network address. */
export type Arrival = {
  device: Session['device'];
  address: string;
  /** Asked for by who is suspended and wants to appeal. */
  toAppeal?: boolean | undefined;
};

type Admission = Arrival & {
  by: Session['signedInBy'];
  /** The address, where only its coarse form was kept between two calls. */
  coarse?: string;
};

/** A new session; the secret is known only to the device that gets it. */
export type Issued = { me: Me; session: Session; secret: string };

/** More than anybody has; a program that signs in at each run must not fill the list. */
const maxSessions = 200;

/** Whether the person may come in: suspended, only to appeal. */
export function mayEnter(
  { suspendedAt }: Pick<store.PersonRow, 'suspendedAt'>,
  { toAppeal }: Pick<Arrival, 'toAppeal'>,
): boolean {
  return suspendedAt === null || toAppeal === true;
}

/**
 * Opens a session. The person's row must be locked by the caller's transaction, so that none slips
 * in beside a suspension.
 */
export async function admit(
  ctx: Context,
  tx: Tx,
  person: store.PersonRow,
  arrival: Admission,
): Promise<Outcome<Issued, 'suspended'>> {
  if (!mayEnter(person, arrival)) return no('suspended');
  const { personId } = person;
  const secret = createSecret(ctx.random);
  const now = ctx.clock.now();
  const row: store.SessionRow = {
    sessionId: ctx.newId<SessionId>(),
    personId,
    deviceName: arrival.device.name,
    deviceKind: arrival.device.kind,
    signedInBy: arrival.by,
    address: arrival.coarse ?? coarseAddress(arrival.address),
    createdAt: now,
    lastSeenAt: now,
  };
  await store.insertSession(tx, { ...row, secretHash: hashSecret(secret) });
  const crowdedOut = await store.deleteSessionsBeyond(tx, personId, maxSessions);
  if (crowdedOut.length > 0) tx.onCommit(() => publishEnded(ctx, crowdedOut));
  if (arrival.by !== 'sign_up') {
    await notify(ctx, tx, { personId, notice: 'signed_in', detail: row.deviceName });
  }
  const me = await readMe(tx, personId);
  return yes({ me, session: sessionOf(row, row.sessionId), secret });
}

/** The topic that tells every process to forget a session. */
export const endedTopic = 'session.ended';
/** The topic that tells every process to ask again who a person is. */
export const changedTopic = 'session.changed';

/** Ends sessions; sockets and caches of every process hear of it after the commit. */
export async function endSessions(
  ctx: Context,
  tx: Tx,
  personId: PersonId,
  which: { only?: SessionId; except?: SessionId | undefined },
): Promise<number> {
  const ended = await store.deleteSessions(tx, personId, which);
  tx.onCommit(() => publishEnded(ctx, ended));
  return ended.length;
}

export function publishEnded({ bus }: Pick<Context, 'bus'>, ended: readonly SessionId[]): void {
  for (const sessionId of ended) bus.publish(endedTopic, { sessionId });
}

export async function listSessions(
  ctx: Context,
  personId: PersonId,
  current: SessionId | null,
): Promise<Session[]> {
  const rows = await store.listSessions(ctx.db, personId);
  return rows.map((row) => sessionOf(row, current));
}

/** Ends one session of the person, in the caller's transaction. */
export async function revokeSession(
  ctx: Context,
  tx: Tx,
  { personId, sessionId }: { personId: PersonId; sessionId: SessionId },
): Promise<Outcome<null, 'session_unknown'>> {
  const ended = await endSessions(ctx, tx, personId, { only: sessionId });
  return ended === 1 ? yes(null) : no('session_unknown');
}
