import { present, type PersonId, type TransferId } from '@plaza/base';
import type { Money, PersonCard, StatementLine, Transfer, Wallet } from '@plaza/contract';
import type { Currencies, CurrencyProfile } from './currencies.ts';
import type { LineRow, TransferRow, WalletRow } from './types.ts';

type Cards = ReadonlyMap<PersonId, PersonCard>;
type Shown = Pick<WalletRow, 'availableMinor' | 'heldMinor' | 'state' | 'reason' | 'version'>;

const empty: Shown = {
  availableMinor: 0n,
  heldMinor: 0n,
  state: 'open',
  reason: '',
  version: 0,
};

export function walletOf(profile: CurrencyProfile, row: Shown = empty): Wallet {
  const { state, reason, version } = row;
  return {
    currency: profile.code,
    scale: profile.scale,
    availableMinor: Number(row.availableMinor),
    heldMinor: Number(row.heldMinor),
    maxAmountMinor: profile.maxAmountMinor,
    ...{ state, reason, version },
  };
}

export function moneyOf(currencies: Currencies, code: string, amountMinor: bigint): Money {
  const { scale } = present(currencies.find(code), 'money is of a currency of the city');
  return { amountMinor: Number(amountMinor), currency: code, scale };
}

/** Null when a person is not known at all. */
export function transferOf(
  currencies: Currencies,
  row: TransferRow,
  cards: Cards,
): Transfer | null {
  const payer = cards.get(row.payerId);
  const payee = cards.get(row.payeeId);
  if (payer === undefined || payee === undefined) return null;
  const { transferId, conversationId, note, state, failure } = row;
  return {
    ...{ transferId, conversationId, payer, payee, note, state, failure },
    money: moneyOf(currencies, row.currency, row.amountMinor),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    settledAt: row.settledAt?.toISOString() ?? null,
    arrivesAt: row.arrivesAt?.toISOString() ?? null,
    contactedAt: row.contactedAt?.toISOString() ?? null,
  };
}

export function lineOf(currencies: Currencies, row: LineRow, cards: Cards): StatementLine {
  const { lineNumber, kind, subjectId, note, reference } = row;
  const isOfTransfer = kind.startsWith('transfer_');
  const card = row.counterpartyId === null ? undefined : cards.get(row.counterpartyId);
  return {
    ...{ lineNumber, kind, subjectId, note, reference },
    transferId: isOfTransfer ? (subjectId as TransferId | null) : null,
    money: moneyOf(currencies, row.currency, row.amountMinor),
    balanceMinor: Number(row.balanceMinor),
    // An erased person has a card without a name.
    counterparty: card === undefined || card.displayName === '' ? null : card,
    at: new Date(Number(row.ledgerAt / 1_000_000n)).toISOString(),
  };
}

/** A payee sees a transfer once its money is held. */
export function maySee(row: TransferRow, viewerId: PersonId): boolean {
  if (row.payerId === viewerId) return true;
  return row.payeeId === viewerId && row.state !== 'processing' && row.state !== 'failed';
}
