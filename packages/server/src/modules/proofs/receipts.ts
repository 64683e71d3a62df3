import type { PersonId, TransferId } from '@plaza/base';
import type { MethodInput, MethodOutput, StatementLine, Transfer } from '@plaza/contract';
import {
  effectOn,
  receiptFormat,
  timestampOf,
  uuidOf128,
  verifierKeyOf,
  type LedgerRecord,
  type ReceiptLine,
} from '@plaza/base/proofs';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import { u128Of, type Transfer as LedgerTransfer } from '../ledger/index.ts';
import { graceMs } from './closing.ts';
import { dayOf, endOf } from './days.ts';
import { recordOf } from './events.ts';
import { checks } from './key.ts';
import { proveRecord, type Proven } from './proving.ts';
import type { ProofsDeps } from './types.ts';

type Answer = MethodOutput<'proofs.getReceipt'>;
/** A line as the city tells it, and the events that it came from. */
type Told = { words: Omit<ReceiptLine, 'ledger' | 'account' | 'records'>; records: LedgerRecord[] };

const nsPerMs = 1_000_000n;
const isoOf = (timestamp: bigint) => new Date(Number(timestamp / nsPerMs)).toISOString();

async function lookUp(
  { ledger }: Pick<ProofsDeps, 'ledger'>,
  id: bigint,
): Promise<LedgerTransfer | null> {
  return (await ledger.lookupTransfers([id]))[0] ?? null;
}

/** The lapse of a pending transfer, of which only the millisecond is known. */
async function findLapse(
  { ledger }: Pick<ProofsDeps, 'ledger'>,
  id: bigint,
  at: string,
): Promise<LedgerRecord | null> {
  const from = BigInt(Date.parse(at)) * nsPerMs;
  for (let after = from - 1n; ;) {
    const page = await ledger.changes(after, 100);
    const found = page.find(
      ({ type, transfer }) => type === 'two_phase_expired' && transfer.id === id,
    );
    if (found !== undefined) return recordOf(found);
    after = page.at(-1)?.timestamp ?? from + nsPerMs;
    if (after >= from + nsPerMs) return null;
  }
}

/** What a line of a statement came from: an event, and before it the one that it resolves. */
async function recordsOf(
  deps: Pick<ProofsDeps, 'ledger'>,
  { reference, at }: Pick<StatementLine, 'reference' | 'at'>,
): Promise<LedgerRecord[] | null> {
  const transfer = await lookUp(deps, u128Of(reference));
  if (transfer === null) return null;
  const own: LedgerRecord = { kind: 'transfer', transfer };
  if (isoOf(transfer.timestamp) !== at) {
    const lapse = await findLapse(deps, transfer.id, at);
    return lapse === null ? null : [own, lapse];
  }
  if (transfer.pending_id === 0n) return [own];
  const pending = await lookUp(deps, transfer.pending_id);
  return pending === null ? null : [{ kind: 'transfer', transfer: pending }, own];
}

/** Whose account a line is about: the one on which the events do what it says. */
function accountOf({ words, records }: Told): string | null {
  const [first] = records;
  if (first?.kind !== 'transfer') return null;
  const { debit_account_id, credit_account_id } = first.transfer;
  const accounts = [debit_account_id, credit_account_id].map(uuidOf128);
  const amount = BigInt(words.amountMinor);
  return accounts.find((account) => effectOn(account, records) === amount) ?? null;
}

function wordsOf(line: StatementLine): Told['words'] {
  const { kind, money, counterparty, note, at, reference } = line;
  const { amountMinor, currency, scale } = money;
  const name = counterparty?.displayName ?? null;
  return { kind, amountMinor, currency, scale, counterparty: name, note, at, reference };
}

async function proveAll(deps: ProofsDeps, records: readonly LedgerRecord[]) {
  const all: Proven[] = [];
  for (const record of records) {
    const one = await proveRecord(deps, record);
    if (one === null) return null;
    all.push(one);
  }
  return all;
}

