import { mayInGroup, type Role } from '@plaza/contract';
import type { GroupRow } from '../store/groups.ts';

/** Links let people in up to so many members. */
export const linkLimit = 200;
export const dayMs = 86_400_000;
/** How long links and invitations count. */
export const waysLastMs = 7 * dayMs;

export type Bringing = {
  /** Of the member who adds or invites them, or whose link it is. */
  role: Role;
  wasRemoved: boolean;
  isApproved?: boolean;
};

/** Whether a leader must say yes first: where approval is on, and for who was taken out. */
export function mustWait(group: Pick<GroupRow, 'joinApproval'>, brought: Bringing): boolean {
  if (brought.isApproved === true || mayInGroup(brought.role, 'addWithoutApproval')) return false;
  return group.joinApproval || brought.wasRemoved;
}
