import type { Clock, PersonId } from '@plaza/base';
import type { Approval, ApprovalMeans } from '@plaza/contract';
import type { Passwords } from '../../../kernel/auth/index.ts';
import type { Database, Tx } from '../../../kernel/db/index.ts';
import type { ExportedFile } from '../../../kernel/holdings/index.ts';
import type { Outcome } from '../../../kernel/rpc/index.ts';
import type { Identity } from '../../identity/index.ts';
import type { Sync } from '../../sync/index.ts';

export type ApprovalDeps = {
  db: Database;
  clock: Clock;
  passwords: Passwords;
  sync: Pick<Sync, 'append'>;
  identity: Pick<
    Identity,
    | 'verifyPassword'
    | 'spendRecoveryCode'
    | 'hasApprovingPasskey'
    | 'beginApproval'
    | 'finishApproval'
    | 'onPasskeysChanged'
    | 'notice'
  >;
};

/** What a yes is bound to, besides who says it. */
export type Payment = {
  /** A person’s id, or the words by which a flow names exactly what is paid. */
  payee: string;
  amountMinor: number;
  currency: string;
};

/** Why a payment was not approved. */
export type ApprovalRefusal =
  | 'pin_unset'
  | 'wrong_pin'
  | 'pin_locked'
  | 'challenge_expired'
  | 'passkey_rejected'
  | 'unavailable';

type WrongPassword = 'wrong_credentials' | 'sign_in_locked' | 'unavailable';
type Changed<Reason extends string> = Promise<Outcome<ApprovalMeans, Reason>>;
type Options = { challengeId: string; options: Record<string, unknown> };

/** How people say yes to their payments: with a PIN of six digits, or with a passkey. */
export type Approvals = {
  /** How this person approves payments now. */
  means(personId: PersonId): Promise<ApprovalMeans>;
  /**
   * Judges an approval of exactly this payment. A wrong PIN is counted; a challenge is used up,
   * whatever the answer.
   */
  approve(
    personId: PersonId,
    payment: Payment,
    approval: Approval,
  ): Promise<Outcome<null, ApprovalRefusal>>;

  createPin(
    personId: PersonId,
    input: { pin: string; currentPassword: string | null },
  ): Changed<'pin_exists' | 'weak_pin' | WrongPassword>;
  changePin(
    personId: PersonId,
    input: { currentPin: string; newPin: string },
  ): Changed<'pin_unset' | 'wrong_pin' | 'pin_locked' | 'weak_pin' | 'unavailable'>;
  beginPinReset(
    personId: PersonId,
    recoveryCode: string,
  ): Changed<'pin_unset' | Exclude<WrongPassword, 'unavailable'>>;
  cancelPinReset(personId: PersonId): Changed<'reset_unknown'>;
  finishPinReset(
    personId: PersonId,
    pin: string,
  ): Changed<'reset_unknown' | 'reset_waiting' | 'weak_pin' | 'unavailable'>;
  beginPasskeyApproval(
    personId: PersonId,
    payment: Payment,
  ): Promise<Outcome<Options, 'passkeys_unavailable'>>;

  /** For the holding of the module. */
  tables: readonly string[];
  export(personId: PersonId): AsyncIterable<ExportedFile>;
  erase(tx: Tx, personId: PersonId): Promise<void>;
};
