import {
  cleanLine,
  formatMinor,
  present,
  truncate,
  type CaseId,
  type PayKey,
  type PersonId,
} from '@plaza/base';
import type { Wallet } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import {
  assetAccounts,
  CreateTransferStatus as Status,
  systemAccountId,
  TransferFlags,
  transferCodes,
  u128Of,
  type Transfer as LedgerTransfer,
} from '../ledger/index.ts';
import type { Finisher, Intent } from './commands.ts';
import type { PayContext } from './context.ts';
import type { CurrencyProfile } from './currencies.ts';
import type { PayAction } from './deps.ts';
import { ledgerIdOf, operationIdOf, type LedgerStep } from './ids.ts';
import { ledgerTransfer } from './ledger.ts';
import type { LimitRefusal } from './limits/types.ts';
import { walletOf } from './present.ts';
import { insertOperation, selectOperations } from './store/operations.ts';
import { selectWallet, type StoredWallet } from './store/wallets.ts';
import type { OnWallet, OperationKind, OperationRow } from './types.ts';

export const keptOfOperating: ReadonlySet<string> = new Set(['wallet_frozen', 'wallet_open']);

const maxReasonLength = 300;
const maxDetailLength = 300;

export type Operation = OnWallet & { profile: CurrencyProfile; amountMinor: number };

/** A person who is there; of an erased one only a card without a name is left. */
export async function isThere({ identity }: PayContext, personId: PersonId): Promise<boolean> {
  const card = (await identity.getCards([personId])).get(personId);
  return card !== undefined && card.displayName !== '';
}

/** In whose name the key is kept: the operator's; the person's where the server itself acts. */
export function scopeOf({ actorId, personId }: Pick<OnWallet, 'actorId' | 'personId'>): PersonId {
  return actorId ?? personId;
}

function intentOf(
  ctx: PayContext,
  operation: Operation,
  { kind, targetId }: { kind: OperationKind; targetId: string | null },
): Intent {
  const { actorId, key, personId, currency, amountMinor } = operation;
  const reason = cleanLine(operation.reason, maxReasonLength);
  const operationId = operationIdOf(kind, scopeOf(operation), key satisfies PayKey);
  const row: OperationRow = {
    ...{ operationId, kind, personId, currency, reason, targetId, actorId },
    amountMinor: BigInt(amountMinor),
    createdAt: ctx.clock.now(),
  };
  return { subjectId: operationId, write: (tx) => insertOperation(tx, row) };
}

/** Everything that came in by any rail. More than the most could not be written down exactly. */
async function issuesTooMuch(
  { ledger }: PayContext,
  { profile, amountMinor }: Operation,
): Promise<boolean> {
  const ids = assetAccounts.map((name) => systemAccountId(profile.ledger, name));
  const assets = await ledger.lookupAccounts(ids);
  const issued = assets.reduce((sum, row) => sum + row.debits_posted - row.credits_posted, 0n);
  return issued + BigInt(amountMinor) > profile.maxIssuedMinor;
}

type OfWallet =
  | LimitRefusal
  | 'person_not_found'
  | 'wallet_frozen'
  | 'wallet_open'
  | 'amount_too_large';

export async function judgeTopUp(
  ctx: PayContext,
  operation: Operation,
): Promise<Outcome<Intent, OfWallet>> {
  if (!(await isThere(ctx, operation.personId))) return no('person_not_found');
  const wallet = await ctx.accounts.ensureWallet(operation.personId, operation.profile);
  if (wallet.state === 'frozen') return no('wallet_frozen');
  if (await issuesTooMuch(ctx, operation)) return no('amount_too_large');
  const { personId, currency, amountMinor } = operation;
  const allowed = await ctx.limits.judge([{ personId, currency, amountMinor, way: 'top_up' }]);
  if (!allowed.ok) return allowed;
  const intent = intentOf(ctx, operation, { kind: 'top_up', targetId: null });
  return yes({ ...intent, quotas: allowed.value });
}

export async function judgeFreeze(
  ctx: PayContext,
  operation: Operation,
): Promise<Outcome<Intent, OfWallet>> {
  if (!(await isThere(ctx, operation.personId))) return no('person_not_found');
  const wallet = await ctx.accounts.ensureWallet(operation.personId, operation.profile);
  if (wallet.state === 'frozen') return no('wallet_frozen');
  return yes(intentOf(ctx, operation, { kind: 'freeze', targetId: null }));
}

export async function judgeUnfreeze(
  ctx: PayContext,
  operation: Operation,
): Promise<Outcome<Intent, OfWallet>> {
  if (!(await isThere(ctx, operation.personId))) return no('person_not_found');
  const wallet = await selectWallet(ctx.db, operation.personId, operation.currency);
  if (wallet === null || wallet.freezeId === null) return no('wallet_open');
  return yes(intentOf(ctx, operation, { kind: 'unfreeze', targetId: wallet.freezeId }));
}

type Sides = { wallet: StoredWallet; profile: CurrencyProfile };

/** Money comes into being: the city has it on one side, the person on the other. */
function topUpOf(operation: OperationRow, { wallet, profile }: Sides): LedgerTransfer {
  const { operationId, amountMinor } = operation;
  return ledgerTransfer({
    id: ledgerIdOf(operationId, 'top_up', 0),
    ...{ ledger: profile.ledger, code: transferCodes.topUp, amount: amountMinor },
    debit_account_id: systemAccountId(profile.ledger, 'bank.operator'),
    credit_account_id: u128Of(wallet.accountId),
    user_data_128: u128Of(operationId),
  });
}

