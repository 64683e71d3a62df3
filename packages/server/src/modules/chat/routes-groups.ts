import type { api } from '@plaza/contract';
import { valueOf, type Call, type Handlers } from '../../kernel/rpc/index.ts';
import type { InGroup } from './groups/change.ts';
import type { Groups } from './groups/groups.ts';

type ChatHandlers = Handlers<typeof api.chat>;

const inGroup = (
  { caller }: { caller: NonNullable<Call['caller']> },
  { conversationId }: Pick<InGroup, 'conversationId'>,
): InGroup => ({ viewerId: caller.personId, conversationId });

function memberRoutes(groups: Groups) {
  return {
    async createGroup(input, call) {
      return valueOf(call, await groups.create(call.caller.personId, input));
    },
    async addMembers(input, call) {
      return valueOf(call, await groups.add(inGroup(call, input), input.memberIds));
    },
    async removeMember(input, call) {
      return valueOf(call, await groups.remove(inGroup(call, input), input.memberId));
    },
    async leaveGroup(input, call) {
      return valueOf(call, await groups.leave(inGroup(call, input)));
    },
    async dissolveGroup(input, call) {
      return valueOf(call, await groups.dissolve(inGroup(call, input)));
    },
    async setAdmins(input, call) {
      return valueOf(call, await groups.setAdmins(inGroup(call, input), input.adminIds));
    },
    async transferOwnership(input, call) {
      return valueOf(call, await groups.transfer(inGroup(call, input), input.memberId));
    },
    async listMembers({ conversationId, cursor }, call) {
      const { personId } = call.caller;
      return valueOf(call, await groups.listMembers(personId, conversationId, cursor));
    },
    async getMembers({ conversationId, memberIds }, call) {
      const { personId } = call.caller;
      return valueOf(call, await groups.getMembers(personId, conversationId, memberIds));
    },
  } satisfies Partial<ChatHandlers>;
}

function settingRoutes(groups: Groups) {
  const { announcements } = groups;
  return {
    async renameGroup(input, call) {
      return valueOf(call, await groups.rename(inGroup(call, input), input.name));
    },
    async setGroup(input, call) {
      return valueOf(call, await groups.set(inGroup(call, input), input));
    },
    async setNickname(input, call) {
      return valueOf(call, await groups.setNickname(inGroup(call, input), input.nickname));
    },
    async announce(input, call) {
      return valueOf(call, await announcements.announce(inGroup(call, input), input.text));
    },
    async readAnnouncement(input, call) {
      return valueOf(call, await announcements.read(inGroup(call, input), input.seq));
    },
    async listAnnouncementReads(input, call) {
      return valueOf(call, await announcements.listReads(inGroup(call, input), input.cursor));
    },
  } satisfies Partial<ChatHandlers>;
}

function joinRoutes(groups: Groups) {
  return {
    async makeJoinLink(input, call) {
      return valueOf(call, await groups.makeLink(inGroup(call, input)));
    },
    async revokeJoinLinks(input, call) {
      return valueOf(call, await groups.revokeLinks(inGroup(call, input)));
    },
    async lookAtJoinLink({ token }, call) {
      return valueOf(call, await groups.lookAtLink(call.caller.personId, token));
    },
    async joinByLink(input, call) {
      return valueOf(call, await groups.joinByLink(call.caller.personId, input));
    },
    async acceptInvite(input, call) {
      return valueOf(call, await groups.invites.accept(call.caller.personId, input));
    },
    async listJoinRequests(input, call) {
      return valueOf(call, await groups.listRequests(inGroup(call, input)));
    },
    async decideJoin({ accept: accepted, personId, ...input }, call) {
      return valueOf(call, await groups.decide(inGroup(call, input), { personId, accepted }));
    },
    async meetFaceToFace(input, call) {
      const outside = { ...input, address: call.address };
      return valueOf(call, await groups.meet(call.caller.personId, outside));
    },
  } satisfies Partial<ChatHandlers>;
}

/** The methods of groups, over any transport. */
export function createGroupRoutes(groups: Groups) {
  return { ...memberRoutes(groups), ...settingRoutes(groups), ...joinRoutes(groups) };
}
