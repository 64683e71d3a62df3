export { applyAccounts } from './accounts.ts';
export { changeOfExpiry, changeOfTransfer, changesOf } from './changes.ts';
export { createDraft } from './draft.ts';
export { applyExpiries } from './expiries.ts';
export { accountsOf, touchedByAccounts, touchedByTransfers, type Touched } from './touched.ts';
export { applyTransfers } from './transfers.ts';
export type { Draft, LedgerReader, PendingRecord, PendingState, WritableDraft } from './types.ts';
