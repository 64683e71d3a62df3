import type { ConversationId } from '@plaza/base';
import type { GroupAction, Role } from '@plaza/contract';
import type { State } from './types.ts';

const everybody = ['owner', 'admin', 'member'] as const;
const leaders = ['owner', 'admin'] as const;
const owner = ['owner'] as const;

/**
 * The contract's table of permissions, written again because importing it would carry the schema
 * library into every browser; a test keeps the two equal.
 */
export const allowed: Record<GroupAction, readonly Role[]> = {
  send: everybody,
  sendWhileMuted: leaders,
  mentionAll: leaders,
  rename: everybody,
  announce: leaders,
  addMembers: everybody,
  addWithoutApproval: leaders,
  decideJoins: leaders,
  makeLink: everybody,
  setJoinApproval: leaders,
  setMuteAll: leaders,
  setTimer: leaders,
  removeMember: leaders,
  removeAdmin: owner,
  setAdmins: owner,
  recallOthers: leaders,
  transferOwnership: owner,
  dissolve: owner,
  leave: everybody,
  setNickname: everybody,
};

const inDirect: ReadonlySet<GroupAction> = new Set(['send', 'setTimer']);

/** The viewer's role in a conversation. */
export function roleOf({ conversations, me }: State, id: ConversationId): Role {
  const conversation = conversations.get(id)?.conversation;
  if (conversation === undefined || me === null) return 'member';
  if (conversation.ownerId === me.personId) return 'owner';
  return conversation.adminIds.includes(me.personId) ? 'admin' : 'member';
}

/** Whether the viewer may do something now: what screens offer. The server judges for itself. */
export function may(state: State, id: ConversationId, action: GroupAction): boolean {
  const known = state.conversations.get(id);
  if (known === undefined || known.inbox.leftSeq !== null) return false;
  const { kind, dissolved, muteAll } = known.conversation;
  if (kind === 'archive') return false;
  if (kind === 'direct') return inDirect.has(action);
  if (dissolved) return action === 'leave';
  const role = roleOf(state, id);
  const isSilenced = action === 'send' && muteAll && !allowed.sendWhileMuted.includes(role);
  return !isSilenced && allowed[action].includes(role);
}
