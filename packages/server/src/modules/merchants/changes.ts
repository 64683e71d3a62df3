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

/** What carries nothing of a dialect, nobody asked to be told of. */
const isAskedFor = ({ attrs }: Pick<MoveRow | OrderRow, 'attrs'>) => Object.keys(attrs).length > 0;

/** Writes what changed for whoever asked to be told, in the transaction that changes it. */
export async function addChanges(
  { outbox }: Adding,
  tx: Tx,
  { moves = [], orders = [] }: { moves?: readonly MoveRow[]; orders?: readonly OrderRow[] },
): Promise<void> {
  const changes = [
    ...orders.filter(isAskedFor).map(({ merchantId, orderId: id, state }): MerchantChange => ({
      ...{ merchantId, kind: 'order', id, state },
    })),
    ...moves.filter(isAskedFor).flatMap(({ kind, merchantId, moveId: id, state }) => {
      const told = kinds[kind];
      return told === null ? [] : [{ merchantId, kind: told, id, state } satisfies MerchantChange];
    }),
  ];
  await outbox.addMany(tx, topic, changes);
}

export function addChange(deps: Adding, tx: Tx, move: MoveRow): Promise<void> {
  return addChanges(deps, tx, { moves: [move] });
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