async function receiptOf(
  deps: ProofsDeps,
  told: readonly Told[],
): Promise<Outcome<Answer, 'transfer_unknown'>> {
  const lines: ReceiptLine[] = [];
  let key = '';
  for (const one of told) {
    const [first] = one.records;
    const account = accountOf(one);
    if (account === null || first?.kind !== 'transfer') return no('transfer_unknown');
    const proven = await proveAll(deps, one.records);
    const newest = one.records.at(-1) as LedgerRecord;
    if (proven === null) return yes({ receipt: null, readyAt: readyAt(deps, newest) });
    key = verifierKeyOf(checks.sha256, proven[0]?.head.publicKey ?? new Uint8Array(0));
    const records = proven.map((each) => each.proven);
    lines.push({ ...one.words, ledger: first.transfer.ledger, account, records });
  }
  if (lines.length === 0) return no('transfer_unknown');
  const receipt = { format: receiptFormat, city: deps.publicUrl, key, lines };
  return yes({ receipt: receipt as unknown as Answer['receipt'], readyAt: null });
}

/** When the day of an event may be closed; null if it may be by now. */
function readyAt({ clock }: Pick<ProofsDeps, 'clock'>, record: LedgerRecord): string | null {
  const eventMs = Number(timestampOf(record) / nsPerMs);
  const dueMs = endOf(dayOf(eventMs)) + graceMs;
  return dueMs > clock.nowMs() ? new Date(dueMs).toISOString() : null;
}

/** The proof of one line of a person's statement. */
export async function getReceipt(
  deps: ProofsDeps,
  personId: PersonId,
  { currency, lineNumber }: MethodInput<'proofs.getReceipt'>,
): Promise<Outcome<Answer, 'transfer_unknown' | 'wrong_currency'>> {
  const cursor = String(lineNumber + 1);
  const page = await deps.pay.listStatement(personId, { currency, cursor });
  if (!page.ok) return no(page.reason === 'wrong_currency' ? 'wrong_currency' : 'transfer_unknown');
  const line = page.value.lines.find((one) => one.lineNumber === lineNumber);
  if (line === undefined) return no('transfer_unknown');
  const records = await recordsOf(deps, line);
  return records === null
    ? no('transfer_unknown')
    : receiptOf(deps, [{ words: wordsOf(line), records }]);
}

/** What became of a transfer, as its payer or its payee has it in the statement. */
async function tellTransfer(
  deps: ProofsDeps,
  personId: PersonId,
  transfer: Transfer,
): Promise<Told[]> {
  const { transferId, state, settledAt, money, payer, payee, note } = transfer;
  const filter = {
    user_data_128: u128Of(transferId),
    user_data_64: 0n,
    user_data_32: 0,
    ledger: 0,
  };
  const range = { code: 0, timestamp_min: 0n, timestamp_max: 0n, limit: 100, flags: 0 };
  const found = await deps.ledger.queryTransfers({ ...filter, ...range });
  const pending = found.find(({ pending_id }) => pending_id === 0n);
  if (pending === undefined) return [];
  const isPayer = payer.personId === personId;
  const other = isPayer ? payee : payer;
  const counterparty = other.displayName === '' ? null : other.displayName;
  const tell = (kind: string, records: LedgerRecord[]): Told => {
    const last = records.at(-1) as LedgerRecord;
    const amountMinor = kind === 'transfer_out' ? -money.amountMinor : money.amountMinor;
    const { currency, scale } = money;
    const id = last.kind === 'transfer' ? last.transfer.id : last.expiry.id;
    const at = isoOf(timestampOf(last));
    const words = { kind, amountMinor, currency, scale, counterparty, note, at };
    return { words: { ...words, reference: uuidOf128(id) }, records };
  };
  const held: LedgerRecord = { kind: 'transfer', transfer: pending };
  const resolution = found.find(({ pending_id }) => pending_id === pending.id);
  const lapse =
    state === 'expired' && settledAt !== null ? await findLapse(deps, pending.id, settledAt) : null;
  const end =
    resolution === undefined ? lapse : ({ kind: 'transfer', transfer: resolution } as const);
  const told: Told[] = isPayer ? [tell('transfer_out', [held])] : [];
  if (end === null) return told;
  if (state === 'accepted' && !isPayer) told.push(tell('transfer_in', [held, end]));
  if (isPayer && ['returned', 'cancelled', 'expired'].includes(state)) {
    told.push(tell('transfer_back', [held, end]));
  }
  return told;
}

/** The proof of a transfer between two people, for either of them. */
export async function getTransferReceipt(
  deps: ProofsDeps,
  personId: PersonId,
  transferId: TransferId,
): Promise<Outcome<Answer, 'transfer_unknown'>> {
  const [transfer] = await deps.pay.getTransfers(personId, [transferId]);
  if (transfer === undefined) return no('transfer_unknown');
  return receiptOf(deps, await tellTransfer(deps, personId, transfer));
}
