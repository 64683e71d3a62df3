import type { Static } from 'typebox';
import { oneOf } from '../schema.ts';

/** What somebody is at a merchant. */
export const merchantRole = oneOf(['owner', 'manager', 'cashier']);
export type MerchantRole = Static<typeof merchantRole>;

const [owner, manager, cashier] = ['owner', 'manager', 'cashier'] as const;

/**
 * Who may do what at a merchant; the server judges by this table and screens offer by it.
 * `sell` takes money, `look` sees orders, `read` sees balances and statements.
 */
export const merchantPermissions = {
  sell: [owner, manager, cashier],
  look: [owner, manager, cashier],
  refund: [owner, manager],
  read: [owner, manager],
  /** Changes name and category. */
  edit: [owner, manager],
  inviteCashier: [owner, manager],
  inviteManager: [owner],
  /** Sees the shifts of others. */
  supervise: [owner, manager],
  payOut: [owner],
  withdraw: [owner],
  /** Keys, callbacks: what a program may do in its name. */
  develop: [owner],
  handOver: [owner],
  close: [owner],
} as const satisfies Record<string, readonly MerchantRole[]>;

export type MerchantAction = keyof typeof merchantPermissions;
export const merchantActions = Object.keys(merchantPermissions) as MerchantAction[];
export const merchantAction = oneOf(merchantActions);

/** Whether the role may do it. */
export function mayAtMerchant(role: MerchantRole, action: MerchantAction): boolean {
  const roles: readonly MerchantRole[] = merchantPermissions[action];
  return roles.includes(role);
}
