import { isUuid, type PersonId } from '@plaza/base';
import type { Session } from '@plaza/contract';
import { createSecret, hashSecret, sameSecret } from '../../kernel/auth/index.ts';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { coarseAddress } from './address.ts';
import type { Context } from './context.ts';
import { durations, later } from './durations.ts';
import { admit, type Arrival, type Issued } from './sessions.ts';
import * as store from './store/index.ts';
import { ticketStateAt, ticketTable } from './ticket.ts';
import { createWaiter } from './waiter.ts';

export type Ticket = { ticket: string; secret: string; qrText: string; expiresAt: string };
export type Scanned = {
  ticket: string;
  device: Session['device'];
  address: string;
  expiresAt: string;
};
export type Polled =
  | { state: 'waiting' | 'scanned' | 'declined' | 'expired' }
  | { state: 'confirmed'; issued: Issued };

const topicOf = (ticketId: string) => `qr.${ticketId}`;

/** Makes the code that a new device shows. */
export async function beginQrSignIn(ctx: Context, { device, address }: Arrival): Promise<Ticket> {
  const ticketId = ctx.newId<string>();
  const code = createSecret(ctx.random);
  const secret = createSecret(ctx.random);
  const expiresAt = later(ctx.clock.now(), durations.ticketMs);
  await store.insertTicket(ctx.db, {
    ticketId,
    codeHash: hashSecret(code),
    pollHash: hashSecret(secret),
    deviceName: device.name,
    deviceKind: device.kind,
    address: coarseAddress(address),
    expiresAt,
  });
  // The code stands behind the `#`: opening the link sends it to no server's log.
  const qrText = `${ctx.publicUrl}/q#${code}`;
  return { ticket: ticketId, secret, qrText, expiresAt: expiresAt.toISOString() };
}

/** A signed-in phone read the code: it is the only one that may answer. */
export async function scanQrSignIn(
  ctx: Context,
  personId: PersonId,
  code: string,
): Promise<Outcome<Scanned, 'ticket_unknown'>> {
  return decide(ctx.db, async (tx) => {
    const row = await store.lockTicket(tx, { codeHash: hashSecret(code) });
    if (row === null || (row.personId !== null && row.personId !== personId)) {
      return no('ticket_unknown');
    }
    const state = ticketTable[ticketStateAt(row, ctx.clock.now())].scan;
    if (state === null) return no('ticket_unknown');
    const { ticketId, address } = row;
    await store.setTicketState(tx, { ticketId, state, personId });
    tx.onCommit(() => ctx.bus.publish(topicOf(ticketId), {}));
    const device = { name: row.deviceName, kind: row.deviceKind };
    return yes({ ticket: ticketId, device, address, expiresAt: row.expiresAt.toISOString() });
  });
}

/** The phone that scanned lets the new device in, or does not. */
export async function answerQrSignIn(
  ctx: Context,
  personId: PersonId,
  { ticket, allow }: { ticket: string; allow: boolean },
): Promise<Outcome<null, 'ticket_unknown'>> {
  if (!isUuid(ticket)) return no('ticket_unknown');
  return decide(ctx.db, async (tx) => {
    const row = await store.lockTicket(tx, { ticketId: ticket });
    if (row === null || row.personId !== personId) return no('ticket_unknown');
    const event = allow ? 'allow' : 'decline';
    const state = ticketTable[ticketStateAt(row, ctx.clock.now())][event];
    if (state === null) return no('ticket_unknown');
    await store.setTicketState(tx, { ticketId: ticket, state, personId });
    tx.onCommit(() => ctx.bus.publish(topicOf(ticket), {}));
    return yes(null);
  });
}

/** Answers at once when there is news for the new device, or waits for some. */
export async function pollQrSignIn(
  ctx: Context,
  input: { ticket: string; secret: string; signal: AbortSignal },
): Promise<Outcome<Polled, 'ticket_unknown' | 'suspended'>> {
  const { ticket, secret, signal } = input;
  if (!isUuid(ticket)) return no('ticket_unknown');
  const untilMs = ctx.clock.monotonicMs() + durations.pollMs;
  // Subscribed before the first look, so that nothing falls between look and wait.
  const waiter = createWaiter(ctx, topicOf(ticket), signal);
  try {
    for (;;) {
      const row = await store.getTicket(ctx.db, ticket);
      if (row === null || !sameSecret(row.pollHash, hashSecret(secret))) {
        return no('ticket_unknown');
      }
      const state = ticketStateAt(row, ctx.clock.now());
      if (state === 'used') return no('ticket_unknown');
      if (state === 'confirmed') return await takeTicket(ctx, row);
      const leftMs = Math.min(
        untilMs - ctx.clock.monotonicMs(),
        row.expiresAt.getTime() - ctx.clock.nowMs(),
      );
      if (state !== row.toldState || leftMs <= 0 || signal.aborted) {
        await store.setTold(ctx.db, ticket, state);
        return yes({ state });
      }
      await waiter.wait(leftMs);
    }
  } finally {
    waiter.end();
  }
}

/** Turns a confirmed ticket into a session, once. */
async function takeTicket(
  ctx: Context,
  { ticketId }: store.TicketRow,
): Promise<Outcome<Polled, 'ticket_unknown' | 'suspended'>> {
  return decide(ctx.db, async (tx) => {
    const row = await store.lockTicket(tx, { ticketId });
    const state = row && ticketTable[ticketStateAt(row, ctx.clock.now())].take;
    if (row?.personId == null || state === null) return no('ticket_unknown');
    const person = await store.lockPerson(tx, row.personId);
    if (person === null) return no('ticket_unknown');
    await store.setTicketState(tx, { ticketId, state, personId: row.personId });
    const device = { name: row.deviceName, kind: row.deviceKind };
    // The address was made coarse when the code was asked for; the full one is not kept.
    const arrival = { device, address: '', coarse: row.address, by: 'qr' as const };
    const admitted = await admit(ctx, tx, person, arrival);
    return admitted.ok ? yes({ state: 'confirmed', issued: admitted.value }) : admitted;
  });
}
