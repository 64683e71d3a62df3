import { formatMinor, isAmount, parseMinor } from '../money.ts';
import { compactIban, isIban } from './iban.ts';

// EPC069-12, version 3.1: a transfer in euros that a bank's app reads from a code, such as the
// one by which somebody tops up a wallet, or pays a bill of the town hall.

const scale = 2;
const maxBytes = 331;
const maxAmount = 99_999_999_999;
const longest = { name: 70, purpose: 4, reference: 35, text: 140, information: 70 };

export type BankTransfer = {
  name: string;
  iban: string;
  /** Empty within the European Economic Area. */
  bic: string;
  /** Cents; null: whoever pays says how much. */
  amountMinor: number | null;
  /** Four letters, such as `GDDS`; empty: none. */
  purpose: string;
  /** A reference that machines read (ISO 11649), or words: never both. */
  reference: string;
  text: string;
  /** For whoever pays. */
  information: string;
};

const count = (text: string) => Array.from(text).length;
const isLine = (text: string) => !/[\r\n]/u.test(text);

function isSound(transfer: BankTransfer): boolean {
  const { name, iban, bic, amountMinor, purpose, reference, text, information } = transfer;
  const lines = [name, bic, purpose, reference, text, information];
  return (
    lines.every(isLine) &&
    count(name) > 0 &&
    count(name) <= longest.name &&
    isIban(iban) &&
    (bic === '' || /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(bic)) &&
    (amountMinor === null || (isAmount(amountMinor) && amountMinor <= maxAmount)) &&
    count(purpose) <= longest.purpose &&
    (reference === '' || text === '') &&
    count(reference) <= longest.reference &&
    count(text) <= longest.text &&
    count(information) <= longest.information
  );
}

/** Writes the text of the code; null where something is not of its form or too long. */
export function writeBankTransfer(transfer: BankTransfer): string | null {
  if (!isSound(transfer)) return null;
  const { name, iban, bic, amountMinor, purpose, reference, text, information } = transfer;
  const amount = amountMinor === null ? '' : `EUR${formatMinor(amountMinor, scale)}`;
  const head = ['BCD', '002', '1', 'SCT', bic, name, compactIban(iban), amount];
  const lines = [...head, purpose, reference, text, information];
  // Nothing needs the empty lines at the end.
  const written = lines.join('\n').replace(/\n+$/u, '');
  return new TextEncoder().encode(written).length > maxBytes ? null : written;
}

/** Reads the text of a code; null when it is none, or is not whole. */
export function readBankTransfer(written: string): BankTransfer | null {
  const lines = written.replace(/\r\n?/gu, '\n').replace(/\n+$/u, '').split('\n');
  const [service, version, charset, kind, bic = '', name = '', iban = '', amount = ''] = lines;
  const isKnown = service === 'BCD' && (version === '001' || version === '002');
  // Version 1 demands the bank's code; of the character sets only UTF-8 is read.
  if (!isKnown || charset !== '1' || kind !== 'SCT' || lines.length > 12) return null;
  if (version === '001' && bic === '') return null;
  const said = /^EUR(\d+(?:\.\d{1,2})?)$/.exec(amount);
  const amountMinor = said === null ? null : parseMinor(said[1] ?? '', scale);
  if (amount !== '' && amountMinor === null) return null;
  const [purpose = '', reference = '', text = '', information = ''] = lines.slice(8);
  const transfer = {
    ...{ name, iban: compactIban(iban), bic, amountMinor },
    ...{ purpose, reference, text, information },
  };
  return isSound(transfer) ? transfer : null;
}
