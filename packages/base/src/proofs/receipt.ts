import { bytesOfBase64, uuidOf128 } from './bytes.ts';
import { publicKeyOf, openHead, verifiedHead, type Checks, type HeadFacts } from './head.ts';
import { leafHash, rootOfPath } from './merkle.ts';
import { decodeRecord, idOf, timestampOf, type LedgerRecord } from './record.ts';
import { sameBytes } from './bytes.ts';

/** An event of the ledger, and what proves that it is in the tree of its day. */
export type ProvenRecord = {
  /** The bytes that are hashed, base64. */
  record: string;
  index: number;
  path: readonly string[];
  /** The signed head of the day. */
  head: string;
};

/** One line of a statement. The words are the city's; what is proven is said by the records. */
export type ReceiptLine = {
  kind: string;
  /** Negative: went out. */
  amountMinor: number;
  currency: string;
  scale: number;
  /** The number of the currency in the ledger. */
  ledger: number;
  counterparty: string | null;
  note: string;
  /** RFC 3339. */
  at: string;
  reference: string;
  /** My account in the ledger, a random number. */
  account: string;
  /** The event of the line, the last; before it the pending transfer that it resolves. */
  records: readonly ProvenRecord[];
};

export const receiptFormat = 'plaza-receipt-1';

export type Receipt = {
  format: string;
  city: string;
  /** The key of the city, as it was told to whoever got the receipt. */
  key: string;
  lines: readonly ReceiptLine[];
};

/** Why a receipt is not proven; the first thing that does not fit. */
export type ReceiptFault =
  | 'not_a_receipt'
  | 'key_unknown'
  | 'record_unreadable'
  | 'head_unsigned'
  | 'not_in_head'
  | 'words_differ';

export type ProvenLine = { line: ReceiptLine; heads: readonly HeadFacts[] };

export type Verdict =
  | { ok: true; city: string; key: string; lines: readonly ProvenLine[] }
  | { ok: false; fault: ReceiptFault };

const flagPending = 2;
const flagPost = 4;
const flagVoid = 8;

/** What the last of some records does to what an account can spend; null: they do not belong so. */
export function effectOn(account: string, records: readonly LedgerRecord[]): bigint | null {
  const [event, pending] = [records.at(-1), records.length === 2 ? records[0] : undefined];
  if (event === undefined || records.length > 2) return null;
  if (pending !== undefined && pending.kind !== 'transfer') return null;
  const held = pending?.transfer;
  if (held !== undefined && (held.flags & flagPending) === 0) return null;
  if (event.kind === 'expiry') {
    if (held === undefined || held.id !== event.expiry.id) return null;
    return uuidOf128(held.debit_account_id) === account ? held.amount : 0n;
  }
  const { transfer } = event;
  const { flags, amount, debit_account_id, credit_account_id } = transfer;
  const resolves = (flags & (flagPost | flagVoid)) !== 0;
  if (resolves !== (held !== undefined) || (resolves && held?.id !== transfer.pending_id)) {
    return null;
  }
  const isDebit = uuidOf128(debit_account_id) === account;
  const isCredit = uuidOf128(credit_account_id) === account;
  if (!isDebit && !isCredit) return null;
  if ((flags & flagVoid) !== 0) return isDebit ? (held?.amount ?? null) : 0n;
  if ((flags & flagPost) !== 0) return isDebit ? (held?.amount ?? 0n) - amount : amount;
  if ((flags & flagPending) !== 0) return isDebit ? -amount : 0n;
  return isDebit ? -amount : amount;
}

/** Whether the words of a line say what its records say. */
function saysTheSame(line: ReceiptLine, records: readonly LedgerRecord[]): boolean {
  const event = records.at(-1);
  const transfer = records.find((record) => record.kind === 'transfer')?.transfer;
  if (event === undefined || transfer === undefined) return false;
  const effect = effectOn(line.account, records);
  const at = new Date(Number(timestampOf(event) / 1_000_000n)).toISOString();
  return (
    effect !== null &&
    effect === BigInt(line.amountMinor) &&
    transfer.ledger === line.ledger &&
    uuidOf128(idOf(event)) === line.reference &&
    at === line.at
  );
}

