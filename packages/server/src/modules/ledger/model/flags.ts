// Names and numbers are TigerBeetle's (Node client 0.17); a test compares them with its package.

/** Rules of an account; fixed when it is created, but for `closed`. */
export const AccountFlags = {
  none: 0,
  linked: 1,
  debits_must_not_exceed_credits: 2,
  credits_must_not_exceed_debits: 4,
  history: 8,
  imported: 16,
  closed: 32,
} as const;
export type AccountFlags = (typeof AccountFlags)[keyof typeof AccountFlags];

/** What a transfer is and does. */
export const TransferFlags = {
  none: 0,
  linked: 1,
  pending: 2,
  post_pending_transfer: 4,
  void_pending_transfer: 8,
  balancing_debit: 16,
  balancing_credit: 32,
  closing_debit: 64,
  closing_credit: 128,
  imported: 256,
} as const;
export type TransferFlags = (typeof TransferFlags)[keyof typeof TransferFlags];

/** Which side of an account to read, and from which end. */
export const AccountFilterFlags = {
  none: 0,
  debits: 1,
  credits: 2,
  reversed: 4,
} as const;
export type AccountFilterFlags = (typeof AccountFilterFlags)[keyof typeof AccountFilterFlags];

/** From which end to read. */
export const QueryFilterFlags = {
  none: 0,
  reversed: 1,
} as const;
export type QueryFilterFlags = (typeof QueryFilterFlags)[keyof typeof QueryFilterFlags];