/** Nothing is moved: as long as it is pending, the account is closed. */
function freezeOf({ operationId }: OperationRow, { wallet, profile }: Sides): LedgerTransfer {
  const { pending, closing_debit } = TransferFlags;
  return ledgerTransfer({
    id: ledgerIdOf(operationId, 'freeze', 0),
    ...{ ledger: profile.ledger, code: transferCodes.freeze, flags: pending | closing_debit },
    debit_account_id: u128Of(wallet.accountId),
    credit_account_id: systemAccountId(profile.ledger, 'clearing'),
    user_data_128: u128Of(operationId),
  });
}

export function unfreezeOf(freezeId: string, { ledger }: CurrencyProfile): LedgerTransfer {
  return ledgerTransfer({
    id: ledgerIdOf(freezeId, 'unfreeze', 0),
    pending_id: ledgerIdOf(freezeId, 'freeze', 0),
    ...{ ledger, code: transferCodes.freeze, flags: TransferFlags.void_pending_transfer },
  });
}

type Way = {
  action: PayAction;
  make(operation: OperationRow, sides: Sides): LedgerTransfer;
  /** What it means that the ledger says no. */
  refusals: ReadonlyMap<number, 'wallet_frozen' | 'wallet_open'>;
};

const ways: Readonly<Record<Exclude<OperationKind, 'closing'>, Way>> = {
  top_up: {
    action: 'top_up',
    make: topUpOf,
    refusals: new Map([
      [Status.credit_account_already_closed, 'wallet_frozen'],
      // The accounts of the chart are there, so there was no other reason.
      [Status.id_already_failed, 'wallet_frozen'],
    ]),
  },
  freeze: {
    action: 'freeze_wallet',
    make: freezeOf,
    refusals: new Map([
      [Status.debit_account_already_closed, 'wallet_frozen'],
      [Status.id_already_failed, 'wallet_frozen'],
    ]),
  },
  unfreeze: {
    action: 'unfreeze_wallet',
    make: ({ targetId }, { profile }) =>
      unfreezeOf(present(targetId, 'an unfreezing names its freeze'), profile),
    refusals: new Map([[Status.pending_transfer_already_voided, 'wallet_open']]),
  },
};

function detailOf(operation: OperationRow, { code, scale }: CurrencyProfile): string {
  const { amountMinor, reason } = operation;
  const amount = amountMinor === 0n ? code : `${formatMinor(Number(amountMinor), scale)} ${code}`;
  return truncate(`${amount}: ${reason}`, maxDetailLength);
}

async function readWallet(
  ctx: PayContext,
  { personId }: OperationRow,
  profile: CurrencyProfile,
): Promise<Wallet> {
  return walletOf(profile, (await selectWallet(ctx.db, personId, profile.code)) ?? undefined);
}

/**
 * The operation went with the account of its person. A try that is still on its way must do
 * nothing either: an account that never was is refused, and the ledger uses up the id with it.
 */
async function useUp(ctx: PayContext, operationId: string, kind: LedgerStep): Promise<void> {
  const id = ledgerIdOf(operationId, kind, 0);
  const [profile] = ctx.currencies.all;
  const { ledger } = present(profile, 'a city has a currency');
  const nobody = { debit_account_id: id, credit_account_id: u128Of(operationId) };
  await ctx.ledger.createTransfers([
    ledgerTransfer({ id, ledger, code: transferCodes.topUp, ...nobody }),
  ]);
}

/** Who cannot reach their money reads why, and may appeal: the case has the id of the freeze. */
async function giveReasons(ctx: PayContext, tx: Tx, operation: OperationRow): Promise<void> {
  const { operationId, actorId, personId, currency } = operation;
  await ctx.giveReasons(tx, {
    ...{ actorId, personId, measure: 'freeze_wallet', caseId: operationId as CaseId },
    reason: truncate(`${currency}: ${operation.reason}`, maxDetailLength),
  });
}

/** Carries what an operator does to its end, and writes it into the audit log with the answer. */
export function createOperationFinisher(
  ctx: PayContext,
  kind: Exclude<OperationKind, 'closing'>,
): Finisher {
  const { action, make, refusals } = ways[kind];
  return async ({ subjectId }) => {
    const [found] = await selectOperations(ctx.db, [subjectId]);
    if (found === undefined) {
      await useUp(ctx, subjectId, kind);
      return { outcome: { ok: false, reason: 'person_not_found' } };
    }
    const operation = found;
    const { personId, currency, actorId } = operation;
    const profile = present(ctx.currencies.find(currency), 'the currency is known');
    const wallet = await selectWallet(ctx.db, personId, currency);
    if (wallet === null) return { outcome: { ok: false, reason: 'person_not_found' } };
    const made = make(operation, { wallet, profile });
    const [result] = await ctx.ledger.createTransfers([made]);
    const { status, timestamp } = present(result, 'each event has a result');
    const reason = refusals.get(status);
    if (reason !== undefined) return { outcome: { ok: false, reason } };
    if (status !== Status.created && status !== Status.exists) {
      throw new Error(`the ledger refused ${action}: ${status}`);
    }
    await ctx.projector.reach(timestamp);
    const detail = detailOf(operation, profile);
    return {
      outcome: { ok: true, value: await readWallet(ctx, operation, profile) },
      async alongside(tx) {
        await ctx.audit(tx, { actorId, action, subjectId: personId, detail });
        if (kind === 'freeze') await giveReasons(ctx, tx, operation);
      },
    };
  };
}
