import { present, type PersonId, type SessionId } from '@plaza/base';
import type { Readable } from 'node:stream';
import { createSecret, hashSecret } from '../../kernel/auth/index.ts';
import { no, yes, type Caller, type Outcome } from '../../kernel/rpc/index.ts';
import { writeExport } from './export.ts';
import { dropTicket, issueTicket, keepTicketAlive, redeemTicket, type Ticket } from './store.ts';
import {
  heartbeatMs,
  silenceMs,
  ticketMs,
  type ExportSubject,
  type WithHoldings,
} from './types.ts';
import { openZip } from '../../kernel/zip/index.ts';

type Holder = { personId: PersonId; sessionId: SessionId };

/**
 * Gives the path at which this session, and only this one, downloads its export once. The path is
 * no credential: who opens it must be signed in as well.
 */
export async function beginExport(
  { db, clock, random }: WithHoldings,
  { personId, sessionId }: Holder,
  subject: ExportSubject | null,
): Promise<Outcome<{ path: string }, 'export_running'>> {
  const secret = createSecret(random);
  const ticket = { personId, sessionId, hash: hashSecret(secret), subject };
  const deadBefore = new Date(clock.nowMs() - silenceMs);
  const issued = await issueTicket(db.query, ticket, { now: clock.now(), deadBefore });
  return issued ? yes({ path: `/export/${secret}` }) : no('export_running');
}

export type OpenExport = { stream: Readable; fileName: string };

/** Uses the ticket up and begins to write; null when it is not this session's, old or used. */
export async function openExport(
  deps: WithHoldings,
  { personId, sessionId }: Pick<Caller, 'personId' | 'sessionId'>,
  secret: string,
): Promise<OpenExport | null> {
  const { db, clock, accounts } = deps;
  const ticket: Ticket = { personId, sessionId, hash: hashSecret(secret) };
  const issuedAfter = new Date(clock.nowMs() - ticketMs);
  const me = await accounts.getMe(personId);
  const redeemed = await redeemTicket(db.query, ticket, { now: clock.now(), issuedAfter });
  if (redeemed === null) return null;
  const { subject } = redeemed;
  const at = clock.now();
  const zip = openZip({ at });
  void write(deps, ticket, { zip, me, at, subject });
  const day = at.toISOString().slice(0, 10);
  return { stream: zip.stream, fileName: `plaza-${subject?.kind ?? me.handle}-${day}.zip` };
}

type Writing = {
  zip: ReturnType<typeof openZip>;
  me: Awaited<ReturnType<WithHoldings['accounts']['getMe']>>;
  at: Date;
  subject: ExportSubject | null;
};

async function writeSubject(
  deps: WithHoldings,
  { zip, me, at, subject }: Writing,
  signal: AbortSignal,
): Promise<void> {
  if (subject === null) return writeExport(deps, zip, { me, at, signal });
  const writer = present(deps.writers?.[subject.kind], `${subject.kind} has a writer`);
  return writer(zip, { me, id: subject.id, at, signal });
}

/** Writes until the end or until the reader is gone; never rejects. */
async function write(deps: WithHoldings, ticket: Ticket, writing: Writing): Promise<void> {
  const { db, clock, log } = deps;
  const { zip } = writing;
  const gone = new AbortController();
  zip.stream.once('close', () => gone.abort(new Error('the reader is gone')));
  const heartbeat = clock.every(heartbeatMs, () => {
    keepTicketAlive(db.query, ticket, clock.now()).catch((error: unknown) =>
      log.error({ err: error }, 'an export could not be marked as alive'),
    );
  });
  try {
    await writeSubject(deps, writing, gone.signal);
    // Before the reader sees the end, so that whoever has it all may begin again at once.
    await dropTicket(db.query, ticket);
    await zip.close();
  } catch (error) {
    if (!zip.stream.destroyed) log.error({ err: error }, 'an export could not be written');
    await zip.fail(error as Error);
  } finally {
    heartbeat.cancel();
    await dropTicket(db.query, ticket).catch((error: unknown) =>
      log.error({ err: error }, 'the ticket of an export could not be dropped'),
    );
  }
}
