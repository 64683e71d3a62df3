import { Type } from 'typebox';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { currencyCode, payKey } from '../pay/types.ts';
import { cursor, nothing, nullable, object, personId, text } from '../schema.ts';
import { merchantRole } from './permissions.ts';
import {
  merchantCategory,
  merchantId,
  merchantName,
  ownMerchant,
  shift,
  staffMember,
} from './types.ts';

/** A role that may not do it is `forbidden`. */
const ofStaff = ['merchant_unknown'] as const;
const person = { auth: 'person', limit: changing } as const;
const asked = { auth: 'person', limit: reading } as const;
const mine = object({ merchant: ownMerchant });

const merchants = {
  open: command('merchants.open', {
    summary: 'Opens a merchant that is mine: a name is enough to take money.',
    input: object({ key: payKey, name: merchantName, category: merchantCategory }),
    output: mine,
    refusals: ['too_many_merchants', 'key_reused'],
    ...person,
  }),
  update: command('merchants.update', {
    summary: 'Changes what everybody sees of a merchant.',
    input: object({ merchantId, name: merchantName, category: merchantCategory }),
    output: mine,
    refusals: ofStaff,
    ...person,
  }),
  close: command('merchants.close', {
    summary: 'Takes no money any more. What is there can be given back and withdrawn.',
    input: object({ merchantId }),
    output: mine,
    refusals: ofStaff,
    ...person,
  }),
  reopen: command('merchants.reopen', {
    summary: 'Takes money again.',
    input: object({ merchantId }),
    output: mine,
    refusals: ofStaff,
    ...person,
  }),
  listMine: query('merchants.listMine', {
    summary: 'The merchants at which I am somebody, or am asked to be.',
    input: nothing,
    output: object({ merchants: Type.Array(ownMerchant) }),
    refusals: [],
    ...asked,
  }),
} as const;

const staff = {
  listStaff: query('merchants.listStaff', {
    summary: 'The people of a merchant.',
    input: object({ merchantId }),
    output: object({ staff: Type.Array(staffMember) }),
    refusals: ofStaff,
    ...asked,
  }),
  invite: command('merchants.invite', {
    summary: 'Asks a contact of mine to work at the merchant.',
    input: object({ merchantId, personId, role: merchantRole }),
    output: object({ staff: Type.Array(staffMember) }),
    refusals: [...ofStaff, 'not_contact', 'blocked', 'staff_full', 'already_staff'],
    ...person,
  }),
  answerInvite: command('merchants.answerInvite', {
    summary: 'Says yes or no to working at a merchant.',
    input: object({ merchantId, accept: Type.Boolean() }),
    output: nothing,
    refusals: ['invite_unknown'],
    ...person,
  }),
  setRole: command('merchants.setRole', {
    summary: 'Makes somebody of the staff a manager or cashier; `owner` hands the merchant over.',
    input: object({ merchantId, personId, role: merchantRole }),
    output: object({ staff: Type.Array(staffMember) }),
    refusals: [...ofStaff, 'staff_unknown', 'too_many_merchants'],
    ...person,
  }),
  removeStaff: command('merchants.removeStaff', {
    summary: 'Takes somebody off the staff; I may take off myself, unless I own it.',
    input: object({ merchantId, personId }),
    output: nothing,
    refusals: [...ofStaff, 'staff_unknown'],
    ...person,
  }),
} as const;

const shifts = {
  openShift: command('merchants.openShift', {
    summary: 'Begins my shift: what I take from now on counts to it.',
    input: object({ merchantId, currency: currencyCode }),
    output: object({ shift }),
    refusals: [...ofStaff, 'wrong_currency', 'shift_open'],
    ...person,
  }),
  closeShift: command('merchants.closeShift', {
    summary: 'Ends my shift, with what I counted by myself.',
    input: object({
      merchantId,
      countedMinor: nullable(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })),
      note: text(200, 0),
    }),
    output: object({ shift }),
    refusals: [...ofStaff, 'shift_unknown'],
    ...person,
  }),
  getShift: query('merchants.getShift', {
    summary: 'My open shift, with what came in until now.',
    input: object({ merchantId }),
    output: object({ shift: nullable(shift) }),
    refusals: ofStaff,
    ...asked,
  }),
  listShifts: query('merchants.listShifts', {
    summary: 'Shifts at a merchant, newest first, 50 a page: mine, or of all for who supervises.',
    input: object({ merchantId, cursor: Type.Optional(cursor) }),
    output: object({ shifts: Type.Array(shift, { maxItems: 50 }), next: nullable(cursor) }),
    refusals: ofStaff,
    ...asked,
  }),
} as const;

/** What the people of a merchant are and do. */
export const staffMethods = { ...merchants, ...staff, ...shifts } as const;
