import type { ApprovalMeans, Transfer, TransferState, Wallet } from '@plaza/contract';
import type { State } from './types.ts';

/** As many transfers are kept; a card of an older one asks again when it is looked at. */
const keptTransfers = 1_000;

/** A transfer only goes forward; what arrives late changes nothing. */
const rank: Readonly<Record<TransferState, number>> = {
  processing: 0,
  waiting: 1,
  arriving: 2,
  accepted: 3,
  returned: 3,
  cancelled: 3,
  expired: 3,
  failed: 3,
};

/** Takes wallets, each as it is now; an older version of one is ignored. */
export function takeWallets(state: State, wallets: readonly Wallet[]): State {
  const next = new Map(state.wallets);
  for (const wallet of wallets) {
    const known = next.get(wallet.currency);
    if (known === undefined || known.version <= wallet.version) next.set(wallet.currency, wallet);
  }
  return { ...state, wallets: next };
}

export function takeApproval(state: State, approval: ApprovalMeans): State {
  return { ...state, approval };
}

/** Takes transfers as they stood when they were told; never back to an earlier state. */
export function takeTransfers(state: State, transfers: readonly Transfer[]): State {
  const next = new Map(state.transfers);
  for (const transfer of transfers) {
    const known = next.get(transfer.transferId);
    if (known === undefined || rank[known.state] <= rank[transfer.state]) {
      next.set(transfer.transferId, transfer);
    }
  }
  for (const id of next.keys()) {
    if (next.size <= keptTransfers) break;
    next.delete(id);
  }
  return { ...state, transfers: next };
}
