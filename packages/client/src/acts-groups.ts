import type { ClientId } from '@plaza/base';
import type { Head, MethodInput } from '@plaza/contract';
import type { Core } from './core.ts';
import type { GroupCommands } from './group-commands.ts';
import type { Result } from './result.ts';
import type { Sync } from './sync/index.ts';

type HeadAct =
  | 'chat.openDirect'
  | 'chat.createGroup'
  | 'chat.addMembers'
  | 'chat.joinByLink'
  | 'chat.acceptInvite'
  | 'chat.meetFaceToFace';

/** Takes a head that a call answered like a fetched one. */
export function takeHead({ dispatch }: Core, sync: Sync, head: Head): void {
  dispatch({ type: 'heads', heads: [head] });
  sync.attend(head.conversation.conversationId);
}

type Joining = Pick<
  GroupCommands,
  'openDirect' | 'createGroup' | 'addMembers' | 'joinByLink' | 'acceptInvite' | 'meetFaceToFace'
>;

/** What brings the person into a conversation, or others into one of theirs. */
function createJoining(core: Core, sync: Sync): Joining {
  const { http, journal } = core;

  function withHead<N extends HeadAct>(name: N, input: MethodInput<N>): Promise<Result<N>> {
    return journal.act(
      () => http.call(name, input),
      (answer) => {
        if (!answer.ok) return;
        const { head } = answer.output as { head: Head | null };
        if (head !== null) takeHead(core, sync, head);
      },
    );
  }

  return {
    openDirect: (personId) => withHead('chat.openDirect', { personId }),
    createGroup: ({ name, memberIds, clientId = core.newId<ClientId>() }) =>
      withHead('chat.createGroup', { clientId, name, memberIds }),
    addMembers: (conversationId, memberIds) =>
      withHead('chat.addMembers', { conversationId, memberIds }),
    joinByLink: (token, reason = '') => withHead('chat.joinByLink', { token, reason }),
    acceptInvite: (input) => withHead('chat.acceptInvite', input),
    meetFaceToFace: (input) => withHead('chat.meetFaceToFace', input),
  };
}

/** What only the server can say: who is in a conversation, and what its rules are. */
export function createGroupActs(core: Core, sync: Sync): GroupCommands {
  const { http } = core;
  return {
    ...createJoining(core, sync),
    removeMember: (conversationId, memberId) =>
      http.call('chat.removeMember', { conversationId, memberId }),
    leaveGroup: (conversationId) => http.call('chat.leaveGroup', { conversationId }),
    dissolveGroup: (conversationId) => http.call('chat.dissolveGroup', { conversationId }),
    renameGroup: (conversationId, name) => http.call('chat.renameGroup', { conversationId, name }),
    setAdmins: (conversationId, adminIds) =>
      http.call('chat.setAdmins', { conversationId, adminIds }),
    transferOwnership: (conversationId, memberId) =>
      http.call('chat.transferOwnership', { conversationId, memberId }),
    setGroup: (conversationId, change) => http.call('chat.setGroup', { conversationId, ...change }),
    setTimer: (conversationId, seconds) => http.call('chat.setTimer', { conversationId, seconds }),
    setNickname: (conversationId, nickname) =>
      http.call('chat.setNickname', { conversationId, nickname }),
    announce: (conversationId, text) => http.call('chat.announce', { conversationId, text }),
    readAnnouncement: (conversationId, seq) =>
      http.call('chat.readAnnouncement', { conversationId, seq }),
    makeJoinLink: (conversationId) => http.call('chat.makeJoinLink', { conversationId }),
    revokeJoinLinks: (conversationId) => http.call('chat.revokeJoinLinks', { conversationId }),
    decideJoin: (conversationId, personId, accept) =>
      http.call('chat.decideJoin', { conversationId, personId, accept }),
  };
}
