import { Type } from 'typebox';
import { recoveryCode, typedPassword, webauthn } from '../identity/types.ts';
import { changing, guessing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { nothing, nullable, object, text } from '../schema.ts';
import { payStatementMethods } from './statement.ts';
import {
  approval,
  approvalMeans,
  arrival,
  maxContactLength,
  note,
  payKey,
  payment,
  pin,
  transfer,
  transferId,
  wallet,
} from './types.ts';

const slowly = { person: { count: 10, perSeconds: 600 } };
const settles = ['transfer_unknown', 'transfer_settled', 'wallet_frozen', 'key_reused'] as const;
const limited = ['limit_reached', 'class_needed', 'not_for_minors'] as const;

const approvalMethods = {
  getApproval: query('pay.getApproval', {
    summary: 'How I approve payments.',
    input: nothing,
    output: object({ approval: approvalMeans }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  createPin: command('pay.createPin', {
    summary: 'Sets the first pay PIN; the password proves that it is me (null: I have none).',
    input: object({ pin, currentPassword: nullable(typedPassword) }),
    output: object({ approval: approvalMeans }),
    refusals: ['pin_exists', 'weak_pin', 'wrong_credentials', 'sign_in_locked'],
    auth: 'person',
    limit: { ...slowly, ...guessing },
  }),
  changePin: command('pay.changePin', {
    summary: 'Replaces the pay PIN, with the present one.',
    input: object({ currentPin: pin, newPin: pin }),
    output: object({ approval: approvalMeans }),
    refusals: ['pin_unset', 'wrong_pin', 'pin_locked', 'weak_pin'],
    auth: 'person',
    limit: { ...slowly, ...guessing },
  }),
  beginPinReset: command('pay.beginPinReset', {
    summary: 'The PIN is forgotten: a recovery code of the account starts a reset that waits 24 h.',
    input: object({ recoveryCode }),
    output: object({ approval: approvalMeans }),
    refusals: ['pin_unset', 'wrong_credentials', 'sign_in_locked'],
    auth: 'person',
    limit: { ...slowly, ...guessing },
  }),
  cancelPinReset: command('pay.cancelPinReset', {
    summary: 'Keeps the PIN after all, from any of my devices.',
    input: nothing,
    output: object({ approval: approvalMeans }),
    refusals: ['reset_unknown'],
    auth: 'person',
    limit: changing,
  }),
  finishPinReset: command('pay.finishPinReset', {
    summary: 'Sets the new PIN once the waiting time is over.',
    input: object({ pin }),
    output: object({ approval: approvalMeans }),
    refusals: ['reset_unknown', 'reset_waiting', 'weak_pin'],
    auth: 'person',
    limit: slowly,
  }),
  beginPasskeyApproval: command('pay.beginPasskeyApproval', {
    summary:
      'Gives a challenge that is bound to exactly this payee, amount and currency, and to when ' +
      'it arrives.',
    input: object({ ...payment, arrival: Type.Optional(arrival) }),
    output: object({ challengeId: text(60), options: webauthn }),
    refusals: ['passkeys_unavailable'],
    auth: 'person',
    limit: changing,
  }),
} as const;

export const payMethods = {
  getWallet: query('pay.getWallet', {
    summary: 'My wallets, one for each currency of the city.',
    input: nothing,
    output: object({ wallets: Type.Array(wallet), approval: approvalMeans }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  sendTransfer: command('pay.sendTransfer', {
    summary:
      'Sends money to a contact, as a card in our conversation; it is theirs once they accept ' +
      'within 24 h. It may arrive later, and until then be cancelled. Answered only when the ' +
      'ledger has it.',
    input: object({
      ...{ key: payKey, ...payment, note, approval },
      arrival: Type.Optional(arrival),
    }),
    output: object({ transfer }),
    refusals: [
      'self_action',
      'not_contact',
      'blocked',
      'wrong_currency',
      'amount_too_large',
      ...limited,
      'insufficient_funds',
      'wallet_frozen',
      'payee_frozen',
      'pin_unset',
      'wrong_pin',
      'pin_locked',
      'challenge_expired',
      'passkey_rejected',
      'key_reused',
    ],
    auth: 'person',
    limit: { person: { count: 30, perSeconds: 60 } },
  }),
  acceptTransfer: command('pay.acceptTransfer', {
    summary: 'Takes the money of a transfer that was sent to me.',
    input: object({ key: payKey, transferId }),
    output: object({ transfer }),
    refusals: [...settles, ...limited],
    auth: 'person',
    limit: changing,
  }),
  returnTransfer: command('pay.returnTransfer', {
    summary: 'Sends the money of a transfer back to whom it came from.',
    input: object({ key: payKey, transferId }),
    output: object({ transfer }),
    refusals: ['transfer_unknown', 'transfer_settled', 'key_reused'],
    auth: 'person',
    limit: changing,
  }),
  cancelTransfer: command('pay.cancelTransfer', {
    summary: 'Takes back a delayed transfer of mine before it arrives, accepted or not.',
    input: object({ key: payKey, transferId }),
    output: object({ transfer }),
    refusals: ['transfer_unknown', 'transfer_settled', 'cancel_too_late', 'key_reused'],
    auth: 'person',
    limit: changing,
  }),
  contactPayee: command('pay.contactPayee', {
    summary:
      'Writes to whom I paid, as a message of our conversation, contacts or not: once, within ' +
      '24 h of the payment.',
    input: object({ transferId, text: text(maxContactLength) }),
    output: object({ transfer }),
    refusals: ['transfer_unknown', 'contact_too_late', 'contact_used', 'blocked'],
    auth: 'person',
    limit: changing,
  }),
  getTransfers: query('pay.getTransfers', {
    summary: 'How transfers stand that I sent or received; those that are not mine are left out.',
    input: object({
      transferIds: Type.Array(transferId, { minItems: 1, maxItems: 50, uniqueItems: true }),
    }),
    output: object({ transfers: Type.Array(transfer, { maxItems: 50 }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  listWaiting: query('pay.listWaiting', {
    summary: 'Transfers, to me and from me, that wait to be accepted; the next to lapse first.',
    input: nothing,
    output: object({ transfers: Type.Array(transfer, { maxItems: 100 }) }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  ...payStatementMethods,
  ...approvalMethods,
} as const;
