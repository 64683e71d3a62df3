import { present, type PersonId, type TransferId } from '@plaza/base';
import type { Transfer, TransferState } from '@plaza/contract';
import type { PayContext } from './context.ts';
import { transferOf } from './present.ts';
import type { TransferRow } from './types.ts';

/** How a transfer stood when a command was first answered; without names, which may be erased. */
export type Snapshot = {
  transferId: TransferId;
  state: TransferState;
  expiresAt: string | null;
  settledAt: string | null;
};

export function snapshotOf(row: TransferRow): Snapshot {
  const { transferId, state, expiresAt, settledAt } = row;
  return {
    ...{ transferId, state },
    expiresAt: expiresAt?.toISOString() ?? null,
    settledAt: settledAt?.toISOString() ?? null,
  };
}

/** The transfer as it was answered first. */
export async function presentSnapshot(ctx: PayContext, kept: unknown): Promise<Transfer> {
  const { transferId, ...then } = kept as Snapshot;
  const row = present(await ctx.findTransfer(transferId), 'transfers are kept');
  const cards = await ctx.identity.getCards([row.payerId, row.payeeId] as PersonId[]);
  const transfer = present(transferOf(ctx.currencies, row, cards), 'people leave a card');
  return { ...transfer, ...then };
}
