import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import type { Result } from './result.ts';

type Id = ConversationId;

/** What only the server can say: who is in a conversation, and what its rules are. */
export type GroupCommands = {
  openDirect(personId: PersonId): Promise<Result<'chat.openDirect'>>;
  createGroup(group: {
    name: string | null;
    memberIds: PersonId[];
    clientId?: ClientId;
  }): Promise<Result<'chat.createGroup'>>;
  addMembers(id: Id, memberIds: PersonId[]): Promise<Result<'chat.addMembers'>>;
  removeMember(id: Id, memberId: PersonId): Promise<Result<'chat.removeMember'>>;
  leaveGroup(id: Id): Promise<Result<'chat.leaveGroup'>>;
  dissolveGroup(id: Id): Promise<Result<'chat.dissolveGroup'>>;
  renameGroup(id: Id, name: string): Promise<Result<'chat.renameGroup'>>;
  setAdmins(id: Id, adminIds: PersonId[]): Promise<Result<'chat.setAdmins'>>;
  transferOwnership(id: Id, memberId: PersonId): Promise<Result<'chat.transferOwnership'>>;
  setGroup(
    id: Id,
    change: { muteAll?: boolean; joinApproval?: boolean },
  ): Promise<Result<'chat.setGroup'>>;
  setTimer(
    id: Id,
    seconds: MethodInput<'chat.setTimer'>['seconds'],
  ): Promise<Result<'chat.setTimer'>>;
  setNickname(id: Id, nickname: string): Promise<Result<'chat.setNickname'>>;
  announce(id: Id, text: string): Promise<Result<'chat.announce'>>;
  readAnnouncement(id: Id, seq: number): Promise<Result<'chat.readAnnouncement'>>;
  makeJoinLink(id: Id): Promise<Result<'chat.makeJoinLink'>>;
  revokeJoinLinks(id: Id): Promise<Result<'chat.revokeJoinLinks'>>;
  joinByLink(token: string, reason?: string): Promise<Result<'chat.joinByLink'>>;
  acceptInvite(input: MethodInput<'chat.acceptInvite'>): Promise<Result<'chat.acceptInvite'>>;
  decideJoin(id: Id, personId: PersonId, accept: boolean): Promise<Result<'chat.decideJoin'>>;
  meetFaceToFace(input: MethodInput<'chat.meetFaceToFace'>): Promise<Result<'chat.meetFaceToFace'>>;
};
