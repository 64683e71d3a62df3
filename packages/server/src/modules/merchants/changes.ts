import type { Tx } from '../../kernel/db/index.ts';
import type { MerchantsDeps } from './deps.ts';
import type { MerchantChange, MoveKind, MoveRow, OrderRow } from './types.ts';

const topic = 'merchants.changed';

const kinds: Readonly<Record<MoveKind, MerchantChange['kind'] | null>> = {
  ...{ refund: 'refund', payout: 'payout', hold: 'hold' },
  // Told as a change of its order.
  payment: null,
  ...{ withdrawal: null, closing: null },
};

type Adding = Pick<MerchantsDeps, 'outbox'>;

/** Writes what changed for whoever asked to be told, in the transaction that changes it. */
export async function addChange({ outbox }: Adding, tx: Tx, move: MoveRow): Promise<void> {
  const kind = kinds[move.kind];
  if (kind === null) return;
  const { merchantId, moveId: id, state } = move;
  const change: MerchantChange = { merchantId, kind, id, state };
  await outbox.add(tx, topic, change);
}

export async function addOrderChange({ outbox }: Adding, tx: Tx, order: OrderRow): Promise<void> {
  const { merchantId, orderId: id, state } = order;
  const change: MerchantChange = { merchantId, kind: 'order', id, state };
  await outbox.add(tx, topic, change);
}

/** Tells those who asked, each in turn; when one fails all are told again. */
export function createListeners({ outbox }: Pick<MerchantsDeps, 'outbox'>) {
  const listeners: ((change: MerchantChange) => Promise<void>)[] = [];
  const tell = async (change: MerchantChange) => {
    for (const react of listeners) await react(change);
  };
  outbox.react<MerchantChange>(topic, tell, ({ merchantId }) => merchantId);
  return (react: (change: MerchantChange) => Promise<void>) => void listeners.push(react);
}
