// Who may do what in a group. The server judges by this table, screens offer by it, and a test
// walks through every cell of it over the public interface.

export const roles = ['owner', 'admin', 'member'] as const;
export type Role = (typeof roles)[number];

export const groupActions = [
  'send',
  'sendWhileMuted',
  'mentionAll',
  'rename',
  'announce',
  'addMembers',
  'addWithoutApproval',
  'decideJoins',
  'makeLink',
  'setJoinApproval',
  'setMuteAll',
  'setTimer',
  'removeMember',
  'removeAdmin',
  'setAdmins',
  'recallOthers',
  'transferOwnership',
  'dissolve',
  'leave',
  'setNickname',
] as const;
export type GroupAction = (typeof groupActions)[number];

const everybody = { owner: true, admin: true, member: true } as const;
const leaders = { owner: true, admin: true, member: false } as const;
const ownerOnly = { owner: true, admin: false, member: false } as const;

export const groupPermissions: Record<GroupAction, Record<Role, boolean>> = {
  send: everybody,
  sendWhileMuted: leaders,
  mentionAll: leaders,
  rename: everybody,
  announce: leaders,
  /** With the group's approval switched on, an addition by a member waits for a leader. */
  addMembers: everybody,
  addWithoutApproval: leaders,
  decideJoins: leaders,
  makeLink: everybody,
  setJoinApproval: leaders,
  setMuteAll: leaders,
  setTimer: leaders,
  removeMember: leaders,
  removeAdmin: ownerOnly,
  setAdmins: ownerOnly,
  recallOthers: leaders,
  transferOwnership: ownerOnly,
  dissolve: ownerOnly,
  leave: everybody,
  setNickname: everybody,
};

/** Whether a role may do something in a group. */
export function mayInGroup(role: Role, action: GroupAction): boolean {
  return groupPermissions[action][role];
}
