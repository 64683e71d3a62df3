import type { PersonId } from '@plaza/base';
import type { ApprovalMeans, EventPayload } from '@plaza/contract';
import type { Tx } from '../../../kernel/db/index.ts';
import { pinResetStateAt } from './pin-reset.ts';
import * as store from './store.ts';
import type { ApprovalDeps } from './types.ts';

type Notice = EventPayload<'identity.securityNoticed'>['notice'];
export type PinNotice = Extract<Notice, `pin_${string}`>;

/** How a person approves payments, as it is in this transaction. */
export async function readMeans(
  { clock, identity }: Pick<ApprovalDeps, 'clock' | 'identity'>,
  q: store.Querying,
  personId: PersonId,
): Promise<ApprovalMeans> {
  const now = clock.now();
  const pin = await store.getPin(q, personId);
  const reset = await store.getReset(q, personId);
  const lockedUntil = pin?.tries?.lockedUntil ?? null;
  const state = pinResetStateAt(reset, now);
  const isOpen = reset !== null && (state === 'waiting' || state === 'ready');
  return {
    hasPin: pin !== null,
    pinLockedUntil: lockedUntil !== null && lockedUntil > now ? lockedUntil.toISOString() : null,
    pinReset: isOpen
      ? { readyAt: reset.readyAt.toISOString(), expiresAt: reset.expiresAt.toISOString() }
      : null,
    passkeys: await identity.hasApprovingPasskey(q, personId),
  };
}

/** Tells every device of the person how payments are approved now, after the last change. */
export async function tellMeans(
  deps: ApprovalDeps,
  tx: Tx,
  personId: PersonId,
): Promise<ApprovalMeans> {
  const approval = await readMeans(deps, tx, personId);
  await deps.sync.append(tx, personId, 'pay.approvalChanged', { approval });
  return approval;
}

/** The same, with a sentence for the owner. */
export async function tellNotice(
  deps: ApprovalDeps,
  tx: Tx,
  { personId, notice, detail = '' }: { personId: PersonId; notice: PinNotice; detail?: string },
): Promise<ApprovalMeans> {
  await deps.identity.notice(tx, { personId, notice, detail });
  return tellMeans(deps, tx, personId);
}