async function verifyRecord(
  checks: Checks,
  publicKey: Uint8Array,
  proven: ProvenRecord,
): Promise<{ record: LedgerRecord; head: HeadFacts } | ReceiptFault> {
  const bytes = bytesOfBase64(proven.record);
  const record = bytes === null ? null : decodeRecord(bytes);
  if (bytes === null || record === null) return 'record_unreadable';
  const head = await verifiedHead(checks, proven.head, publicKey);
  if (head === null) return 'head_unsigned';
  const path = proven.path.map((one) => bytesOfBase64(one) ?? new Uint8Array(0));
  const { index } = proven;
  const leaf = leafHash(checks.sha256, bytes);
  const root = rootOfPath(checks.sha256, { leaf, index, size: head.size, path });
  if (root === null || !sameBytes(root, head.root)) return 'not_in_head';
  const at = timestampOf(record);
  return at > head.after && at <= head.through ? { record, head } : 'not_in_head';
}

async function verifyLine(
  checks: Checks,
  publicKey: Uint8Array,
  line: ReceiptLine,
): Promise<ProvenLine | ReceiptFault> {
  const records: LedgerRecord[] = [];
  const heads: HeadFacts[] = [];
  for (const proven of line.records) {
    const verified = await verifyRecord(checks, publicKey, proven);
    if (typeof verified === 'string') return verified;
    records.push(verified.record);
    heads.push(verified.head);
  }
  return saysTheSame(line, records) ? { line, heads } : 'words_differ';
}

/**
 * Checks a receipt without asking anybody. It proves that the city signed heads in which the
 * entries are, and that amount, time, currency and reference are those of the entries; not the
 * other's name and the note, which are words of the city. `trustedKey` is the city's key from
 * elsewhere; without it the receipt's own is taken, and must be compared by people.
 */
export async function verifyReceipt(
  checks: Checks,
  receipt: unknown,
  trustedKey?: string,
): Promise<Verdict> {
  if (!isReceipt(receipt)) return { ok: false, fault: 'not_a_receipt' };
  const key = (trustedKey ?? receipt.key).trim();
  const publicKey = publicKeyOf(checks.sha256, key);
  if (publicKey === null || key !== receipt.key) return { ok: false, fault: 'key_unknown' };
  const lines: ProvenLine[] = [];
  for (const line of receipt.lines) {
    const proven = await verifyLine(checks, publicKey, line);
    if (typeof proven === 'string') return { ok: false, fault: proven };
    lines.push(proven);
  }
  const head = openHead(receipt.lines[0]?.records[0]?.head ?? '');
  return { ok: true, city: head?.facts.address ?? receipt.city, key, lines };
}

type Unknown = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Unknown => typeof value === 'object' && value !== null;
const areTexts = (value: Unknown, names: readonly string[]) =>
  names.every((name) => typeof value[name] === 'string');
const areWhole = (value: Unknown, names: readonly string[]) =>
  names.every((name) => Number.isSafeInteger(value[name]));
const isListOf = (value: unknown, is: (item: unknown) => boolean, most: number) =>
  Array.isArray(value) && value.length > 0 && value.length <= most && value.every(is);

function isProvenRecord(value: unknown): boolean {
  if (!isObject(value) || !areTexts(value, ['record', 'head'])) return false;
  const { path } = value;
  if (!Array.isArray(path) || path.length > 64) return false;
  return areWhole(value, ['index']) && path.every((one) => typeof one === 'string');
}

function isReceiptLine(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { counterparty, scale } = value;
  return (
    areTexts(value, ['kind', 'currency', 'note', 'at', 'reference', 'account']) &&
    areWhole(value, ['amountMinor', 'scale', 'ledger']) &&
    Number(scale) >= 0 &&
    Number(scale) <= 4 &&
    (counterparty === null || typeof counterparty === 'string') &&
    isListOf(value['records'], isProvenRecord, 2)
  );
}

/** Whether something has the form of a receipt; it proves nothing yet. */
export function isReceipt(value: unknown): value is Receipt {
  if (!isObject(value) || value['format'] !== receiptFormat) return false;
  return areTexts(value, ['city', 'key']) && isListOf(value['lines'], isReceiptLine, 20);
}
